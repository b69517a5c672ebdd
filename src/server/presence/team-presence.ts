import { isDeepStrictEqual } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import type { Activity } from '../../shared/domain/activity.ts';
import {
  choiceAt,
  initialChoice,
  nextChoice,
  type StandingChoice,
} from '../../shared/domain/choice.ts';
import { type Clock, type Moment, momentOf } from '../../shared/domain/clock.ts';
import type { Member } from '../../shared/domain/member.ts';
import {
  DEFAULT_SETTINGS,
  type StandingSettings,
  type TeamSettings,
} from '../../shared/domain/settings.ts';
import type { MemberStatus, Status } from '../../shared/domain/status.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { ActivityAnswer, ChooseAnswer } from '../../shared/protocol/events.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/limits.ts';
import type {
  ByeReason,
  Change,
  Choose,
  History,
  HistoryQuery,
  LogPosition,
  Revoked,
  Self,
  SettingsChange,
  Snapshot,
  Welcome,
} from '../../shared/protocol/schemas.ts';
import { recordedSettingsChange } from '../accounts/settings.ts';
import type { PresenceLog } from '../log/presence-log.ts';
import type { StoredMember } from '../store/accounts.ts';
import type { StatusEntry, Store } from '../store/store.ts';
import { Alarm } from './alarm.ts';
import { Checkpoint } from './checkpoint.ts';
import {
  type DeviceName,
  type MemberState,
  memberOfflineAt,
  type Occasion,
  offlineAt,
  settle,
  withLostDevice,
  withoutDevice,
  withReport,
} from './member-state.ts';
import { restore } from './restore.ts';
import { Turns } from './turns.ts';

/** Who it was, as the device is told. */
const SIGNED_OUT_BY = { 'signed-out': 'member', 'ended-by-manager': 'manager' } as const;

/** One live connection of a device, as presence sees it. */
export type Session = {
  readonly kind: 'session';
  readonly memberId: string;
  readonly device: DeviceName;
  readonly tokenHash: string;
  /**
   * From this call on the session must be told every change, so it joins its team here. Nothing
   * happens in the team until it is done.
   */
  welcome(welcome: Welcome): void | Promise<void>;
  /** Another connection of the same device took its place. */
  replaced(): void;
  /** It may not go on. */
  revoked(notice: Revoked): void;
};

/** A request of a member without a connection, which proved itself: nobody is present because of it. */
export type Visit = {
  readonly kind: 'visit';
  readonly memberId: string;
  readonly device: DeviceName;
};

/** Who says something for a member. */
export type Speaker = Session | Visit;

export type PresenceDependencies = {
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /** Hears of every change of a team's settings, before the changes of status it causes. */
  readonly onSettings: (teamId: string, settings: StandingSettings) => void;
  /** Hears when what the store says of a team and its members was taken over. */
  readonly onReload: (teamId: string) => void;
};

/** The members of a team and what it sees of them. */
export type StatusesSeen = ReadonlyMap<string, Pick<MemberState, 'member' | 'visible'>>;

type LiveSession = { readonly session: Session; lastSeq: number };

/**
 * The presence of one team. Everything that happens in it happens in turn, so that the version in
 * a welcome is the version of exactly the state that it shows (PR9).
 */
export class TeamPresence {
  readonly #teamId: string;
  readonly #store: Store;
  readonly #log: PresenceLog;
  readonly #clock: Clock;
  readonly #logger: FastifyBaseLogger;
  readonly #onSettings: PresenceDependencies['onSettings'];
  readonly #onReload: PresenceDependencies['onReload'];
  readonly #checkpoint: Checkpoint;
  readonly #alarm: Alarm;
  readonly #turns = new Turns();
  readonly #members = new Map<string, MemberState>();
  /** The current session of each device, by member and device. */
  readonly #sessions = new Map<string, LiveSession>();
  #settings: StandingSettings = { ...DEFAULT_SETTINGS, timeoutSetBy: null };
  #closed = false;

