import Fastify, { type FastifyBaseLogger } from 'fastify';
import { Assignment } from '../../src/server/assignment/assignment.ts';
import type { ContactActor } from '../../src/server/assignment/requests.ts';
import type { TeamAssignment } from '../../src/server/assignment/team-assignment.ts';
import { MemoryLog } from '../../src/server/log/memory-log.ts';
import type { Message } from '../../src/server/log/presence-log.ts';
import { Presence } from '../../src/server/presence/presence.ts';
import type { Session } from '../../src/server/presence/session.ts';
import type { TeamPresence } from '../../src/server/presence/team-presence.ts';
import type { MemberChange } from '../../src/server/store/accounts.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../src/server/store/store.ts';
import type { Contact, Queue } from '../../src/shared/domain/contact.ts';
import type { Role } from '../../src/shared/domain/member.ts';
import type { TeamSettings } from '../../src/shared/domain/settings.ts';
import type { Choice } from '../../src/shared/domain/status.ts';
import type { ContactNews, NewContact } from '../../src/shared/protocol/contact-schemas.ts';
import { listener } from './log-listener.ts';
import { ManualClock } from './manual-clock.ts';
import { storeMember, storeTeam, storeToken } from './stored-team.ts';
import { temporaryFolder } from './team-server.ts';

/** A shop that puts contacts in. */
export const SHOP: ContactActor = { kind: 'integration', integrationId: 'shop', name: 'Shop' };

export const as = (memberId: string): ContactActor => ({ kind: 'member', memberId });

export type Told = {
  readonly to: readonly string[];
  readonly contact: Contact;
  readonly why: ContactNews;
};

/** Puts a team into an empty store; everybody has a laptop. */
export async function storeContactTeam(
  store: Store,
  members: Readonly<Record<string, Role>>,
): Promise<void> {
  await storeTeam(store);
  for (const [memberId, role] of Object.entries(members)) {
    const email = `${memberId}@example.com`;
    const member = { memberId, teamId: 'team', email, name: memberId, role, createdAt: 0 };
    await storeMember(store, member);
    await storeToken(store, {
      memberId,
      tokenHash: memberId,
      deviceName: 'laptop',
      createdAt: 0,
    });
  }
}

/** Presence and assignment of a team in one process, with the real log, on a store that a test brings. */
export class ContactServer {
  readonly clock: ManualClock;
  readonly store: Store;
  readonly log = new MemoryLog('log');
  /** What was told of contacts, and to whom, in its order. */
  readonly told: Told[] = [];
  readonly queues: Queue[] = [];
  /** The errors the server logged. */
  readonly logged: string[] = [];
  readonly logger: FastifyBaseLogger;
  readonly presence: Presence;
  readonly assignment: Assignment;
  readonly #sessions = new Map<string, Session>();
  #seq = 0;

  constructor(store: Store, clock: ManualClock, ids: () => string) {
    this.store = store;
    this.clock = clock;
    const stream = { write: (line: string) => this.logged.push(line) };
    this.logger = Fastify({ logger: { level: 'error', stream } }).log;
    this.presence = new Presence({
      ...this,
      onTeam: (teamId) => this.assignment.open(teamId),
      onChanges: (teamId) => this.assignment.teamChanged(teamId),
      onSettings: (teamId) => this.assignment.teamChanged(teamId),
      onReload: (teamId) => this.assignment.reload(teamId),
    });
    this.assignment = new Assignment({ ...this, ids });
  }

