import type { Clock } from '../../../src/shared/domain/clock.ts';
import type { MemberStatus } from '../../../src/shared/domain/status.ts';
import type { LogTraits } from '../simulation/logs.ts';
import type { Stored } from '../simulation/server-observer.ts';
import type { Timeline } from '../simulation/timeline.ts';
import { type KnownChoice, type StoredChoice, startingChoice, withChoice } from './known-choice.ts';
import { check, show } from './violation.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** PR7 */
const GRACE_MS = 10 * SECOND;

/** Timers come up to a millisecond before or after their time. */
const TIMER_MS = 2;

/** What a process that dies has not saved for longer than this is a fault. */
const UNSAVED_MS = 210;

const LEAVING = ['inactivity', 'locked', 'suspended', 'signed-out', 'connection-lost', 'policy'];
const ARRIVING = ['chosen', 'timer', 'returned', 'signed-in', 'policy'];

/** A device as a server must know it from what it was told. Times are on the timeline. */
type KnownDevice = {
  readonly inputAt: number;
  readonly isLocked: boolean;
  /** When its connection was lost, or counts as lost, which may be to come; null while there is one. */
  readonly lostAt: number | null;
};

type KnownMember = {
  readonly devices: Map<string, KnownDevice>;
  choice: KnownChoice;
  /** The choices of this instant, of which a process that dies in it keeps one. */
  choicesNow: KnownChoice[];
  /** When the server last had reason to save something about them. */
  changedAt: number;
  /** Until when it is open what a process that died had saved. */
  uncertainUntil: number;
};

export type KnownSettings = {
  readonly inactivityTimeoutMinutes: number;
  readonly lockPolicy: string;
};

type Seen = Pick<MemberStatus, 'status'> & {
  readonly until: number | null;
  readonly note: string | null;
};

type Peer = {
  readonly memberId: string;
  readonly deviceId: string;
  readonly since: number;
  lastSeq: number;
};

type ReceiptModelOptions = {
  readonly timeline: Timeline;
  readonly log: LogTraits;
  readonly memberIds: readonly string[];
  readonly maySet: (memberId: string) => boolean;
  readonly settings: KnownSettings;
};

/**
 * The rules once more, in the fewest words: what everybody's status must be at each instant, going
 * by nothing but what has reached the server and when (PR2, PR3, PR4, PR7, PR8, PR10, PR14, PR15).
 */
export class ReceiptModel {
  readonly #options: ReceiptModelOptions;
  readonly #members: ReadonlyMap<string, KnownMember>;
  readonly #peers = new Map<number, Peer>();
  /** The peer that speaks for each device. */
  readonly #speakers = new Map<string, number>();
  #settings: KnownSettings;
  #settingsNow: KnownSettings[];
  #clock: Clock | null = null;
  #isServing = false;
  #end = { at: 0, isOrderly: true };
  #clockSetAt = Number.NEGATIVE_INFINITY;
  /** Whose visible state changed while a process took up the team. */
  readonly #changedAtStart = new Set<string>();
  #events = 0;
  #gatewayHearsSince: number | null = 0;
  servingSince = 0;
  settingsChangedAt = 0;

