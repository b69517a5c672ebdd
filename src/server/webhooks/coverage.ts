import type { FastifyBaseLogger } from 'fastify';
import { assertNever } from '../../shared/domain/assert-never.ts';
import { type Clock, momentOf, steadyOf } from '../../shared/domain/clock.ts';
import type { Change, LogListener, PresenceLog, Told } from '../log/presence-log.ts';
import { logUnexpected } from '../log-unexpected.ts';
import { Alarm } from '../presence/alarm.ts';
import { Turns } from '../presence/turns.ts';
import type { Store } from '../store/store.ts';

/** How long nobody has to be Online before it is told (NO6), in milliseconds. */
const NOBODY_MS = 60_000;

/** The pause after the store did not answer, in milliseconds. */
const PAUSE_AFTER_FAILURE_MS = 10_000;

type CoverageDependencies = {
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
};

/** {@link TeamCoverage} of all teams. */
export class Coverage {
  readonly #dependencies: CoverageDependencies;
  readonly #teams: TeamCoverage[] = [];

  constructor(dependencies: CoverageDependencies) {
    this.#dependencies = dependencies;
  }

  /** Tells of a team from now on. */
  follow(teamId: string): void {
    const team = new TeamCoverage(teamId, this.#dependencies);
    this.#teams.push(team);
    team.start();
  }

  /** To be called before presence ends. */
  async close(): Promise<void> {
    await Promise.all(this.#teams.map((team) => team.close()));
  }
}

/**
 * Tells webhooks when nobody of a team has been Online for {@link NOBODY_MS}, and when somebody is
 * again (NO6). What was told is in the store, so a restart tells nothing twice and forgets nothing.
 */
export class TeamCoverage implements LogListener {
  readonly #teamId: string;
  readonly #dependencies: CoverageDependencies;
  readonly #turns = new Turns();
  readonly #alarm: Alarm;
  readonly #online = new Set<string>();
  #unfollow: (() => void) | null = null;
  /** Since when nobody is Online (steady); null where somebody is, or nobody has looked yet. */
  #nobodySince: number | null = null;
  /** Whether this process knows webhooks to have been told that nobody is Online; null where it knows nothing. */
  #wasTold: boolean | null = null;
  #isClosed = false;

  constructor(teamId: string, dependencies: CoverageDependencies) {
    this.#teamId = teamId;
    this.#dependencies = dependencies;
    this.#alarm = new Alarm(dependencies.clock, () => this.#lookSoon());
  }

  start(): void {
    this.#lookSoon();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#alarm.cancel();
    await this.#turns.idle();
    this.#unfollow?.();
  }

  onTold({ members }: Told): void {
    const online = new Set<string>();
    for (const { member, visible } of members) {
      if (visible.status === 'online') online.add(member.memberId);
    }
    for (const memberId of this.#online) this.#setOnline(memberId, online.has(memberId));
    for (const memberId of online) this.#setOnline(memberId, true);
    this.#lookSoon();
  }

  onChanges({ changes }: { readonly changes: readonly Change[] }): void {
    for (const change of changes) this.#heed(change);
    this.#lookSoon();
  }

  onMessage(): void {
    // Nobody's status.
  }

  #heed(change: Change): void {
    switch (change.kind) {
      case 'status':
        this.#setOnline(change.memberId, change.status === 'online');
        break;
      case 'member-added':
        this.#setOnline(change.member.memberId, change.status === 'online');
        break;
      case 'member-removed':
        this.#setOnline(change.memberId, false);
        break;
      case 'member-updated':
        break;
      default:
        assertNever(change);
    }
  }

  #setOnline(memberId: string, isOnline: boolean): void {
    // At once and not in a turn: somebody who is back for a moment begins the minute anew.
    if (isOnline) {
      this.#online.add(memberId);
      this.#nobodySince = null;
    } else if (this.#online.delete(memberId) && this.#online.size === 0) {
      this.#nobodySince = this.#dependencies.clock.steady();
    }
  }

  #lookSoon(): void {
    const { logger } = this.#dependencies;
    this.#turns
      .run(() => this.#look())
      .catch((error: unknown) => {
        logUnexpected(logger, error, 'coverage could not be told', { teamId: this.#teamId });
        this.#lookAt(this.#dependencies.clock.steady() + PAUSE_AFTER_FAILURE_MS);
      });
  }

  async #look(): Promise<void> {
    if (this.#isClosed) return;
    const { clock, log } = this.#dependencies;
    this.#unfollow ??= await log.follow(this.#teamId, this);
    if (this.#online.size > 0) return this.#tell(null);
    if (this.#nobodySince === null) {
      const last = await this.#lastOnline();
      this.#nobodySince ??= last;
    }
    const since = this.#nobodySince;
    if (since === null) return;
    if (clock.steady() < since + NOBODY_MS) return this.#lookAt(since + NOBODY_MS);
    await this.#tell(Math.round(clock.now() - (clock.steady() - since)));
  }

  #lookAt(steady: number): void {
    if (!this.#isClosed) this.#alarm.ringAt(steady);
  }

  /** When somebody was Online last, from before this process; now where that is not known. */
  async #lastOnline(): Promise<number | null> {
    const now = momentOf(this.#dependencies.clock);
    const last = await this.#dependencies.store.lastOnlineAt(this.#teamId);
    if (this.#online.size > 0) return null;
    return last === null ? now.steady : Math.min(now.steady, steadyOf(last, now));
  }

  /** That nobody has been Online since a moment (epoch), or that somebody is; unless that was told last. */
  async #tell(nobodySince: number | null): Promise<void> {
    if (this.#wasTold === (nobodySince !== null)) return;
    const { store, clock } = this.#dependencies;
    await store.change(this.#teamId, async (tx) => {
      const told = await tx.coverage.toldSince();
      if ((told === null) === (nobodySince === null)) return;
      const at = clock.now();
      await tx.coverage.tell(nobodySince);
      await tx.outbox.add({
        event: 'coverage.changed',
        at,
        covered: nobodySince === null,
        since: nobodySince ?? at,
      });
    });
    this.#wasTold = nobodySince !== null;
  }
}
