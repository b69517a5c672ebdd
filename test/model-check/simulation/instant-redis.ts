import { RedisConnection } from '../../../src/server/redis/redis-connection.ts';
import { recordingLogger } from '../../support/logged.ts';
import { RedisServer } from '../../support/redis.ts';
import { promisesSettled } from './timeline.ts';

type Sent = { readonly command: readonly string[]; readonly answer: (reply: unknown) => void };

/**
 * A real Redis for programs in a simulated time, which stands still until it has answered. Who asks
 * at the same time is answered together, and after all have heard what was published meanwhile, so
 * that a run is the same each time however long Redis took.
 */
export class InstantRedis implements AsyncDisposable {
  readonly #server: RedisServer;
  readonly #connection: RedisConnection;
  #sent: Sent[] = [];
  #published: (() => void)[] = [];

  private constructor(server: RedisServer, connection: RedisConnection) {
    this.#server = server;
    this.#connection = connection;
  }

  static async start(): Promise<InstantRedis> {
    const server = await RedisServer.start();
    const connection = new RedisConnection({ url: server.url, logger: recordingLogger().logger });
    await connection.start();
    // It is never started again here, and need not wait for the disk.
    await connection.send('CONFIG', 'SET', 'appendonly', 'no');
    // Logs are cut off exactly where it is asked for, not a hundred entries later.
    await connection.send('CONFIG', 'SET', 'stream-node-max-entries', '1');
    return new InstantRedis(server, connection);
  }

  /** Answered in the course of {@link settled}. */
  send(command: readonly string[]): Promise<unknown> {
    return new Promise((answer) => {
      this.#sent.push({ command, answer });
    });
  }

  /** As {@link RedisConnection.listen}. */
  listen(channel: string, listener: (message: string) => void): () => void {
    return this.#connection.listen(channel, (message) => {
      this.#published.push(() => listener(message));
    });
  }

  /**
   * Resolves when nothing is left to be answered or heard, and nothing follows from it.
   * @throws Unanswered where Redis refuses a command
   */
  async settled(): Promise<void> {
    await promisesSettled();
    while (this.#sent.length > 0 || this.#published.length > 0) {
      const sent = this.#sent;
      this.#sent = [];
      const replies = await Promise.all([
        ...sent.map(({ command }) => this.#connection.send(...command)),
        // The last to be answered, when all that was published before has been heard.
        this.#connection.send('PING'),
      ]);
      for (const hear of this.#published.splice(0)) hear();
      for (const [at, { answer }] of sent.entries()) answer(replies[at]);
      await promisesSettled();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.close();
    await this.#server[Symbol.asyncDispose]();
  }
}
