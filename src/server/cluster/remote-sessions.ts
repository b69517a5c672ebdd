import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Lead } from '../lead/lead.ts';
import { Unanswered } from '../redis/unanswered.ts';
import type { ProcessLeases } from './process-leases.ts';

/** How often it is looked which processes are alive, in milliseconds. */
const LOOK_MS = 1_000;

type RemoteSessionsParts = {
  readonly lead: Pick<Lead, 'disconnected'>;
  readonly processes: Pick<ProcessLeases, 'alive'>;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
};

/** The sessions that other processes hold, which are lost when their process is. */
export class RemoteSessions {
  readonly #parts: RemoteSessionsParts;
  readonly #sessions = new Map<string, Set<string>>();
  #cancel: () => void = () => undefined;

  constructor(parts: RemoteSessionsParts) {
    this.#parts = parts;
  }

  add(processId: string, sessionId: string): void {
    const known = this.#sessions.get(processId);
    if (known === undefined) this.#sessions.set(processId, new Set([sessionId]));
    else known.add(sessionId);
  }

  remove(processId: string, sessionId: string): void {
    this.#sessions.get(processId)?.delete(sessionId);
  }

  /** Looks after them from now on. */
  start(): void {
    this.#cancel = this.#parts.clock.after(LOOK_MS, () => {
      this.start();
      this.#look().catch((error: unknown) => {
        // As long as Redis is away nobody can say that they are alive.
        if (error instanceof Unanswered) return;
        this.#parts.logger.error({ err: error }, 'sessions of other processes could not be ended');
      });
    });
  }

  stop(): void {
    this.#cancel();
  }

  async #look(): Promise<void> {
    const { lead, processes, logger } = this.#parts;
    const known = [...this.#sessions.keys()];
    const alive = await processes.alive(known);
    for (const processId of known) {
      if (alive.has(processId)) continue;
      const lost = this.#sessions.get(processId) ?? new Set();
      this.#sessions.delete(processId);
      if (lost.size > 0) logger.warn({ processId, sessions: lost.size }, 'a server is gone');
      await Promise.all([...lost].map((sessionId) => lead.disconnected(sessionId)));
    }
  }
}
