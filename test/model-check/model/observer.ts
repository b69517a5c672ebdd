import type { LogEntry } from '../../../src/server/log/presence-log.ts';
import type { Clock } from '../../../src/shared/domain/clock.ts';
import { mayManage } from '../../../src/shared/domain/member.ts';
import type { MemberStatus } from '../../../src/shared/domain/status.ts';
import type { Handshake, HistoryInterval } from '../../../src/shared/protocol/schemas.ts';
import type { DeviceNode, DeviceObserver } from '../simulation/device-node.ts';
import type { ServerEvent } from '../simulation/link.ts';
import type { LogTraits } from '../simulation/logs.ts';
import type { ServerObserver, Stored } from '../simulation/server-observer.ts';
import { MEMBER_IDS } from '../simulation/team.ts';
import type { Timeline } from '../simulation/timeline.ts';
import { ChoiceLedger } from './choice-ledger.ts';
import { PresenceTruth } from './presence-truth.ts';
import { ReceiptModel } from './receipt-model.ts';
import { checkRecord } from './record-check.ts';
import { ReplicaCheck } from './replica-check.ts';
import { TeamHistory } from './team-history.ts';
import { check, Violation } from './violation.ts';

/** How often what people do is held against what the team sees, in milliseconds. */
const LOOK_MS = 250;

/** How long after it connected, or woke, a device has delivered what it had, in milliseconds. */
const CALM_MS = 40_000;

/** What no device says where everything goes by the rules. */
const BREACH = /protocol|does not join|refused|bug/;

/** Watches everything that the programs under test do, and fails where no rule allows it. */
export class Observer implements ServerObserver, DeviceObserver {
  readonly choices = new ChoiceLedger();
  readonly #timeline: Timeline;
  readonly #history = new TeamHistory();
  readonly #replicas: ReplicaCheck;
  readonly #model: ReceiptModel;
  #truth: PresenceTruth;
  #devices: readonly DeviceNode[] = [];
  #clock: Clock | null = null;
  /** What the team saw when the last process began. */
  #before: ReadonlyMap<string, MemberStatus> = new Map();
  #violation: unknown = null;
  #lookAt = 0;
  /** When the team was told something last, on the timeline. */
  loggedAt = 0;
  /** Whether the server's time of day ever was. */
  #wasSetBack = false;

