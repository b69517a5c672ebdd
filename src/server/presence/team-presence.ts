import { isDeepStrictEqual } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import type { Activity } from '../../shared/domain/activity.ts';
import { choiceAt, nextChoice, type StandingChoice } from '../../shared/domain/choice.ts';
import { type Clock, type Moment, momentOf } from '../../shared/domain/clock.ts';
import type { Member } from '../../shared/domain/member.ts';
import type { StandingSettings } from '../../shared/domain/settings.ts';
import type { MemberStatus, Status } from '../../shared/domain/status.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { ActivityAnswer, ChooseAnswer } from '../../shared/protocol/events.ts';
import type {
  ByeReason,
  Choose,
  History,
  HistoryQuery,
  Revoked,
  Self,
  SettingsChange,
} from '../../shared/protocol/schemas.ts';
import { recordedSettingsChange } from '../accounts/settings.ts';
import type { Arrival, PresenceLog } from '../log/presence-log.ts';
import { logUnexpected } from '../log-unexpected.ts';
import type { Store } from '../store/store.ts';
import {
  type MemberState,
  memberOfflineAt,
  type Occasion,
  offlineAt,
  withLostDevice,
  withoutDevice,
  withReport,
} from './member-state.ts';
import { type Beginning, type Session, Sessions, type Speaker } from './session.ts';
import { TeamState, type TeamStateDependencies } from './team-state.ts';
import { Turns } from './turns.ts';

/** Who it was, as the device is told. */
const SIGNED_OUT_BY = { 'signed-out': 'member', 'ended-by-manager': 'manager' } as const;

/** The pause before the store is asked what has become of a change, in milliseconds. */
const RELOAD_PAUSE_MS = 1_000;

export type PresenceDependencies = Pick<TeamStateDependencies, 'unnoticedMs'> & {
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /** Hears of every change of a team's settings, before the changes of status it causes. */
  readonly onSettings: (teamId: string) => void;
  /** Hears when the team has been told changes of its members or their statuses. */
  readonly onChanges: (teamId: string) => void;
  /** Hears when what the store says of a team and its members was taken over. */
  readonly onReload: (teamId: string) => void;
};

