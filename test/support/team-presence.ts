import { randomUUID } from 'node:crypto';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Fastify, { type FastifyBaseLogger } from 'fastify';
import { MemoryLog } from '../../src/server/log/memory-log.ts';
import type { Arrival, Change, LogEntry, Message } from '../../src/server/log/presence-log.ts';
import type { Session } from '../../src/server/presence/session.ts';
import { TeamPresence } from '../../src/server/presence/team-presence.ts';
import type { SqlStore } from '../../src/server/store/sql/sql-store.ts';
import { openSqliteStore } from '../../src/server/store/sqlite/sqlite-store.ts';
import type { Activity } from '../../src/shared/domain/activity.ts';
import type { Revoked } from '../../src/shared/protocol/schemas.ts';
import { listener } from './log-listener.ts';
import { ManualClock } from './manual-clock.ts';
import { storeMember, storeTeam, storeToken } from './stored-team.ts';
import { temporaryFolder } from './team-server.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

/** How often somebody at the keyboard is heard of, in milliseconds. */
const REPORT_PAUSE = 30 * SECOND;

export type RecordedSession = Session & { readonly said: (Arrival | 'replaced' | Revoked)[] };

const NO_CONTACTS = { contacts: [], queue: { waiting: 0, oldestSince: null } };

const active = { seq: 0, idleMs: 0, locked: false, source: 'system' } as const;

/** A session that records what it is told. The member's device has the name of its id. */
function session(memberId: string, deviceId = 'laptop'): RecordedSession {
  const said: RecordedSession['said'] = [];
  return {
    kind: 'session',
    sessionId: randomUUID(),
    memberId,
    device: { deviceId, name: nameOf(memberId, deviceId) },
    tokenHash: `${memberId} ${deviceId}`,
    said,
  };
}

/** What people call a device. */
export function nameOf(memberId: string, deviceId: string): string {
  return `${memberId}’s ${deviceId}`;
}

type ServerOptions = {
  readonly clock: ManualClock;
  /** Where the data is. */
  readonly path: string;
  /** What goes when this server does, or null where an earlier one has the folder. */
  readonly folder: AsyncDisposable | null;
  readonly log: MemoryLog;
};

/**
 * The presence of a team of Ada (owner) and Bo (agent), with the real store and log. Ada's laptop
 * is connected and observes what teammates see.
 */
export class TeamUnderTest implements AsyncDisposable {
  readonly clock: ManualClock;
  readonly store: SqlStore;
  readonly team: TeamPresence;
  readonly log: MemoryLog;
  /** Every change the team was told since this server started. */
  readonly changes: Change[] = [];
  readonly logger: FastifyBaseLogger;
  /** The errors the server logged. */
  readonly logged: string[] = [];
  readonly observer = session('ada');
  readonly active = active;
  readonly session = session;
  readonly dataFolder: string;
  readonly #folder: AsyncDisposable | null;
  readonly #sessions = new Map<string, RecordedSession>();
  #seq = 0;

  private constructor({ clock, path, folder, log }: ServerOptions) {
    this.clock = clock;
    this.dataFolder = path;
    this.#folder = folder;
    this.store = openSqliteStore(path, clock);
    this.log = log;
    const stream = { write: (line: string) => this.logged.push(line) };
    this.logger = Fastify({ logger: { level: 'error', stream } }).log;
    this.team = new TeamPresence('team', {
      ...this,
      onChanges: () => undefined,
      onSettings: () => undefined,
      onReload: () => undefined,
    });
  }

  static async start(): Promise<TeamUnderTest> {
    const folder = await temporaryFolder();
    const t = new TeamUnderTest({
      clock: new ManualClock(),
      path: folder.path,
      folder,
      log: new MemoryLog('log'),
    });
    const { teamId } = await storeTeam(t.store);
    for (const [memberId, role] of [['ada', 'owner'] as const, ['bo', 'agent'] as const]) {
      const email = `${memberId}@example.com`;
      const createdAt = t.clock.now();
      await storeMember(t.store, { memberId, teamId, email, name: memberId, role, createdAt });
      for (const deviceName of ['laptop', 'phone']) {
        const tokenHash = `${memberId} ${deviceName}`;
        await storeToken(t.store, { tokenHash, memberId, deviceName, createdAt });
      }
    }
    await t.#take();
    return t;
  }

  /** Ends the server and starts it again `downMs` later, on a computer that was started anew too. */
  async restart(downMs = SECOND): Promise<TeamUnderTest> {
    await this.team.close();
    await this.store.close();
    return this.#next(this.dataFolder, null, downMs);
  }