  constructor(teamId: string, dependencies: PresenceDependencies) {
    this.#teamId = teamId;
    this.#store = dependencies.store;
    this.#log = dependencies.log;
    this.#clock = dependencies.clock;
    this.#logger = dependencies.logger;
    this.#onSettings = dependencies.onSettings;
    this.#onReload = dependencies.onReload;
    this.#checkpoint = new Checkpoint(dependencies);
    this.#alarm = new Alarm(dependencies.clock, () => this.#onAlarm());
  }

  /** Takes over what the store says: at the start, and whenever another process has changed it. */
  reload(): Promise<void> {
    return this.#turns.run(() => this.#reload());
  }

  /**
   * A device has connected and proved whom it speaks for; `activity` is its state in the handshake
   * and `have` what it already knows. An earlier session of the same device is over.
   */
  connect(session: Session, activity: Activity, have: LogPosition | undefined): Promise<void> {
    return this.#turns.run(async () => {
      // The token may have been replaced since the handshake was checked.
      const owner = await this.#store.tokenOwner(session.tokenHash);
      if (owner?.memberId !== session.memberId) return session.revoked({ code: 'unauthorized' });
      if (!this.#members.has(session.memberId)) await this.#reload();
      const key = sessionKey(session);
      const earlier = this.#sessions.get(key);
      this.#sessions.set(key, { session, lastSeq: activity.seq });
      earlier?.session.replaced();
      const state = await this.#update(session, 'connected', (before, now) =>
        withReport(before, session.device, activity, now),
      );
      await session.welcome(await this.#welcome(state, have));
      // Nobody who is in is sent away because that could not be noted.
      await this.#store
        .touchToken(session.tokenHash, this.#clock.now())
        .catch((error: unknown) =>
          this.#logger.error({ err: error }, 'the use of a token could not be noted'),
        );
    });
  }

  /** @throws Refusal `unavailable` where the session is over. */
  report(session: Session, activity: Activity): Promise<ActivityAnswer> {
    return this.#turns.run(async () => {
      const live = this.#live(session);
      const isNews = activity.seq > live.lastSeq;
      if (isNews) live.lastSeq = activity.seq;
      // Looked at in any case: what has just run out is not to be in the answer.
      const state = await this.#update(session, isNews ? 'reported' : 'time', (before, now) =>
        isNews ? withReport(before, session.device, activity, now) : before,
      );
      const now = momentOf(this.#clock);
      return {
        status: state.visible.status,
        offlineAt: offlineAt(state, session.device.deviceId, this.#settings, now),
        memberOfflineAt: memberOfflineAt(state, this.#settings, now),
      };
    });
  }

