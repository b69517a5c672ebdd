import type { MemberStatus } from '../../../src/shared/domain/status.ts';
import type { Source } from '../simulation/computer.ts';
import { type DeviceNode, GOODBYE_MS } from '../simulation/device-node.ts';
import type { Timeline } from '../simulation/timeline.ts';
import type { ReceiptModel } from './receipt-model.ts';
import { check, show } from './violation.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** The heartbeat's 15 s, up to 5 s that a late message adds to it, and 2 s until lost packets are sent again. */
const HELD_UP_MS = 22 * SECOND;
const GRACE_MS = 10 * SECOND;
/** The longest way of a slow line there is here, there and back. */
const SLOW_MS = 12 * SECOND;

/** How much later than the timeout someone may go Offline: what was on its way, and whole seconds. */
const LATE_INPUT_MS = HELD_UP_MS + SLOW_MS + SECOND;
/** A device that says nothing any more is gone by then (PR7). */
const LATE_GONE_MS = HELD_UP_MS + GRACE_MS + SLOW_MS;
/** Where locking has to be looked for, every 15 s. */
const LATE_LOCK_MS = 15 * SECOND + LATE_GONE_MS;
/** A source that answers 0 for ever is found out after 61 looks (PR12), */
const FOUND_OUT_MS = 65 * SECOND + LATE_INPUT_MS;
/** which begin 15 min after it was last seen to tell the truth. */
const TRUSTED_MS = 15 * MINUTE;

/** Until then a device has looked again at its source. */
const LATE_LOOK_MS = 35 * SECOND;

/** How long a return may take with a good line: PR6's second, the way, and a timer's width. */
const RETURN_MS = SECOND + 120;
/** Until then everything has arrived that a line held up before it was good again. */
const CALM_LINE_MS = 8 * SECOND;
/** How close to the timeout nothing is asserted, in milliseconds: systems tell whole seconds. */
const MARGIN_MS = 2 * SECOND;

/** What people really do, against what the team is told of them. Times are on the timeline. */
export class PresenceTruth {
  readonly #timeline: Timeline;
  readonly #devices: readonly DeviceNode[];
  readonly #model: ReceiptModel;
  /** The last goodbye of each device that was heard. */
  readonly #goodbyes = new Map<string, number>();

  constructor(timeline: Timeline, devices: readonly DeviceNode[], model: ReceiptModel) {
    this.#timeline = timeline;
    this.#devices = devices;
    this.#model = model;
  }