  /** The same where the server ends without a word: what is on disk now is all there is. */
  async crash(downMs = SECOND, log?: MemoryLog): Promise<TeamUnderTest> {
    const folder = await temporaryFolder();
    for (const file of ['ampel.sqlite', 'ampel.sqlite-wal']) {
      copyFileSync(join(this.dataFolder, file), join(folder.path, file));
    }
    return this.#next(folder.path, folder, downMs, log);
  }

  /** The same where another server takes over, which knows what the team was told. */
  async takeOver(downMs = SECOND): Promise<TeamUnderTest> {
    return this.crash(downMs, this.log);
  }

  async connect(memberId: string, deviceId = 'laptop', activity = {}): Promise<RecordedSession> {
    const connected = session(memberId, deviceId);
    await this.connectAs(connected, { ...active, ...activity });
    return connected;
  }

  /** Connects a session that may have been connected before. */
  async connectAs(as: RecordedSession, activity: Activity = active): Promise<void> {
    this.#sessions.set(as.sessionId, as);
    await this.team.connect(
      as,
      { activity, isAgain: false, isSuspended: false },
      async () => NO_CONTACTS,
    );
    // What was begun to be written is on disk then.
    await setImmediate();
  }

  /** The version of the last change that the team was told. */
  async version(): Promise<number> {
    return (await this.log.told('team')).version;
  }

  /** The changes after it, as far as they are held. */
  async changesSince(since: number): Promise<readonly Change[]> {
    const { version, recent } = await this.log.told('team');
    return recent.slice(recent.length - (version - since));
  }

  report(of: Session, activity: object = {}) {
    this.#seq += 1;
    return this.team.report(of, { ...active, seq: this.#seq, ...activity });
  }

  /** Moves time on with the observer at the keyboard, so that only others can go Offline. */
  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.report(this.observer);
    // Whatever was begun to be written is on disk then.
    await setImmediate();
  }

  /** Moves time on with the observer and all of these at their keyboards. */
  async work(ms: number, ...sessions: readonly Session[]): Promise<void> {
    for (let left = ms; left > 0; left -= REPORT_PAUSE) {
      await this.pass(Math.min(left, REPORT_PAUSE));
      for (const of of sessions) await this.report(of);
    }
  }

  /** What the team sees of a member now. */
  async seen(memberId: string) {
    const visible = await this.team.whileStatusesStand(async (seen) => seen.get(memberId)?.visible);
    return visible === undefined ? undefined : { memberId, ...visible };
  }

  /** The changes of a member's status that the team was told since this server started. */
  changesOf(memberId: string): readonly Change[] {
    return this.changes.filter(
      (change) => change.kind === 'status' && change.memberId === memberId,
    );
  }

  /** How a member stood when this server started. */
  introductionOf(memberId: string) {
    for (const change of this.changes) {
      if (change.kind !== 'member-added' || change.member.memberId !== memberId) continue;
      const { kind: _kind, member: _member, ...status } = change;
      return { memberId, ...status };
    }
    throw new Error(`nobody introduced ${memberId}`);
  }

  /** A member's own past, the latest first. */
  async historyOf(of: Session, limit = 200) {
    return (await this.team.history(of, { limit })).intervals;
  }

  /** Resolves when everything that has happened is on disk. */
  async saved(): Promise<void> {
    await this.historyOf(this.observer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.team.close();
    await this.store.close();
    await this.#folder?.[Symbol.asyncDispose]();
  }

  async #next(
    path: string,
    folder: AsyncDisposable | null,
    downMs: number,
    log = new MemoryLog(`${this.log.id}-next`),
  ) {
    const clock = startedAnew(this.clock, downMs);
    const t = new TeamUnderTest({ clock, path, folder, log });
    await t.#take();
    return t;
  }

  #hear(message: Message): void {
    if (message.kind === 'arrived') {
      this.#sessions.get(message.sessionId)?.said.push(message.arrival);
    }
    if (message.kind === 'dismissed') {
      this.#sessions.get(message.sessionId)?.said.push(message.notice ?? 'replaced');
    }
  }

  async #take(): Promise<void> {
    const onMessage = (message: Message): void => this.#hear(message);
    const onChanges = ({ changes }: LogEntry): void => void this.changes.push(...changes);
    await this.log.follow('team', listener({ onChanges, onMessage }));
    await this.team.reload();
    // What is due at once happens before anybody can connect.
    this.clock.advance(0);
    await this.connectAs(this.observer);
  }
}

/** `ms` later on a computer whose steady scale has begun anew. */
function startedAnew(clock: ManualClock, ms: number): ManualClock {
  const anew = new ManualClock(0);
  anew.setForward(clock.now() + ms);
  return anew;
}