  async start(): Promise<void> {
    await this.log.follow('team', listener({ onMessage: (message) => this.#hear(message) }));
    await this.presence.start();
    await this.team.idle();
  }

  get team(): TeamAssignment {
    return this.assignment.team('team');
  }

  get members(): TeamPresence {
    return this.presence.team('team');
  }

  async connect(memberId: string): Promise<void> {
    if (this.#sessions.has(memberId)) return;
    const session: Session = {
      kind: 'session',
      sessionId: `${memberId} ${this.#seq}`,
      memberId,
      device: { deviceId: 'laptop', name: 'laptop' },
      tokenHash: memberId,
    };
    this.#seq += 1;
    this.#sessions.set(memberId, session);
    const activity = { seq: 0, idleMs: 0, locked: false, source: 'system' } as const;
    await this.members.connect(session, { activity, isAgain: false, isSuspended: false }, () =>
      this.team.welcome(memberId),
    );
  }

  async choose(memberId: string, choice: Choice): Promise<void> {
    await this.connect(memberId);
    const session = this.#sessions.get(memberId);
    if (session !== undefined) await this.members.choose(session, { choice, ageMs: 0 });
  }

  async leave(memberId: string): Promise<void> {
    const session = this.#sessions.get(memberId);
    this.#sessions.delete(memberId);
    if (session !== undefined) await this.members.bye(session, 'quit');
  }

  /** Everybody who is connected is at the keyboard, and everything that is due is done. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    for (const session of this.#sessions.values()) {
      this.#seq += 1;
      const activity = { seq: this.#seq, idleMs: 0, locked: false, source: 'system' } as const;
      await this.members.report(session, activity);
    }
    await this.team.idle();
  }

  /** What a manager changes about somebody, as the board's route does it. */
  async changeMember(memberId: string, change: MemberChange): Promise<void> {
    await this.store.change('team', (tx) => tx.members.change(memberId, change));
    await this.members.reload();
  }

  async changeSettings(change: Partial<TeamSettings>): Promise<void> {
    const by = { memberId: 'ada', at: this.clock.now() };
    await this.store.change('team', (tx) => tx.changeSettings(change, by));
    await this.members.reload();
  }

  /** Puts a contact of this name in and answers its id. */
  async put(customer: string, more: Partial<NewContact> = {}): Promise<string> {
    return (await this.team.put({ customer, ...more }, SHOP)).contactId;
  }

  async find(contactId: string): Promise<Contact | null> {
    return this.store.read.contacts.find('team', contactId);
  }

  /** Who has whom, by name, the first assigned first; and who waits, the first first. */
  async overview(): Promise<Readonly<Record<string, string>>> {
    const { contacts, members } = this.store.read;
    const names = (list: readonly Contact[]) => list.map(({ customer }) => customer).join(' ');
    const overview: Record<string, string> = {};
    const all = await contacts.open('team');
    for (const { memberId } of await members.all('team')) {
      const open = names((all.get(memberId) ?? []).toReversed());
      if (open !== '') overview[memberId] = open;
    }
    const waiting = names(await contacts.waiting('team', 100));
    return waiting === '' ? overview : { ...overview, queue: waiting };
  }

  #hear(message: Message): void {
    if (message.kind === 'queue') this.queues.push(message.queue);
    if (message.kind === 'contact') this.told.push({ to: message.memberIds, ...message.event });
    if (message.kind !== 'dismissed') return;
    for (const [memberId, { sessionId }] of this.#sessions) {
      if (sessionId === message.sessionId) this.#sessions.delete(memberId);
    }
  }

  async close(): Promise<void> {
    await this.assignment.close();
    await this.presence.close();
  }
}

/** Ids of contacts: `c1`, `c2` and so on. */
export function numberedIds(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `c${count}`;
  };
}

/** Ada (owner), Bo and Cy (agents) on SQLite, all Offline, with everything that it takes. */
export async function startContactTeam(): Promise<ContactServer & AsyncDisposable> {
  const folder = await temporaryFolder();
  const clock = new ManualClock();
  const store = openSqliteStore(folder.path, clock);
  await storeContactTeam(store, { ada: 'owner', bo: 'agent', cy: 'agent' });
  const server = new ContactServer(store, clock, numberedIds());
  await server.start();
  return Object.assign(server, {
    async [Symbol.asyncDispose]() {
      await server.close();
      await store.close();
      await folder[Symbol.asyncDispose]();
    },
  });
}
