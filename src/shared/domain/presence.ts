import { type ChoiceRecord, choiceAt } from './choice.ts';
import type { Moment } from './clock.ts';
import { inactivityTimeoutMs, type TeamSettings } from './settings.ts';
import type { Cause, MemberStatus, Status } from './status.ts';

/** How long a lost connection may take to come back before teammates notice (PR7). */
export const RECONNECT_GRACE_MS = 10_000;

/**
 * How long to trust that a timed choice ends when it seems to, in milliseconds: its end is a time of
 * day, and the computer's time may be set meanwhile.
 */
const CHOICE_END_CHECK_MS = 60_000;

/**
 * A device as the server knows it. Times are on the steady scale of the server's clock, so that
 * setting the computer's time makes nobody absent or present.
 */
export type Device = {
  readonly deviceId: string;
  readonly name: string;
  readonly connection: { readonly kind: 'open' } | { readonly kind: 'lost'; readonly at: number };
  /** Receipt of the last report minus its `idleMs` (PR4). */
  readonly lastInputAt: number;
  readonly locked: boolean;
};

export type Absence = 'inactivity' | 'locked' | 'connection-lost';

export type DevicePresence =
  | { readonly present: true; readonly until: number }
  | { readonly present: false; readonly because: Absence };

type PresenceSettings = Pick<TeamSettings, 'inactivityTimeoutMinutes' | 'lockPolicy'>;

/** Whether a device is present at `now` (steady milliseconds), and until when if nothing new is heard of it (PR3). */
export function devicePresence(
  device: Device,
  settings: PresenceSettings,
  now: number,
): DevicePresence {
  if (device.locked && settings.lockPolicy === 'offline') {
    return { present: false, because: 'locked' };
  }
  const inactiveAt = device.lastInputAt + inactivityTimeoutMs(settings);
  if (now >= inactiveAt) return { present: false, because: 'inactivity' };
  if (device.connection.kind === 'open') return { present: true, until: inactiveAt };
  const graceEndsAt = device.connection.at + RECONNECT_GRACE_MS;
  if (now >= graceEndsAt) return { present: false, because: 'connection-lost' };
  return { present: true, until: Math.min(inactiveAt, graceEndsAt) };
}

export type DerivedStatus = {
  readonly status: Status;
  readonly until: number | null;
  readonly note: string | null;
  /** Why the member is absent; null while present, or where no device is known at all. */
  readonly absence: { readonly because: Absence; readonly deviceName: string } | null;
  /** Until when one of the devices is present if nothing new is heard (steady), or null. */
  readonly presentUntil: number | null;
  /** In how many milliseconds time alone may change this, or null where it cannot. */
  readonly changesInMs: number | null;
};

/** A member's status at `now` (PR2): Offline without a present device, else the choice. */
export function deriveStatus(
  record: ChoiceRecord,
  devices: Iterable<Device>,
  settings: PresenceSettings,
  now: Moment,
): DerivedStatus {
  let presentUntil: number | null = null;
  let latestInput = Number.NEGATIVE_INFINITY;
  let absence: DerivedStatus['absence'] = null;
  for (const device of devices) {
    const presence = devicePresence(device, settings, now.steady);
    if (presence.present) {
      presentUntil = Math.max(presentUntil ?? presence.until, presence.until);
    } else if (device.lastInputAt > latestInput) {
      // Of several absent devices the one used last is the one that tells why.
      latestInput = device.lastInputAt;
      absence = { because: presence.because, deviceName: device.name };
    }
  }
  if (presentUntil === null) {
    return {
      status: 'offline',
      until: null,
      note: null,
      absence,
      presentUntil: null,
      changesInMs: null,
    };
  }
  const standing = choiceAt(record, now.epoch);
  const choiceCheckInMs =
    standing.until === null
      ? Number.POSITIVE_INFINITY
      : Math.min(standing.until - now.epoch, CHOICE_END_CHECK_MS);
  return {
    status: standing.choice,
    until: standing.until,
    note: standing.note,
    absence: null,
    presentUntil,
    changesInMs: Math.min(presentUntil - now.steady, choiceCheckInMs),
  };
}

/** What made the server look at a member again. */
export type Trigger =
  | 'connected'
  | 'reported'
  | 'chose'
  | 'time'
  | 'settings'
  | 'signed-out'
  | 'suspended'
  | 'ended-by-manager';

/**
 * What the team sees next, or null where nothing visible changed. `since` and `cause` tell of the
 * status itself; a new note or end of a timed choice is a change that leaves them as they are.
 */
export function nextVisible(
  visible: MemberStatus,
  derived: DerivedStatus,
  trigger: Trigger,
  now: Moment,
): MemberStatus | null {
  const sameStatus = visible.status === derived.status;
  if (
    sameStatus &&
    (visible.until ?? null) === derived.until &&
    (visible.note ?? null) === derived.note
  ) {
    return null;
  }
  return {
    status: derived.status,
    since: sameStatus ? visible.since : now.epoch,
    cause: sameStatus ? visible.cause : causeOf(visible, derived, trigger),
    ...(derived.until === null ? {} : { until: derived.until }),
    ...(derived.note === null ? {} : { note: derived.note }),
  };
}

function causeOf(visible: MemberStatus, derived: DerivedStatus, trigger: Trigger): Cause {
  if (derived.status === 'offline') return causeOfLeaving(derived, trigger);
  if (visible.status === 'offline') return causeOfArriving(visible, trigger);
  return trigger === 'chose' ? 'chosen' : 'timer';
}

function causeOfLeaving(derived: DerivedStatus, trigger: Trigger): Cause {
  if (trigger === 'settings') return 'policy';
  if (trigger === 'signed-out' || trigger === 'suspended' || trigger === 'ended-by-manager') {
    return trigger;
  }
  return derived.absence?.because ?? 'connection-lost';
}

function causeOfArriving(visible: MemberStatus, trigger: Trigger): Cause {
  if (trigger === 'settings') return 'policy';
  return visible.cause === 'signed-out' || visible.cause === 'ended-by-manager'
    ? 'signed-in'
    : 'returned';
}
