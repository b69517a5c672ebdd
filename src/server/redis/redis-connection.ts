import { createClient } from '@redis/client';
import type { FastifyBaseLogger } from 'fastify';
import { errorCode, OperatorError } from '../operator-error.ts';
import { fitnessOf } from './fitness.ts';
import { Unanswered } from './unanswered.ts';

/** How long until another attempt where there is no connection, in milliseconds. */
const RETRY_MS = 250;

/** How often it is looked whether Redis still answers, in milliseconds. */
const HEARTBEAT_MS = 1_000;

/** How long Redis may owe an answer until the connection counts as lost, in milliseconds. */
const ANSWER_MS = 2_500;

/** How long a connection may take to be made, in milliseconds; less than the answer that follows it. */
const CONNECT_MS = 2_000;

/** How many commands may wait for their answers: more than a server has to say in {@link ANSWER_MS}. */
const MOST_WAITING = 50_000;

type Client = ReturnType<typeof makeClient>;

type ConnectionOptions = {
  readonly url: string;
  readonly logger: FastifyBaseLogger;
};

/**
 * A connection to Redis for commands and for what others publish. Where it is lost it is made
 * again by itself, but no command is ever repeated or kept for later: each is answered, or fails
 * within {@link HEARTBEAT_MS} + {@link ANSWER_MS}. What is sent arrives in the order it was sent.
 */
