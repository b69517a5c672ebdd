import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { Unanswered } from '../redis/unanswered.ts';

/**
 * How long a process counts as alive if it is not heard of, in milliseconds. With the grace that runs
 * after it (PR7) it is long enough for clients of a process that stands still, which notice that
 * within 15 s, and short enough for the others to see within 25 s who does not come back.
 */
export const ALIVE_MS = 10_000;

/** How often each process says that it is alive, in milliseconds. */
const RENEW_MS = 2_000;

type ProcessLeasesOptions = {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /** Nobody else has it, nor had it before. */
  readonly processId: string;
  /** Others may have taken this process for dead meanwhile; from now on they do not. */
  readonly onLapsed: () => void;
  /** What all keys begin with. */
  readonly prefix?: string;
};

/** Says of this process that it is alive, and of others whether they are. */
export class ProcessLeases {
  readonly #options: ProcessLeasesOptions;
  readonly #prefix: string;
  #wasAlive = false;
  #cancel: () => void = () => undefined;
  #unsubscribe: () => void = () => undefined;

  constructor(options: ProcessLeasesOptions) {
    const { prefix = 'ampel:' } = options;
    this.#options = options;
    this.#prefix = `${prefix}process:`;
  }

  /** Others find this process alive from the answer on. @throws Refusal `unavailable` */
  async start(): Promise<void> {
    const { connection } = this.#options;
    await this.#renew();
    this.#unsubscribe = connection.onUp(() => this.#renewOrLog());
    this.#tick();
  }

  /** Which of these processes are alive. @throws Refusal `unavailable` */
  async alive(processIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (processIds.length === 0) return new Set();
    const keys = processIds.map((processId) => this.#key(processId));
    const found = await this.#options.connection.send('MGET', ...keys);
    if (!Array.isArray(found)) throw new Error('Redis answered MGET with something else');
    return new Set(processIds.filter((_, at) => found[at] !== null));
  }

  /** Others find this process gone at once. */
  async close(): Promise<void> {
    this.#cancel();
    this.#unsubscribe();
    const { connection, processId } = this.#options;
    try {
      await connection.send('DEL', this.#key(processId));
    } catch (error) {
      // It ends by itself.
      if (!(error instanceof Unanswered)) throw error;
    }
  }

  #tick(): void {
    this.#cancel = this.#options.clock.after(RENEW_MS, () => {
      this.#tick();
      this.#renewOrLog();
    });
  }

  #renewOrLog(): void {
    this.#renew().catch((error: unknown) => {
      // It is renewed as soon as Redis is there again.
      if (error instanceof Unanswered) return;
      this.#options.logger.error({ err: error }, 'this process could not say that it is alive');
    });
  }

  async #renew(): Promise<void> {
    const { connection, processId, onLapsed } = this.#options;
    const command = ['SET', this.#key(processId), '1', 'GET', 'PX', String(ALIVE_MS)];
    const isLapsed = (await connection.send(...command)) === null && this.#wasAlive;
    this.#wasAlive = true;
    if (isLapsed) onLapsed();
  }

  #key(processId: string): string {
    return `${this.#prefix}${processId}`;
  }
}