  constructor(timeline: Timeline, log: LogTraits) {
    this.#timeline = timeline;
    this.#replicas = new ReplicaCheck(this.#history, log);
    this.#model = new ReceiptModel({
      timeline,
      log,
      memberIds: MEMBER_IDS,
      maySet: (memberId) => {
        const member = this.#history.now.members.get(memberId);
        return member !== undefined && mayManage(member.role);
      },
      settings: { inactivityTimeoutMinutes: 15, lockPolicy: 'offline' },
    });
    this.#truth = new PresenceTruth(timeline, [], this.#model);
  }

  watch(devices: readonly DeviceNode[]): void {
    this.#devices = devices;
    this.#truth = new PresenceTruth(this.#timeline, devices, this.#model);
  }

  visible(memberId: string): MemberStatus {
    const status = this.#history.now.statuses.get(memberId);
    if (status === undefined) throw new Error(`nobody is ${memberId}`);
    return status;
  }

  onStarting(clock: Clock): void {
    this.#clock = clock;
    this.#before = this.#history.now.statuses;
    this.#model.onStarting(clock);
  }

  onHandingOver(isOrderly: boolean): void {
    this.#model.onHandingOver(isOrderly);
  }

  onGatewayCut(): void {
    this.#model.onGatewayCut();
  }

  onGatewayMended(): void {
    this.#model.onGatewayMended();
  }

  onServing(stored: Stored): void {
    this.#guard(() => {
      this.#model.onServing(stored, this.#before);
      for (const [memberId, before] of this.#before) {
        this.#model.checkRestored(memberId, before, this.visible(memberId), stored);
      }
    });
  }

  onEnded(isOrderly: boolean): void {
    this.#model.onEnded(isOrderly);
  }

  onServerClockSet(byMs: number): void {
    this.#model.onClockSet();
    if (byMs < 0) this.#wasSetBack = true;
  }

  onLogged(logId: string, entry: LogEntry): void {
    this.loggedAt = this.#timeline.now;
    this.#guard(() => {
      this.#history.onLogged(logId, entry, {
        now: this.#clock?.now() ?? 0,
        isTakingUp: !this.#model.isServing,
        wasSetBack: this.#wasSetBack,
      });
      for (const change of entry.changes) {
        if (change.kind === 'status') this.#model.onVisibleChange(change.memberId);
      }
    });
  }

  onError(message: string, details: unknown): void {
    this.#guard(() => {
      throw new Violation(`the server logs: ${message}: ${String(Object(details)['err'])}`);
    });
  }

  onConnected(peer: number, auth: unknown): void {
    this.#guard(() => this.#model.onConnected(peer, auth));
  }

  onCommand(peer: number, event: string, payload: unknown, choiceId: number | null): void {
    this.#guard(() => {
      if (choiceId !== null && this.#model.isCurrent(peer)) {
        const { ageMs } = payload as { ageMs: number };
        this.choices.onArrived(choiceId, ageMs, this.#timeline.now);
      }
      this.#model.onCommand(peer, event, payload, choiceId);
    });
  }

  onAnswer(peer: number, event: string, answer: object): void {
    this.#guard(() => {
      this.#model.onAnswer(peer, event, answer, this.#history.now.statuses);
      if (event === 'history:get') this.#checkRecord(peer, answer);
    });
  }

  onLeftOut(peer: number, delta: string): void {
    const deviceId = this.#model.deviceOf(peer);
    if (deviceId !== null) this.#replicas.onLeftOut(deviceId, JSON.parse(delta));
  }

  onClosed(peer: number): void {
    this.#guard(() => this.#model.onClosed(peer));
  }

  onHandshake(device: DeviceNode, handshake: Handshake): void {
    this.#replicas.onHandshake(device, handshake);
  }

  onState(device: DeviceNode): void {
    this.#guard(() => this.#replicas.onState(device));
  }

  onMessage(device: DeviceNode, event: ServerEvent, payload: unknown): void {
    this.#guard(() => this.#replicas.onMessage(device, event, payload));
  }

  onChoose(_device: DeviceNode, choiceId: number, payload: object): void {
    const { ageMs } = payload as { ageMs: number };
    this.#guard(() => this.choices.onSent(choiceId, ageMs, this.#timeline.now));
  }

  onDropped({ plan }: DeviceNode, afterChoiceId: number): void {
    this.choices.onDropped(plan.deviceId, afterChoiceId);
  }

  onSteadyBroken({ plan }: DeviceNode): void {
    this.choices.onSteadyBroken(plan.deviceId, this.#timeline.now);
  }

  onGoodbye(device: DeviceNode): void {
    this.#truth.onGoodbye(device);
  }

  onWarning({ plan }: DeviceNode, message: string): void {
    this.#guard(() => {
      check(!BREACH.test(message), () => `${plan.deviceId} warns: ${message}`);
    });
  }

  /** Everything that happens in this millisecond has happened. */
  onInstant(): void {
    if (this.#violation !== null) throw this.#violation;
    const isLooking = this.#timeline.now >= this.#lookAt;
    if (isLooking) this.#lookAt = this.#timeline.now + LOOK_MS;
    if (isLooking) this.#truth.checkConnections();
    if (this.#model.isServing) {
      for (const [memberId, visible] of this.#history.now.statuses) {
        this.#model.checkVisible(memberId, visible);
        if (isLooking) this.#truth.checkMember(memberId, visible);
      }
    }
    this.#model.settled();
  }

  /** Nothing is on its way: whoever has been connected for a while knows all there is to know. */
  checkAtRest(): void {
    for (const device of this.#devices) {
      const { connectedSince, computer, line } = device;
      if (connectedSince === null || computer.isAsleep) continue;
      const calmSince = Math.max(connectedSince, computer.wokenAt, line.changedAt);
      if (this.#timeline.now - calmSince < CALM_MS) continue;
      this.#replicas.checkAtRest(device, this.#model);
    }
  }

  checkChoice(memberId: string): void {
    this.choices.checkStanding(memberId, this.#model);
  }

  #checkRecord(peer: number, answer: object): void {
    const memberId = this.#model.memberOf(peer);
    const { ok, intervals } = answer as { ok: boolean; intervals: readonly HistoryInterval[] };
    if (memberId === null || !ok) return;
    const visible = this.visible(memberId);
    // What changes in the instant of the answer may come just before it or just after.
    if (visible.since === this.#clock?.now()) return;
    checkRecord(memberId, intervals, visible, this.#wasSetBack);
  }

  /** What is found wrong inside the programs under test must not be caught by them. */
  #guard(observe: () => void): void {
    if (this.#violation !== null) return;
    try {
      observe();
    } catch (error) {
      this.#violation = error;
    }
  }
}