/** The members of a team and what it sees of them. */
export type StatusesSeen = ReadonlyMap<string, Pick<MemberState, 'member' | 'visible'>>;

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
  readonly #turns = new Turns();
  readonly #state: TeamState;
  readonly #sessions = new Sessions();
  /** The tokens that were valid when the store was last asked, and those found valid since. */
  #tokens = new Set<string>();
  /** Whom each member watches, as far as the store says it. */
  #watches = new Map<string, readonly string[]>();
  #cancelReload: (() => void) | null = null;
  #closed = false;

  constructor(teamId: string, dependencies: PresenceDependencies) {
    this.#teamId = teamId;
    this.#store = dependencies.store;
    this.#log = dependencies.log;
    this.#clock = dependencies.clock;
    this.#logger = dependencies.logger;
    this.#onSettings = dependencies.onSettings;
    this.#onReload = dependencies.onReload;
    this.#state = new TeamState(teamId, {
      ...dependencies,
      onChanges: () => dependencies.onChanges(teamId),
      onDue: () => this.#onDue(),
    });
  }

  /** Takes over what the store says: at the start, and whenever another process has changed it. */
  reload(): Promise<void> {
    return this.#turns.run(() => this.#reload());
  }

  /**
   * A device has connected and proved whom it speaks for; `activity` is its state in the handshake.
   * An earlier session of the same device is over, unless this one is there again and not anew. The
   * log tells the session how everything stands (`contacts` is asked for that, in the same turn),
   * and what comes after that is for it too.
   */
  async connect(
    session: Session,
    { activity, isAgain, isSuspended }: Beginning,
    contacts: () => Promise<Pick<Arrival, 'contacts' | 'queue'>>,
  ): Promise<void> {
    await this.#turns.run(async () => {
      if (!(await this.#isValid(session))) {
        return this.#dismiss(session, { code: 'unauthorized' });
      }
      // Another process may have added them a moment ago.
      if (!this.#state.members.has(session.memberId)) await this.#reload();
      const other = this.#sessions.before(session);
      // Of two that are there again the device has left one without that being known yet.
      if (other !== null && isAgain) return this.#dismiss(session, null);
      this.#sessions.begin(session, activity.seq);
      if (other !== null) await this.#dismiss(other, null);
      this.#state.noteConnected(session.tokenHash);
      const state = await this.#update(session, 'connected', (before, now) =>
        isSuspended ? before : withReport(before, session.device, activity, now),
      );
      const self = this.#self(state);
      const arrival = { self, settings: this.#state.settings, ...(await contacts()) };
      const { sessionId } = session;
      await this.#log.tell(this.#teamId, { kind: 'arrived', sessionId, arrival });
    });
  }

  /** @throws Refusal `unavailable` where the session is over. */
  report(session: Session, activity: Activity): Promise<ActivityAnswer> {
    return this.#turns.run(async () => {
      const isNews = this.#sessions.hears(session, activity.seq);
      // Looked at in any case: what has just run out is not to be in the answer.
      const state = await this.#update(session, isNews ? 'reported' : 'time', (before, now) =>
        isNews ? withReport(before, session.device, activity, now) : before,
      );
      const now = momentOf(this.#clock);
      return {
        status: state.visible.status,
        offlineAt: offlineAt(state, session.device.deviceId, this.#state.settings, now),
        memberOfflineAt: memberOfflineAt(state, this.#state.settings, now),
      };
    });
  }

  /** Answered when the choice is on disk. @throws Refusal `unavailable` where the session is over. */
  choose(speaker: Speaker, request: Choose): Promise<ChooseAnswer> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      const before = this.#state.member(speaker.memberId);
      const origin = { ageMs: request.ageMs, deviceId: speaker.device.deviceId };
      let applied = false;
      // Where it is not kept a later choice stands (PR10), perhaps one another process wrote.
      const record = await this.#store
        .changeChoice(speaker.memberId, (standing) => {
          const next = nextChoice(standing ?? before.record, request, origin, this.#clock.now());
          applied = next !== null;
          return next;
        })
        .catch((error: unknown) => {
          // It may have been kept all the same, and then has to be shown.
          this.#reloadSoon();
          throw error;
        });
      const after = await this.#update(speaker, 'chose', (state) => ({
        ...state,
        record: record ?? state.record,
      }));
      const { choice, until } = choiceAt(after.record, this.#clock.now());
      const { version } = this.#state;
      return { choice, until, status: after.visible.status, applied, version };
    });
  }

  /** Who may is decided before. @throws Refusal `unavailable` where the session is over. */
  changeSettings(speaker: Speaker, change: SettingsChange): Promise<StandingSettings> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      const { memberId, name } = this.#state.member(speaker.memberId).member;
      const at = this.#clock.now();
      const actor = { kind: 'member', id: memberId, name } as const;
      await this.#applySettings(
        await this.#store.change(this.#teamId, (tx) =>
          recordedSettingsChange(tx, change, actor, { memberId, at }),
        ),
      );
      return this.#state.settings;
    });
  }

  /**
   * Lets `work` see everybody's status, none of which changes until it is done. It must not wait
   * for anything else of this team's presence, which waits for it.
   */
  whileStatusesStand<T>(work: (seen: StatusesSeen) => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      await this.#state.settleDue();
      return work(this.#state.members);
    });
  }

  /** @throws Refusal `not-found` */
  member(memberId: string): Member {
    return this.#state.member(memberId).member;
  }

  /** What the team sees of a member at this moment. @throws Refusal `not-found` */
  status(memberId: string): Promise<MemberStatus> {
    return this.#turns.run(async () => this.#state.member(memberId).visible);
  }

  /** The same with what the member has chosen. @throws Refusal `not-found` */
  ownStatus(speaker: Speaker): Promise<MemberStatus & { readonly chosen: StandingChoice }> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      const { record, visible } = this.#state.member(speaker.memberId);
      return { ...visible, chosen: choiceAt(record, this.#clock.now()) };
    });
  }

  /** The status of each member, in no order. */
  statuses(): readonly Status[] {
    return [...this.#state.members.values()].map(({ visible }) => visible.status);
  }

  /**
   * Begins or ends watching a member (NO2); kept for all devices of who asks.
   * @throws Refusal `not-found`, `invalid` where it is oneself, `unavailable` where the session is over.
   */
  watch(speaker: Speaker, memberId: string, on: boolean): Promise<void> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      // Whoever has left the team can still be let go of.
      if (on) this.#state.member(memberId);
      if (memberId === speaker.memberId) {
        throw new Refusal('invalid', 'Nobody watches themselves. Name somebody else.');
      }
      await this.#store.watch(speaker.memberId, memberId, on);
      const others = this.#watched(speaker.memberId).filter((watched) => watched !== memberId);
      this.#watches.set(speaker.memberId, on ? [...others, memberId] : others);
    });
  }

  /** A member's own past, up to this moment (TR6). @throws Refusal `unavailable` where the session is over. */
  history(speaker: Speaker, query: HistoryQuery): Promise<History> {
    return this.#turns.run(async () => {
      await this.#admit(speaker);
      await this.#state.saved();
      return this.#store.history(speaker.memberId, query);
    });
  }

  /** Resolves when what has become of the members so far is in the store, or cannot get there for now. */
  saved(): Promise<void> {
    return this.#turns.run(() => this.#state.saved());
  }

  /**
   * The device says goodbye and stops counting at once (PR7). After `suspended` its session goes
   * on: where the connection outlives the sleep, the next report brings the device back (PR6).
   */
  bye(session: Session, reason: ByeReason): Promise<void> {
    return this.#turns.run(async () => {
      this.#sessions.assertLive(session);
      if (reason !== 'suspended') this.#sessions.end(session);
      await this.#update(session, reason === 'suspended' ? 'suspended' : 'signed-out', (before) =>
        withoutDevice(before, session.device.deviceId),
      );
    });
  }

  /** The connection is gone, however that came about. */
  disconnected(session: Session): Promise<void> {
    return this.#turns.run(async () => {
      if (this.#closed || !this.#sessions.isLive(session)) return;
      this.#sessions.end(session);
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
    return this.#sessions.tokenHashes();
  }

  /** Ends the timer and waits for what is under way. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelReload?.();
    this.#state.stop();
    await this.#turns.idle();
    await this.#state.close();
  }

  /** Whether its token still stands: it may have been replaced since the handshake was checked. */
  async #isValid({ memberId, tokenHash }: Session): Promise<boolean> {
    if (this.#tokens.has(tokenHash)) return true;
    const owner = await this.#store.tokenOwner(tokenHash);
    if (owner?.memberId !== memberId) return false;
    this.#tokens.add(tokenHash);
    return true;
  }

  #dismiss({ sessionId }: Session, notice: Revoked | null): Promise<void> {
    return this.#log.tell(this.#teamId, { kind: 'dismissed', sessionId, notice });
  }

  async #admit(speaker: Speaker): Promise<void> {
    if (speaker.kind === 'session') this.#sessions.assertLive(speaker);
    // Another process may have added them a moment ago.
    else if (!this.#state.members.has(speaker.memberId)) await this.#reload();
  }

  async #update(
    { memberId, device }: Speaker,
    trigger: Occasion['trigger'],
    transition: (before: MemberState, now: Moment) => MemberState,
  ): Promise<MemberState> {
    const next = transition(this.#state.member(memberId), momentOf(this.#clock));
    await this.#state.settle([next], { trigger, deviceName: device.name });
    return this.#state.member(memberId);
  }

  #onDue(): void {
    this.#turns
      .run(() => this.#state.settleDue())
      .catch((error: unknown) => logUnexpected(this.#logger, error, 'presence timer failed'));
  }

  async #applySettings(settings: StandingSettings): Promise<void> {
    this.#state.settings = settings;
    await this.#log.tell(this.#teamId, { kind: 'settings', settings });
    this.#onSettings(this.#teamId);
    await this.#state.settle(this.#state.members.values(), {
      trigger: 'settings',
      deviceName: null,
    });
  }

  /** Looks into the store until it answers. */
  #reloadSoon(): void {
    this.#cancelReload?.();
    this.#cancelReload = this.#clock.after(RELOAD_PAUSE_MS, () => {
      this.#cancelReload = null;
      this.reload().catch((error: unknown) => {
        logUnexpected(this.#logger, error, 'what the store says of choices is not known');
        if (!this.#closed) this.#reloadSoon();
      });
    });
  }

  async #reload(): Promise<void> {
    if (this.#closed) return;
    await this.#state.begin();
    const [team, stored, choices, watches, tokens] = await Promise.all([
      this.#store.team(this.#teamId),
      this.#store.read.members.all(this.#teamId),
      this.#store.choices(this.#teamId),
      this.#store.watches(this.#teamId),
      this.#store.tokenHashes(this.#teamId),
    ]);
    this.#watches = new Map(watches);
    await this.#endSessionsWithout(tokens, null);
    // First of all for those who come back after a restart: the timeout decides who is still there.
    if (!isDeepStrictEqual(team.settings, this.#state.settings))
      await this.#applySettings(team.settings);
    await this.#state.applyMembers(
      stored.filter(({ active }) => active),
      choices,
    );
    await this.#state.applyChoices(choices);
    this.#onReload(this.#teamId);
  }

  async #endSessionsWithout(
    tokens: ReadonlySet<string>,
    /** Null where whoever did it did not say. */
    because: 'signed-out' | 'ended-by-manager' | null,
  ): Promise<number> {
    this.#tokens = new Set(tokens);
    const revoked = this.#sessions.without(tokens);
    for (const session of revoked) {
      this.#sessions.end(session);
      const by = because === null ? {} : { by: SIGNED_OUT_BY[because] };
      await this.#dismiss(session, { code: 'unauthorized', ...by });
      await this.#update(session, because ?? 'signed-out', (before) =>
        withoutDevice(before, session.device.deviceId),
      );
    }
    return revoked.length;
  }

  /** Of those who are in the team. */
  #watched(memberId: string): readonly string[] {
    const watched = this.#watches.get(memberId) ?? [];
    return watched.filter((one) => this.#state.members.has(one));
  }

  #self({ member, record, visible }: MemberState): Self {
    const { memberId, name, role } = member;
    return {
      memberId,
      name,
      role,
      ...choiceAt(record, this.#clock.now()),
      status: visible.status,
      watched: [...this.#watched(memberId)],
    };
  }
}