  /** A device says goodbye: it counts as heard unless something is in its way, or comes in it. */
  onGoodbye(device: DeviceNode): void {
    const { plan, line } = device;
    const since = this.#connectedWellSince(device);
    const goodbyeAt = this.#now;
    this.#goodbyes.delete(plan.deviceId);
    if (since === null || goodbyeAt - since < RETURN_MS) return;
    this.#timeline.at(goodbyeAt + GOODBYE_MS, () => {
      if (line.changedAt < goodbyeAt) this.#goodbyes.set(plan.deviceId, goodbyeAt);
    });
  }

  /** PR7, PR9: a device that hears nothing any more does not take itself for connected for long. */
  checkConnections(): void {
    for (const { plan, computer, line, connectedSince } of this.#devices) {
      if (connectedSince === null || computer.isAsleep) continue;
      check(
        !this.#isLate(line.lostSince('down'), HELD_UP_MS),
        () => `PR7: ${plan.deviceId} hears nothing and takes itself for connected at ${this.#now}`,
      );
    }
  }

  /** What the team sees of a member while a server serves. */
  checkMember(memberId: string, visible: MemberStatus): void {
    const devices = this.#devices.filter(({ plan }) => plan.memberId === memberId);
    if (visible.status === 'offline') this.#checkReturn(devices, visible);
    else this.#checkAbsence(devices, visible);
  }

  /** PR3, PR7, PR12, PR14: nobody is present for longer than the rules allow after their last input. */
  #checkAbsence(devices: readonly DeviceNode[], visible: MemberStatus): void {
    // PR15: after a restart everybody has the grace to come back.
    if (this.#now - this.#model.servingSince <= this.#model.returnMs + SECOND) return;
    check(
      devices.some((device) => this.#mayCount(device)),
      () =>
        `${show(visible)} at ${this.#now} although nobody is there: ` +
        show(devices.map((device) => factsOf(device))),
    );
  }

  #mayCount(device: DeviceNode): boolean {
    const { computer, line } = device;
    if (this.#now - this.#lastSignAt(device) > this.#model.timeoutMs + LATE_INPUT_MS) return false;
    if (this.#isLate(this.#goodbyeOf(device), RETURN_MS)) return false;
    if (this.#isLate(device.goneAt, LATE_GONE_MS)) return false;
    if (this.#isLate(line.lostSince('up'), LATE_GONE_MS)) return false;
    const lockCounts = this.#model.settings.lockPolicy === 'offline';
    const lockedAt = Math.max(computer.lockChangedAt, this.#model.settingsChangedAt);
    return !(computer.isLocked && lockCounts && this.#isLate(lockedAt, LATE_LOCK_MS));
  }

  /** The last moment at which Ampel had a reason to take somebody to be there. */
  #lastSignAt(device: DeviceNode): number {
    const { source, sourceBefore, sourceChangedAt } = device.computer;
    const sign = this.#lastSignGiven(device, source);
    if (this.#isLate(sourceChangedAt, LATE_LOOK_MS)) return sign;
    return Math.max(sign, this.#lastSignGiven(device, sourceBefore));
  }

  #lastSignGiven(device: DeviceNode, source: Source): number {
    const { computer, programChangedAt, accountChangedAt, connectedSince } = device;
    const inputAt = Math.max(computer.lastInputAt, computer.believedUntil);
    if (source === 'healthy') return inputAt;
    // Without a source Ampel counts from its own beginning, and from an unlock when it sees that;
    // it sees nothing while there is no connection, and sleep may not count.
    const seenAt = connectedSince ?? this.#now;
    const since = Math.max(programChangedAt, accountChangedAt, computer.wokenAt, seenAt);
    if (source !== 'zero') return Math.max(inputAt, since);
    const { sourceChangedAt } = computer;
    const wasTrusted = sourceChangedAt > Math.max(programChangedAt, accountChangedAt);
    const untested = wasTrusted ? TRUSTED_MS : 0;
    const foundOutAt = Math.max(since, sourceChangedAt) + untested + FOUND_OUT_MS;
    return Math.max(inputAt, Math.min(this.#now, foundOutAt));
  }

  #isLate(since: number | null, ms: number): boolean {
    return since !== null && this.#now - since > ms;
  }

  /** PR6: whoever is at a device that is well connected is seen within a second. */
  #checkReturn(devices: readonly DeviceNode[], visible: MemberStatus): void {
    for (const device of devices) {
      const since = this.#wellSince(device);
      if (since === null || this.#now - since < RETURN_MS) continue;
      const inputAt = device.computer.lastInputUntil(this.#now - RETURN_MS);
      if (inputAt === null || this.#now - inputAt > this.#model.timeoutMs - MARGIN_MS) continue;
      check(
        false,
        () =>
          `PR6: ${show(visible)} at ${this.#now} although somebody is there: ` +
          show({ ...factsOf(device), inputAt, since }),
      );
    }
  }

  /** Since when nothing has stood between the person at a device and the team; null where something does. */
  #wellSince(device: DeviceNode): number | null {
    const { computer, accountChangedAt, programChangedAt } = device;
    const since = this.#connectedWellSince(device);
    const isWell =
      !device.isLeaving &&
      !computer.isLocked &&
      computer.source === 'healthy' &&
      computer.sourceChangedAt <= Math.min(programChangedAt, accountChangedAt);
    if (since === null || !isWell) return null;
    return Math.max(
      since,
      computer.lockChangedAt,
      computer.wokenAt,
      accountChangedAt,
      this.#model.settingsChangedAt,
    );
  }

  /** Since when device and server have heard each other over a good line; null where they do not. */
  #connectedWellSince({ plan, computer, line, connectedSince }: DeviceNode): number | null {
    const heardSince = this.#model.heardSince(plan.deviceId);
    const { gatewayHearsSince } = this.#model;
    if (connectedSince === null || heardSince === null || gatewayHearsSince === null) return null;
    if (!this.#model.isServing || !line.isGood || computer.isAsleep) return null;
    return Math.max(
      connectedSince,
      heardSince,
      line.changedAt + CALM_LINE_MS,
      computer.wokenAt,
      this.#model.servingSince,
      gatewayHearsSince,
    );
  }

  /** PR7: when a device has said goodbye and was heard; null where it was not, or is back. */
  #goodbyeOf({ plan, goodbyeAt }: DeviceNode): number | null {
    if (goodbyeAt === null || this.#model.servingSince > goodbyeAt) return null;
    return this.#goodbyes.get(plan.deviceId) === goodbyeAt ? goodbyeAt : null;
  }

  get #now(): number {
    return this.#timeline.now;
  }
}

function factsOf({ plan, computer, connectedSince, goneAt }: DeviceNode): object {
  const { lastInputAt, isLocked, isAsleep, source } = computer;
  const { deviceId } = plan;
  return { deviceId, lastInputAt, isLocked, isAsleep, source, connectedSince, goneAt };
}