export class RedisConnection {
  readonly #options: ConnectionOptions;
  readonly #channels = new Map<string, Set<(message: string) => void>>();
  readonly #onUp = new Set<() => void>();
  readonly #onDown = new Set<() => void>();
  /** The one that is used or being made; null between two attempts. */
  #client: Client | null = null;
  #isUp = false;
  /** How many commands wait for their answers. */
  #waiting = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /** From now on a lost connection is made again by itself. @throws OperatorError where Redis cannot be used */
  async start(): Promise<void> {
    const failure = (await this.#connect()) ?? (await this.#whyUnfit());
    if (failure === null) return;
    this.close();
    const { host } = new URL(this.#options.url);
    throw new OperatorError(`Redis at ${host || 'its socket'} cannot be used: ${failure}`);
  }

  /** Whether a command would be sent now. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Sends a command once. @throws Unanswered, also where Redis refuses it, which is logged */
  async send(...command: readonly string[]): Promise<unknown> {
    const client = this.#client;
    if (client === null || !this.#isUp || this.#waiting >= MOST_WAITING) {
      throw new Unanswered('Redis', { mayBeDone: false });
    }
    this.#waiting += 1;
    try {
      return await client.sendCommand(command);
    } catch (error) {
      // Not because the connection was lost, which is told once for all that waits.
      if (this.#client === client) {
        this.#options.logger.error(
          { err: error, command: command[0] },
          'a command of Redis failed',
        );
      }
      throw new Unanswered('Redis', { mayBeDone: true });
    } finally {
      this.#waiting -= 1;
    }
  }

  /**
   * Hears what is published on a channel while there is a connection: before the answer to any
   * command sent after this call, and again after {@link onUp}. The answer ends it.
   */
  listen(channel: string, listener: (message: string) => void): () => void {
    const known = this.#channels.get(channel);
    const listeners = known ?? new Set();
    listeners.add(listener);
    if (known === undefined) {
      this.#channels.set(channel, listeners);
      if (this.#isUp) this.#subscribe(channel);
    }
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#channels.get(channel) !== listeners) return;
      this.#channels.delete(channel);
      if (this.#isUp) this.#unsubscribe(channel);
    };
  }

  /** Calls the listener whenever a connection was made; what was published before may be lost. */
  onUp(listener: () => void): () => void {
    this.#onUp.add(listener);
    return () => this.#onUp.delete(listener);
  }

  /** Calls the listener whenever the connection was lost. */
  onDown(listener: () => void): () => void {
    this.#onDown.add(listener);
    return () => this.#onDown.delete(listener);
  }

  /** What still waits for an answer fails. */
  close(): void {
    this.#onUp.clear();
    this.#onDown.clear();
    this.#drop();
  }

  async #whyUnfit(): Promise<string | null> {
    const info = await this.send('INFO').catch(() => null);
    if (info === null)
      return 'it does not answer INFO. Allow that, and the other commands, to its user.';
    const fitness = fitnessOf(String(info));
    if (fitness.kind === 'unfit') return fitness.why;
    if (fitness.kind === 'risky') this.#options.logger.warn(fitness.why);
    return null;
  }

  /** Answers why it did not work, or null where it did. */
  async #connect(): Promise<string | null> {
    const client = makeClient(this.#options.url);
    this.#client = client;
    client.on('error', (error) => this.#lose(client, error));
    const deadline = setTimeout(() => {
      this.#lose(client, new Error('it is silent'));
      // Closed meanwhile, when there was nothing yet to end.
      client.destroy();
    }, ANSWER_MS);
    try {
      await client.connect();
      // Refused while Redis still reads its data.
      await client.sendCommand(['PING']);
    } catch (error) {
      this.#lose(client, error);
      return `${reasonOf(error)}. Start it, or put its URL right.`;
    } finally {
      clearTimeout(deadline);
    }
    if (this.#client !== client) {
      // It was given up while it was being made, when there was nothing yet to end.
      client.destroy();
      return 'it was silent. Start it, or put its URL right.';
    }
    this.#isUp = true;
    for (const channel of this.#channels.keys()) this.#subscribe(channel);
    this.#watch(client);
    this.#options.logger.info('connected to Redis');
    this.#tell(this.#onUp);
    return null;
  }

  /** Looks now and then whether Redis answers: a connection can be dead without anybody being told. */
  #watch(client: Client): void {
    this.#timer = setTimeout(() => {
      const silent = () => this.#lose(client, new Error('it does not answer any more'));
      this.#timer = setTimeout(silent, ANSWER_MS);
      client.sendCommand(['PING']).then(
        () => {
          if (this.#client !== client) return;
          this.#stopTimer();
          this.#watch(client);
        },
        (error: unknown) => this.#lose(client, error),
      );
    }, HEARTBEAT_MS);
  }

  #lose(client: Client, error: unknown): void {
    if (this.#client !== client) return;
    const wasUp = this.#isUp;
    this.#drop();
    this.#timer = setTimeout(() => void this.#connect(), RETRY_MS);
    if (!wasUp) return;
    this.#options.logger.warn(`the connection to Redis is lost: ${reasonOf(error)}`);
    this.#tell(this.#onDown);
  }

  #drop(): void {
    this.#stopTimer();
    const client = this.#client;
    this.#client = null;
    this.#isUp = false;
    client?.destroy();
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #subscribe(channel: string): void {
    const client = this.#client;
    client?.subscribe(channel, this.#hear).catch((error: unknown) => this.#lose(client, error));
  }

  #unsubscribe(channel: string): void {
    const client = this.#client;
    client?.unsubscribe(channel, this.#hear).catch((error: unknown) => this.#lose(client, error));
  }

  readonly #hear = (message: string, channel: string): void => {
    for (const listener of [...(this.#channels.get(channel) ?? [])]) {
      this.#guard(() => listener(message));
    }
  };

  #tell(listeners: ReadonlySet<() => void>): void {
    for (const listener of [...listeners]) this.#guard(listener);
  }

  /** Whoever listens and throws must not break the connection, nor keep others from hearing. */
  #guard(task: () => void): void {
    try {
      task();
    } catch (error) {
      this.#options.logger.error({ err: error }, 'what Redis said could not be taken up');
    }
  }
}

/** A client that makes one connection: with it ends what it was given, so that nothing is sent again. */
function makeClient(url: string) {
  return createClient({
    url,
    name: 'ampel',
    socket: { connectTimeout: CONNECT_MS, reconnectStrategy: false },
    // How long a command may wait to be written: the heartbeat sees to that, for all at once.
    commandOptions: { timeout: 0 },
    maintNotifications: 'disabled',
  });
}

function reasonOf(error: unknown): string {
  // Where several addresses were tried, the error of them all has a code and no message.
  return (error instanceof Error && error.message) || (errorCode(error) ?? String(error));
}
