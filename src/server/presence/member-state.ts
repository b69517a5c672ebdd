import type { Activity } from '../../shared/domain/activity.ts';
import type { ChoiceRecord } from '../../shared/domain/choice.ts';
import type { Member } from '../../shared/domain/member.ts';
import {
  type Device,
  deriveStatus,
  devicePresence,
  nextVisible,
  RECONNECT_GRACE_MS,
  type Trigger,
} from '../../shared/domain/presence.ts';
import type { TeamSettings } from '../../shared/domain/settings.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { Change } from '../../shared/protocol/schemas.ts';

/** Everything the server knows about one member. Times are epoch milliseconds. */
export type MemberState = {
  readonly member: Member;
  readonly record: ChoiceRecord;
  readonly devices: ReadonlyMap<string, Device>;
  /** What the team was told last. */
  readonly visible: MemberStatus;
  /** When time alone makes it worth looking again, or null where it never does. */
  readonly dueAt: number | null;
};

/** The device as its report describes it; what it was before does not matter (PR4). */
export function withReport(
  state: MemberState,
  deviceId: string,
  activity: Activity,
  now: number,
): MemberState {
  return withDevice(state, {
    deviceId,
    connection: { kind: 'open' },
    lastInputAt: now - activity.idleMs,
    locked: activity.locked,
  });
}

/** The device's connection is gone; the grace runs from now (PR7). */
export function withLostDevice(state: MemberState, deviceId: string, now: number): MemberState {
  const device = state.devices.get(deviceId);
  return device === undefined
    ? state
    : withDevice(state, { ...device, connection: { kind: 'lost', at: now } });
}

/** The device has said goodbye. */
export function withoutDevice(state: MemberState, deviceId: string): MemberState {
  const devices = new Map(state.devices);
  devices.delete(deviceId);
  return { ...state, devices };
}

function withDevice(state: MemberState, device: Device): MemberState {
  return { ...state, devices: new Map(state.devices).set(device.deviceId, device) };
}

/**
 * Brings what the team sees in line with what is known, and answers the change to tell them, or
 * null where nothing visible changed.
 */
export function settle(
  state: MemberState,
  settings: TeamSettings,
  trigger: Trigger,
  now: number,
): readonly [MemberState, Change | null] {
  const derived = deriveStatus(state.record, state.devices.values(), settings, now);
  const next = nextVisible(state.visible, derived, trigger, now);
  // Forgotten only after deriving: a device that is gone for good is the one that tells why.
  const devices = new Map([...state.devices].filter(([, device]) => now < forgottenAt(device)));
  const dueAt = Math.min(
    derived.changesAt ?? Number.POSITIVE_INFINITY,
    ...devices.values().map(forgottenAt),
  );
  return [
    {
      ...state,
      devices,
      visible: next ?? state.visible,
      dueAt: Number.isFinite(dueAt) ? dueAt : null,
    },
    next === null ? null : { kind: 'status', memberId: state.member.memberId, ...next },
  ];
}

function forgottenAt({ connection }: Device): number {
  return connection.kind === 'open' ? Number.POSITIVE_INFINITY : connection.at + RECONNECT_GRACE_MS;
}

/** When inactivity would make this device absent, or null where it is absent or unknown. */
export function offlineAt(
  state: MemberState,
  deviceId: string,
  settings: TeamSettings,
  now: number,
): number | null {
  const device = state.devices.get(deviceId);
  if (device === undefined) return null;
  const presence = devicePresence(device, settings, now);
  return presence.present ? presence.until : null;
}