  /** Answered when the choice is on disk. @throws Refusal `unavailable` where the session is over. */
  choose(speaker: Speaker, request: Choose): Promise<ChooseAnswer> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      const before = this.#member(speaker.memberId);
      const origin = { ageMs: request.ageMs, deviceId: speaker.device.deviceId };
      let applied = false;
      // Where it is not kept a later choice stands (PR10), perhaps one another process wrote.
      const record = await this.#store.changeChoice(speaker.memberId, (standing) => {
        const next = nextChoice(standing ?? before.record, request, origin, this.#clock.now());
        applied = next !== null;
        return next;
      });
      const after = await this.#update(speaker, 'chose', (state) => ({
        ...state,
        record: record ?? state.record,
      }));
      const { choice, until } = choiceAt(after.record, this.#clock.now());
      const version = await this.#log.head(this.#teamId);
      return { choice, until, status: after.visible.status, applied, version };
    });
  }

  /** Who may is decided before. @throws Refusal `unavailable` where the session is over. */
  changeSettings(speaker: Speaker, change: SettingsChange): Promise<StandingSettings> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      const { memberId, name } = this.#member(speaker.memberId).member;
      const at = this.#clock.now();
      const actor = { kind: 'member', id: memberId, name } as const;
      await this.#applySettings(
        await this.#store.change(this.#teamId, (tx) =>
          recordedSettingsChange(tx, withoutUndefined(change), actor, { memberId, at }),
        ),
      );
      return this.#settings;
    });
  }

  /** @throws Refusal `unavailable` where the session is over. */
  snapshotFor(speaker: Speaker): Promise<Snapshot> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      return this.#snapshot();
    });
  }

  /**
   * Lets `work` see everybody's status, none of which changes until it is done. It must not wait
   * for anything else of this team's presence, which waits for it.
   */
  whileStatusesStand<T>(work: (seen: StatusesSeen) => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      await this.#settleDue();
      return work(this.#members);
    });
  }

  /** @throws Refusal `not-found` */
  member(memberId: string): Member {
    return this.#member(memberId).member;
  }

  /** What the team sees of a member at this moment. @throws Refusal `not-found` */
  status(memberId: string): Promise<MemberStatus> {
    return this.#turns.run(async () => this.#member(memberId).visible);
  }

  /** The same with what the member has chosen. @throws Refusal `not-found` */
  ownStatus(speaker: Speaker): Promise<MemberStatus & { readonly chosen: StandingChoice }> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      const { record, visible } = this.#member(speaker.memberId);
      return { ...visible, chosen: choiceAt(record, this.#clock.now()) };
    });
  }

  /** The status of each member, in no order. */
  statuses(): readonly Status[] {
    return [...this.#members.values()].map(({ visible }) => visible.status);
  }

  /** How many connections there are. */
  get sessionCount(): number {
    return this.#sessions.size;
  }

  get settings(): StandingSettings {
    return this.#settings;
  }

  /**
   * Begins or ends watching a member (NO2); kept for all devices of who asks.
   * @throws Refusal `not-found`, `invalid` where it is oneself, `unavailable` where the session is over.
   */
  watch(speaker: Speaker, memberId: string, on: boolean): Promise<void> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      // Whoever has left the team can still be let go of.
      if (on) this.#member(memberId);
      if (memberId === speaker.memberId) {
        throw new Refusal('invalid', 'Nobody watches themselves. Name somebody else.');
      }
      await this.#store.watch(speaker.memberId, memberId, on);
    });
  }

  /** A member's own past, up to this moment (TR6). @throws Refusal `unavailable` where the session is over. */
  history(speaker: Speaker, query: HistoryQuery): Promise<History> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      await this.#checkpoint.flush();
      return this.#store.history(speaker.memberId, query);
    });
  }

  /** Resolves when what has become of the members so far is in the store, or cannot get there for now. */
  saved(): Promise<void> {
    return this.#turns.run(() => this.#checkpoint.flush());
  }

  /**
   * The device says goodbye and stops counting at once (PR7). After `suspended` its session goes
   * on: where the connection outlives the sleep, the next report brings the device back (PR6).
   */
  bye(session: Session, reason: ByeReason): Promise<void> {
    return this.#turns.run(async () => {
      this.#live(session);
      if (reason !== 'suspended') this.#sessions.delete(sessionKey(session));
      await this.#update(session, reason === 'suspended' ? 'suspended' : 'signed-out', (before) =>
        withoutDevice(before, session.device.deviceId),
      );
    });
  }

  /** The connection is gone, however that came about. */
  disconnected(session: Session): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#closed || !this.#isLive(session)) return;
      this.#sessions.delete(sessionKey(session));
      await this.#update(session, 'time', (before, now) =>
        withLostDevice(before, session.device.deviceId, now),
      );
    });
  }

  /**
   * Ends the sessions whose token is gone, at once rather than when the store tells of it; answers
   * how many there were.
   */
  endRevoked(because: 'signed-out' | 'ended-by-manager'): Promise<number> {
    return this.#turns.run(async () =>
      this.#endSessionsWithout(await this.#store.tokenHashes(this.#teamId), because),
    );
  }

  /** The hashes of the tokens that devices are connected with now. */
  tokensInUse(): readonly string[] {
    return [...this.#sessions.values()].map(({ session }) => session.tokenHash);
  }

  /** Ends the timer and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#alarm.cancel();
    await this.#turns.idle();
    await this.#checkpoint.close();
  }

  #isLive(session: Session): boolean {
    return this.#sessions.get(sessionKey(session))?.session === session;
  }

  #live(session: Session): LiveSession {
    const live = this.#sessions.get(sessionKey(session));
    if (live?.session !== session) {
      throw new Refusal('unavailable', 'This session is over. Connect again.');
    }
    return live;
  }

  async #admit(speaker: Speaker): Promise<void> {
    if (speaker.kind === 'session') this.#live(speaker);
    // Another process may have added them a moment ago.
    else if (!this.#members.has(speaker.memberId)) await this.#reload();
  }

  #member(memberId: string): MemberState {
    const state = this.#members.get(memberId);
    if (state === undefined) throw new Refusal('not-found', 'There is no such member.');
    return state;
  }

  async #update(
    { memberId, device }: Speaker,
    trigger: Occasion['trigger'],
    transition: (before: MemberState, now: Moment) => MemberState,
  ): Promise<MemberState> {
    const next = transition(this.#member(memberId), momentOf(this.#clock));
    await this.#settle([next], { trigger, deviceName: device.name });
    return this.#member(memberId);
  }

  /** Settles the given states, tells the team what changed, and only then lets them count. */
  async #settle(states: Iterable<MemberState>, occasion: Occasion): Promise<void> {
    const now = momentOf(this.#clock);
    const settled = [...states].map((state) => settle(state, this.#settings, occasion, now));
    const changes = settled.map(({ change }) => change).filter((change) => change !== null);
    await this.#log.append(this.#teamId, changes);
    for (const { state, entry } of settled) {
      this.#members.set(state.member.memberId, state);
      this.#checkpoint.add(state, entry);
      this.#lookAgain(state.dueAt);
    }
  }

  /** Looks at the members again at this moment (steady), if there is one. */
  #lookAgain(at: number | null): void {
    if (at !== null && !this.#closed) this.#alarm.ringAt(at);
  }

  #onAlarm(): void {
    this.#turns
      .run(() => this.#settleDue())
      .catch((error: unknown) => this.#logger.error({ err: error }, 'presence timer failed'));
  }

  async #settleDue(): Promise<void> {
    if (this.#closed) return;
    const now = this.#clock.steady();
    const due: MemberState[] = [];
    let earliest: number | null = null;
    for (const state of this.#members.values()) {
      if (state.dueAt === null) continue;
      if (state.dueAt <= now) due.push(state);
      else earliest = Math.min(earliest ?? state.dueAt, state.dueAt);
    }
    this.#lookAgain(earliest);
    await this.#settle(due, { trigger: 'time', deviceName: null });
  }

  async #applySettings(settings: StandingSettings): Promise<void> {
    this.#settings = settings;
    this.#onSettings(this.#teamId, settings);
    await this.#settle(this.#members.values(), { trigger: 'settings', deviceName: null });
  }

  async #reload(): Promise<void> {
    if (this.#closed) return;
    const [team, stored, choices, tokens] = await Promise.all([
      this.#store.team(this.#teamId),
      this.#store.read.members.all(this.#teamId),
      this.#store.choices(this.#teamId),
      this.#store.tokenHashes(this.#teamId),
    ]);
    await this.#endSessionsWithout(tokens, null);
    // First of all for those who come back after a restart: the timeout decides who is still there.
    if (!isDeepStrictEqual(team.settings, this.#settings)) await this.#applySettings(team.settings);
    await this.#applyMembers(
      stored.filter(({ active }) => active),
      choices,
    );
    this.#onReload(this.#teamId);
  }

  async #endSessionsWithout(
    tokens: ReadonlySet<string>,
    /** Null where whoever did it did not say. */
    because: 'signed-out' | 'ended-by-manager' | null,
  ): Promise<number> {
    const revoked = [...this.#sessions.values()].filter(
      ({ session }) => !tokens.has(session.tokenHash),
    );
    for (const { session } of revoked) {
      this.#sessions.delete(sessionKey(session));
      const by = because === null ? {} : { by: SIGNED_OUT_BY[because] };
      session.revoked({ code: 'unauthorized', ...by });
      await this.#update(session, because ?? 'signed-out', (before) =>
        withoutDevice(before, session.device.deviceId),
      );
    }
    return revoked.length;
  }

  async #applyMembers(
    stored: readonly StoredMember[],
    choices: Awaited<ReturnType<Store['choices']>>,
  ): Promise<void> {
    const now = momentOf(this.#clock);
    const changes: Change[] = [];
    const states: { readonly state: MemberState; readonly entry: StatusEntry | null }[] = [];
    const isNew = stored.some((row) => !this.#members.has(row.memberId));
    const saved = isNew ? await this.#store.savedPresence(this.#teamId) : null;
    for (const row of stored) {
      const member = { memberId: row.memberId, name: row.name, role: row.role };
      const known = this.#members.get(row.memberId);
      if (known === undefined) {
        const restored = restore(
          {
            row,
            // Anything a member picks is later than the choice they start with.
            record: choices.get(row.memberId) ?? initialChoice(0),
            status: saved?.statuses.get(row.memberId),
            devices: saved?.devices.get(row.memberId) ?? [],
          },
          this.#settings,
          now,
        );
        states.push(restored);
        changes.push({ kind: 'member-added', member, ...restored.state.visible });
      } else if (known.member.name !== member.name || known.member.role !== member.role) {
        states.push({ state: { ...known, member }, entry: null });
        changes.push({ kind: 'member-updated', member });
      }
    }
    const kept = new Set(stored.map((row) => row.memberId));
    const removed = [...this.#members.keys()].filter((memberId) => !kept.has(memberId));
    for (const memberId of removed) changes.push({ kind: 'member-removed', memberId });
    await this.#log.append(this.#teamId, changes);
    for (const { state, entry } of states) {
      this.#members.set(state.member.memberId, state);
      this.#checkpoint.add(state, entry);
      this.#lookAgain(state.dueAt);
    }
    for (const memberId of removed) this.#members.delete(memberId);
  }

  async #welcome(state: MemberState, have: LogPosition | undefined): Promise<Welcome> {
    const version = await this.#log.head(this.#teamId);
    const missed =
      have?.log === this.#log.id ? await this.#log.range(this.#teamId, have.version) : null;
    return {
      protocol: PROTOCOL_VERSION,
      serverTime: this.#clock.now(),
      log: this.#log.id,
      version,
      self: await this.#self(state),
      settings: this.#settings,
      ...(have === undefined || missed === null
        ? { snapshot: await this.#snapshot() }
        : { deltas: deltasOf(have.version, missed) }),
    };
  }

  async #self({ member, record, visible }: MemberState): Promise<Self> {
    return {
      ...member,
      ...choiceAt(record, this.#clock.now()),
      status: visible.status,
      watched: [...(await this.#store.watchedBy(member.memberId))],
    };
  }

  async #snapshot(): Promise<Snapshot> {
    const states = [...this.#members.values()];
    return {
      log: this.#log.id,
      version: await this.#log.head(this.#teamId),
      members: states.map(({ member }) => member),
      statuses: states.map(({ member, visible }) => ({ memberId: member.memberId, ...visible })),
    };
  }
}

function sessionKey({ memberId, device }: Session): string {
  return `${memberId} ${device.deviceId}`;
}

function deltasOf(from: number, changes: readonly Change[]) {
  return changes.length === 0 ? [] : [{ from, to: from + changes.length, changes: [...changes] }];
}

/** `{ lockPolicy: undefined }` names no setting. */
function withoutUndefined(change: SettingsChange): Partial<TeamSettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
