import type { TeamNotice } from '../../../src/client/notifications/notice.ts';
import type { Sight } from '../../../src/client/notifications/sight.ts';
import { TeamWatch } from '../../../src/client/notifications/team-watch.ts';
import type { Wishes } from '../../../src/client/notifications/wishes.ts';
import type { Member, Role } from '../../../src/shared/domain/member.ts';
import type { MemberStatus, Status } from '../../../src/shared/domain/status.ts';
import { ManualClock } from '../../support/manual-clock.ts';

export const ME = 'me';
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;

export const EVERYTHING: Wishes = {
  notifyAbout: 'everyone',
  watched: new Set(),
  quietWhileBusy: true,
  quietHours: null,
};

type Start = {
  readonly statuses?: Readonly<Record<string, Status>>;
  readonly wishes?: Partial<Wishes>;
  readonly role?: Role;
  readonly clock?: ManualClock;
  readonly onTold?: (notice: TeamNotice) => void;
};

/** A team as one member's app sees it, with everything it tells them. */
export class SeenTeamOnScreen {
  readonly clock: ManualClock;
  /** What was told, as a short line each. */
  readonly told: string[] = [];
  #members: ReadonlyMap<string, Member>;
  #statuses: ReadonlyMap<string, MemberStatus>;
  #connection: Sight['kind'] = 'live';
  #selfId = ME;
  #wishes: Wishes;
  readonly #watch: TeamWatch;

  constructor({ statuses = {}, wishes = {}, role = 'agent', clock, onTold }: Start = {}) {
    this.clock = clock ?? new ManualClock();
    this.#wishes = { ...EVERYTHING, ...wishes };
    this.#members = new Map([[ME, { memberId: ME, name: ME, role }]]);
    this.#statuses = new Map();
    this.#apply({ [ME]: 'online', ...statuses });
    this.#watch = new TeamWatch({
      clock: this.clock,
      sight: () => this.#sight(),
      wishes: () => this.#wishes,
      tell: (notice) => {
        onTold?.(notice);
        this.told.push(lineOf(notice));
      },
    });
    this.#watch.look();
  }

  statusOf(memberId: string): Status | undefined {
    return this.#statuses.get(memberId)?.status;
  }

  /** People change, all in one message of the server; it is seen where there is a connection. */
  change(statuses: Readonly<Record<string, Status>>): void {
    this.#apply(statuses);
    this.#watch.look();
  }

  remove(memberId: string): void {
    this.#members = new Map([...this.#members].filter(([id]) => id !== memberId));
    this.#statuses = new Map([...this.#statuses].filter(([id]) => id !== memberId));
    this.#watch.look();
  }

  connection(kind: Sight['kind']): void {
    this.#connection = kind;
    this.#watch.look();
  }

  signInAs(memberId: string): void {
    this.#selfId = memberId;
    this.#watch.look();
  }

  wish(change: Partial<Wishes>): void {
    this.#wishes = { ...this.#wishes, ...change };
    this.#watch.look();
  }

  /** What was told since this was asked last. */
  news(): string[] {
    return this.told.splice(0);
  }

  #apply(statuses: Readonly<Record<string, Status>>): void {
    const members = new Map(this.#members);
    const next = new Map(this.#statuses);
    for (const [memberId, status] of Object.entries(statuses)) {
      if (!members.has(memberId)) {
        members.set(memberId, { memberId, name: memberId, role: 'agent' });
      }
      next.set(memberId, { status, since: this.clock.now(), cause: 'chosen' });
    }
    this.#members = members;
    this.#statuses = next;
  }

  #sight(): Sight {
    if (this.#connection !== 'live') return { kind: this.#connection };
    const team = { selfId: this.#selfId, members: this.#members, statuses: this.#statuses };
    return { kind: 'live', team };
  }
}

function lineOf(notice: TeamNotice): string {
  switch (notice.kind) {
    case 'changes':
    case 'digest': {
      const people = notice.changes.map(({ member, from, to }) => `${member.name} ${from}>${to}`);
      return `${notice.kind}: ${people.join(', ')}`;
    }
    case 'nobody-online':
      return notice.kind;
    case 'nobody-online-over':
      return `${notice.kind}: ${notice.online.map(({ name }) => name).join(', ')}`;
  }
}