  constructor(options: ReceiptModelOptions) {
    this.#options = options;
    this.#settings = options.settings;
    this.#settingsNow = [options.settings];
    this.#members = new Map(
      options.memberIds.map((memberId) => [
        memberId,
        {
          devices: new Map(),
          choice: startingChoice,
          choicesNow: [startingChoice],
          changedAt: 0,
          uncertainUntil: 0,
        },
      ]),
    );
  }

  /** PR15: after a restart everybody has so long to come back, in milliseconds. */
  get returnMs(): number {
    return GRACE_MS + this.#options.log.unnoticedMs;
  }

  get isServing(): boolean {
    return this.#isServing;
  }

  get settings(): KnownSettings {
    return this.#settings;
  }

  get timeoutMs(): number {
    return this.#settings.inactivityTimeoutMinutes * MINUTE;
  }

  choiceOf(memberId: string): KnownChoice {
    return this.#member(memberId).choice;
  }

  /** The latest moment at which the server's time of day was set. */
  get clockSetAt(): number {
    return this.#clockSetAt;
  }

  /** Since when the gateway has heard all that the team is told; null where it does not. */
  get gatewayHearsSince(): number | null {
    return this.#gatewayHearsSince;
  }

  onClockSet(): void {
    this.#clockSetAt = this.#now;
  }

  onConnected(id: number, auth: unknown): void {
    this.#events += 1;
    const { device, activity } = auth as {
      device: { id: string };
      activity: { seq: number; idleMs: number; locked: boolean };
    };
    const memberId = device.id.split('-')[0] ?? '';
    const deviceId = device.id;
    this.#peers.set(id, { memberId, deviceId, since: this.#now, lastSeq: activity.seq });
    this.#speakers.set(device.id, id);
    this.#learn(memberId, device.id, activity);
  }

  /** Since when a connection has spoken for a device without a break, or null where none does. */
  heardSince(deviceId: string): number | null {
    const id = this.#speakers.get(deviceId);
    return id === undefined ? null : (this.#peers.get(id)?.since ?? null);
  }

  /** The device at the other end of a connection, or null where it is not known. */
  deviceOf(id: number): string | null {
    return this.#peers.get(id)?.deviceId ?? null;
  }

  /** The member at the other end of a connection, or null where it is not known. */
  memberOf(id: number): string | null {
    return this.#peers.get(id)?.memberId ?? null;
  }

  /** Whether a connection speaks for its device, and no later one does. */
  isCurrent(id: number): boolean {
    return this.#speaker(id) !== null;
  }

  onCommand(id: number, event: string, payload: unknown, choiceId: number | null): void {
    this.#events += 1;
    const peer = this.#speaker(id);
    if (peer === null) return;
    switch (event) {
      case 'activity': {
        const activity = payload as { seq: number; idleMs: number; locked: boolean };
        if (activity.seq <= peer.lastSeq) return;
        peer.lastSeq = activity.seq;
        this.#learn(peer.memberId, peer.deviceId, activity);
        return;
      }
      case 'choose': {
        const member = this.#member(peer.memberId);
        const choice = payload as Parameters<typeof withChoice>[1];
        const origin = { choiceId: choiceId ?? -1, deviceId: peer.deviceId };
        member.choice = withChoice(member.choice, choice, origin, this.#epoch, this.#now);
        member.choicesNow.push(member.choice);
        member.changedAt = this.#now;
        return;
      }
      case 'settings:set':
        if (!this.#options.maySet(peer.memberId)) return;
        this.#settings = { ...this.#settings, ...(payload as Partial<KnownSettings>) };
        this.#settingsNow.push(this.#settings);
        this.settingsChangedAt = this.#now;
        for (const member of this.#members.values()) member.changedAt = this.#now;
        return;
      case 'bye': {
        const member = this.#member(peer.memberId);
        member.devices.delete(peer.deviceId);
        member.changedAt = this.#now;
        if ((payload as { reason: string }).reason !== 'suspended') {
          this.#speakers.delete(peer.deviceId);
        }
        return;
      }
    }
  }

  onClosed(id: number): void {
    this.#events += 1;
    const peer = this.#speaker(id);
    this.#peers.delete(id);
    if (peer === null) return;
    this.#speakers.delete(peer.deviceId);
    const member = this.#member(peer.memberId);
    const device = member.devices.get(peer.deviceId);
    if (device === undefined) return;
    member.devices.set(peer.deviceId, { ...device, lostAt: this.#now });
    member.changedAt = this.#now;
  }

  /** An answer to what was the only thing asked in this instant agrees with what is expected. */
  onAnswer(
    id: number,
    event: string,
    answer: object,
    seen: ReadonlyMap<string, MemberStatus>,
  ): void {
    if (this.#events !== 1) return;
    const peer = this.#speaker(id);
    const { ok, code } = answer as { ok: boolean; code?: string };
    const memberId = this.memberOf(id);
    const mayNot = event === 'settings:set' && memberId !== null && !this.#options.maySet(memberId);
    if (peer === null) {
      const isGoodbye = event === 'bye' && ok;
      check(
        isGoodbye || code === 'unavailable' || (mayNot && code === 'forbidden'),
        () => `a session that is over is told ${show(answer)}`,
      );
      return;
    }
    if (mayNot) {
      check(code === 'forbidden', () => `${memberId} may set the timeout: ${show(answer)}`);
      return;
    }
    check(ok, () => `${peer.deviceId}’s ${event} is refused: ${show(answer)}`);
    if (event === 'activity') this.#checkDeadlines(peer, answer, seen.get(peer.memberId));
    if (event === 'choose') {
      const { applied } = answer as { applied: boolean };
      const { choicesNow } = this.#member(peer.memberId);
      check(applied === (choicesNow.at(-1) !== choicesNow.at(-2)), () => `applied is ${applied}`);
    }
  }

  onStarting(clock: Clock): void {
    this.#clock = clock;
  }

  onGatewayCut(): void {
    this.#gatewayHearsSince = null;
  }

  onGatewayMended(): void {
    this.#gatewayHearsSince ??= this.#now;
  }

  /** PR15: a process has taken up what the one before it has left. */
  onServing({ choices, settings }: Stored, seen: ReadonlyMap<string, MemberStatus>): void {
    const { livesOn, unnoticedMs } = this.#options.log;
    this.#isServing = true;
    this.servingSince = this.#now;
    this.#adoptSettings(settings);
    for (const [memberId, member] of this.#members) {
      this.#adoptChoice(memberId, member, choices.get(memberId));
      const isSaved = this.#end.isOrderly || member.changedAt < this.#end.at - UNSAVED_MS;
      const isForgetting = [...member.devices.values()].some(
        ({ lostAt }) => lostAt !== null && Math.abs(this.#end.at - lostAt - GRACE_MS) < UNSAVED_MS,
      );
      // Saved inputs are times of day.
      const wasClockSet = this.#clockSetAt >= member.changedAt;
      const wasUncertain = member.uncertainUntil >= this.#end.at;
      const wasOffline = seen.get(memberId)?.status === 'offline';
      // Who was told to be Offline is, whatever was saved.
      if (livesOn && wasOffline) member.uncertainUntil = 0;
      else if (!isSaved || isForgetting || wasClockSet || wasUncertain) {
        member.uncertainUntil = this.#now + this.returnMs + TIMER_MS;
      }
      for (const [deviceId, device] of member.devices) {
        // Its session is introduced again.
        if (device.lostAt === null && this.#speakers.has(deviceId)) continue;
        const isKnown = device.lostAt === null || this.#end.at < device.lostAt + GRACE_MS;
        if (wasOffline || !isKnown) member.devices.delete(deviceId);
        else member.devices.set(deviceId, { ...device, lostAt: this.#now + unnoticedMs });
      }
    }
    for (const memberId of this.#changedAtStart) this.#member(memberId).changedAt = this.#now;
    this.#changedAtStart.clear();
  }

  /** Nobody leads, but connections stay, and are introduced to whoever leads next. */
  onHandingOver(isOrderly: boolean): void {
    // Where no process has served in between, the one before it has left it so.
    if (this.#isServing) this.#end = { at: this.#now, isOrderly };
    this.#isServing = false;
  }

  onEnded(isOrderly: boolean): void {
    this.onHandingOver(isOrderly);
    this.#peers.clear();
    this.#speakers.clear();
  }

  /** Whether what the team sees of a member is what the rules say, now or a timer's width ago. */
  checkVisible(memberId: string, visible: MemberStatus): void {
    const { status, cause, until = null, note = null } = visible;
    const causes: readonly string[] = status === 'offline' ? LEAVING : ARRIVING;
    check(causes.includes(cause), () => `${memberId} is ${status} because of “${cause}”`);
    const expected = [...this.#expected(memberId, 0), ...this.#expected(memberId, TIMER_MS)];
    check(
      expected.some(
        (other) => other.status === status && other.until === until && other.note === note,
      ),
      () =>
        `PR2, PR3: ${memberId} is seen as ${show(visible)}, but is ${show(expected[0])}: ` +
        show({ ...this.#member(memberId), settings: this.#settings }),
    );
  }

  /** PR15: whether a since-time was kept over a restart, and what the team was told last counts. */
  checkRestored(
    memberId: string,
    before: MemberStatus,
    after: MemberStatus,
    { savedSince }: Stored,
  ): void {
    const { livesOn } = this.#options.log;
    if (livesOn && before.status !== 'offline' && savedSince.get(memberId) !== before.since) {
      // Somebody was there after what was saved last.
      check(
        after.status !== 'offline',
        () => `PR15: ${memberId} was told to be ${show(before)} and is ${show(after)}`,
      );
    }
    if (!livesOn && this.#member(memberId).uncertainUntil >= this.#now) return;
    if (after.status !== before.status) return;
    check(
      after.since === before.since && after.cause === before.cause,
      () => `PR15: ${memberId} was ${show(before)} and is ${show(after)} after a restart`,
    );
  }

  /** When a member's visible state has changed, the server has something to save. */
  onVisibleChange(memberId: string): void {
    // While the team is taken up it still counts what the process before had saved.
    if (this.#isServing) this.#member(memberId).changedAt = this.#now;
    else this.#changedAtStart.add(memberId);
  }

  /** The instant is over. */
  settled(): void {
    this.#events = 0;
    if (!this.#isServing) return;
    for (const member of this.#members.values()) {
      if (member.choicesNow.length > 1) member.choicesNow = [member.choice];
    }
    if (this.#settingsNow.length > 1) this.#settingsNow = [this.#settings];
  }

  get #now(): number {
    return this.#options.timeline.now;
  }

  get #epoch(): number {
    if (this.#clock === null) throw new Error('no server has started yet');
    return this.#clock.now();
  }

  #member(memberId: string): KnownMember {
    const member = this.#members.get(memberId);
    if (member === undefined) throw new Error(`nobody is ${memberId}`);
    return member;
  }

  /** Whom a connection speaks for, unless another one has taken its place. */
  #speaker(id: number): Peer | null {
    const peer = this.#peers.get(id);
    if (peer === undefined || this.#speakers.get(peer.deviceId) !== id) return null;
    return peer;
  }

  #learn(
    memberId: string,
    deviceId: string,
    { idleMs, locked }: { readonly idleMs: number; readonly locked: boolean },
  ): void {
    const member = this.#member(memberId);
    const device = { inputAt: this.#now - idleMs, isLocked: locked, lostAt: null };
    member.devices.set(deviceId, device);
    member.changedAt = this.#now;
  }

  /** PR3: until when a device counts, or null where it does not. */
  #countsUntil({ inputAt, isLocked, lostAt }: KnownDevice, at: number): number | null {
    if (isLocked && this.#settings.lockPolicy === 'offline') return null;
    const until = Math.min(
      inputAt + this.timeoutMs,
      lostAt === null ? Number.POSITIVE_INFINITY : lostAt + GRACE_MS,
    );
    return at < until ? until : null;
  }

  #expected(memberId: string, agoMs: number): readonly Seen[] {
    const { devices, choice, uncertainUntil } = this.#member(memberId);
    const at = this.#now - agoMs;
    const isPresent = [...devices.values()].some(
      (device) => this.#countsUntil(device, at) !== null,
    );
    const offline: Seen = { status: 'offline', until: null, note: null };
    const timed = { status: choice.choice, until: choice.until, note: choice.note };
    const after = { status: choice.fallback, until: null, note: null };
    // Nobody can say when the time is over on a clock that was set meanwhile.
    const isOpen = choice.until !== null && this.#clockSetAt >= choice.takenAt;
    const isOver = choice.until !== null && this.#epoch - agoMs >= choice.until;
    const standing = isOpen ? [timed, after] : [isOver ? after : timed];
    if (uncertainUntil >= at) return [offline, ...standing];
    return isPresent ? standing : [offline];
  }

  /** The answer to a report says when inactivity would end presence (PR13 rests on it). */
  #checkDeadlines(peer: Peer, answer: object, visible: MemberStatus | undefined): void {
    const { status, offlineAt, memberOfflineAt } = answer as {
      status: string;
      offlineAt: number | null;
      memberOfflineAt: number | null;
    };
    check(status === visible?.status, () => `the answer to a report says ${status}`);
    const { devices, uncertainUntil } = this.#member(peer.memberId);
    if (uncertainUntil >= this.#now) return;
    const until = (device: KnownDevice | undefined) =>
      device === undefined ? null : this.#countsUntil(device, this.#now);
    this.#checkMoment('offlineAt', offlineAt, until(devices.get(peer.deviceId)));
    const all = [...devices.values()].map(until).filter((moment) => moment !== null);
    this.#checkMoment(
      'memberOfflineAt',
      memberOfflineAt,
      all.length === 0 ? null : Math.max(...all),
    );
  }

  #checkMoment(what: string, epoch: number | null, expected: number | null): void {
    const given = epoch === null ? null : epoch - this.#epoch + this.#now;
    check(
      given === expected ||
        (given !== null && expected !== null && Math.abs(given - expected) <= TIMER_MS),
      () => `${what} is ${given}, not ${expected}`,
    );
  }

  #adoptSettings(stored: KnownSettings): void {
    const kept = this.#settingsNow.find(
      ({ inactivityTimeoutMinutes, lockPolicy }) =>
        inactivityTimeoutMinutes === stored.inactivityTimeoutMinutes &&
        lockPolicy === stored.lockPolicy,
    );
    check(kept !== undefined, () => `${show(stored)} is stored, not ${show(this.#settingsNow)}`);
    this.#settings = kept ?? this.#settings;
    this.#settingsNow = [this.#settings];
  }

  #adoptChoice(memberId: string, member: KnownMember, stored: StoredChoice | undefined): void {
    const kept = member.choicesNow.find((choice) =>
      stored === undefined
        ? choice === startingChoice
        : (['choice', 'madeAt', 'madeOn', 'until', 'note', 'fallback'] as const).every(
            (field) => choice[field] === stored[field],
          ),
    );
    check(
      kept !== undefined,
      () => `PR15: ${memberId} chose ${show(member.choicesNow)}, but ${show(stored)} is stored`,
    );
    member.choice = kept ?? member.choice;
    member.choicesNow = [member.choice];
  }
}
