import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { Devices } from '../../../src/server/accounts/devices.ts';
import { Assignment } from '../../../src/server/assignment/assignment.ts';
import type { Answered } from '../../../src/server/commands/socket-commands.ts';
import type { Asked, Introduction, Lead } from '../../../src/server/lead/lead.ts';
import { LocalLead } from '../../../src/server/lead/local-lead.ts';
import type { PresenceLog } from '../../../src/server/log/presence-log.ts';
import { Presence } from '../../../src/server/presence/presence.ts';
import type { Store } from '../../../src/server/store/store.ts';
import type { LeaderLog } from './logs.ts';
import type { ProcessClock } from './process-clock.ts';

type LeaderParts = {
  readonly clock: ProcessClock;
  readonly store: Store;
  /** What the team is told goes through `log`; `lease` is what that takes. */
  readonly log: PresenceLog;
  readonly lease: LeaderLog;
  readonly unnoticedMs: number;
  readonly logger: FastifyBaseLogger;
};

/** What decides, as one process has it. */
export class Leader {
  readonly clock: ProcessClock;
  readonly store: Store;
  readonly lease: LeaderLog;
  readonly presence: Presence;
  readonly lead: LocalLead;
  readonly #assignment: Assignment;

  constructor({ clock, store, log, lease, unnoticedMs, logger }: LeaderParts) {
    this.clock = clock;
    this.store = store;
    this.lease = lease;
    const presence = new Presence({
      store,
      log,
      clock,
      logger,
      unnoticedMs,
      onTeam: (teamId) => assignment.open(teamId),
      onChanges: (teamId) => assignment.teamChanged(teamId),
      onSettings: (teamId) => assignment.teamChanged(teamId),
      onReload: (teamId) => assignment.reload(teamId),
    });
    const ids = randomUUID;
    const assignment: Assignment = new Assignment({ store, presence, log, clock, ids, logger });
    this.presence = presence;
    this.#assignment = assignment;
    this.lead = new LocalLead({
      engines: { presence, assignment },
      devices: new Devices({ store, clock, ids, teams: presence }),
      logger,
    });
  }

  /** Keeps what there is to keep. */
  async close(): Promise<void> {
    await this.#assignment.close();
    await this.presence.close();
  }

  /** Nothing of it happens any more. */
  end(): void {
    this.clock.kill();
    this.lease.end();
    // What was committed is in the file; closing it writes nothing more.
    void this.store.close();
  }
}

/** Whoever leads, one after the other, as a gateway in another process reaches them. */
export class SuccessiveLead implements Lead {
  readonly #onNew: (() => void)[] = [];
  #current: Promise<Lead>;

  constructor(first: Promise<Lead>) {
    this.#current = first;
  }

  /** Another leads from now on, and can decide when that resolves. */
  succeed(next: Promise<Lead>): void {
    this.#current = next;
    for (const listener of this.#onNew) listener();
  }

  async connect(introduction: Introduction): Promise<void> {
    await (await this.#current).connect(introduction);
  }

  async command(asked: Asked): Promise<Answered> {
    return (await this.#current).command(asked);
  }

  async disconnected(sessionId: string): Promise<void> {
    await (await this.#current).disconnected(sessionId);
  }

  onNew(listener: () => void): void {
    this.#onNew.push(listener);
  }
}
