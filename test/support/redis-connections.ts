import { RedisConnection } from '../../src/server/redis/redis-connection.ts';
import { recordingLogger } from './logged.ts';
import { RedisServer } from './redis.ts';

/** A Redis with connections as processes have them. */
export class RedisConnections implements AsyncDisposable {
  readonly server: RedisServer;
  readonly #open = new AsyncDisposableStack();

  private constructor(server: RedisServer) {
    this.server = server;
    this.#open.use(server);
  }

  static async start(): Promise<RedisConnections> {
    return new RedisConnections(await RedisServer.start());
  }

  async connect(url = this.server.url) {
    const { logger, logged } = recordingLogger();
    const connection = new RedisConnection({ url, logger });
    await connection.start();
    this.#open.defer(() => connection.close());
    return { connection, logger, logged };
  }

  /** Ends what a test began before the connections that it uses. */
  defer(end: () => unknown): void {
    this.#open.defer(async () => {
      await end();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync();
  }
}
