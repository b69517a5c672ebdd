import type { Activity } from '../../shared/domain/activity.ts';
import type { ChoiceRecord } from '../../shared/domain/choice.ts';
import { epochOf, type Moment } from '../../shared/domain/clock.ts';
import type { SeatedMember } from '../../shared/domain/member.ts';
import {
  type DerivedStatus,
  type Device,
  deriveStatus,
  devicePresence,
  nextVisible,
  RECONNECT_GRACE_MS,
  type Trigger,
} from '../../shared/domain/presence.ts';
import type { TeamSettings } from '../../shared/domain/settings.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { Change } from '../log/presence-log.ts';
import type { StatusEntry } from '../store/store.ts';

/** Everything the server knows about one member. */
export type MemberState = {
  readonly member: SeatedMember;
  readonly record: ChoiceRecord;
  readonly devices: ReadonlyMap<string, Device>;
  /** What the team was told last. */
  readonly visible: MemberStatus;
  /** When time alone makes it worth looking again (steady), or null where it never does. */
  readonly dueAt: number | null;
};

export type DeviceName = { readonly deviceId: string; readonly name: string };

/** What made the server look at a member again, and the device it came from, if it came from one. */
export type Occasion = { readonly trigger: Trigger; readonly deviceName: string | null };

/** The device as its report describes it; what it was before does not matter (PR4). */
export function withReport(
  state: MemberState,
  device: DeviceName,
  activity: Activity,
  now: Moment,
): MemberState {
  return withDevice(state, {
    ...device,
    connection: { kind: 'open' },
    lastInputAt: now.steady - activity.idleMs,
    locked: activity.locked,
  });
}

/** The device's connection is gone; the grace runs from now (PR7). */
export function withLostDevice(state: MemberState, deviceId: string, now: Moment): MemberState {
  const device = state.devices.get(deviceId);
  return device === undefined
    ? state
    : withDevice(state, { ...device, connection: { kind: 'lost', at: now.steady } });
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

export type Settled = {
  readonly state: MemberState;
  /** What to tell the team, or null where nothing visible changed. */
  readonly change: Change | null;
  /** What to record about the member: nothing where the status is the same (TR6). */
  readonly entries: readonly StatusEntry[];
};

/** Brings what the team sees in line with what is known. */
export function settle(
  state: MemberState,
  settings: TeamSettings,
  occasion: Occasion,
  now: Moment,
): Settled {
  const { memberId, seat } = state.member;
  const derived = deriveStatus(state.record, state.devices.values(), settings, now);
  const next = nextVisible(state.visible, derived, occasion.trigger, now);
  // Forgotten only after deriving: a device that is gone for good is the one that tells why.
  const devices = new Map(
    [...state.devices].filter(([, device]) => now.steady < forgottenAt(device)),
  );
  const dueAt = Math.min(
    derived.changesInMs === null ? Number.POSITIVE_INFINITY : now.steady + derived.changesInMs,
    ...devices.values().map(forgottenAt),
  );
  return {
    state: {
      ...state,
      devices,
      visible: next ?? state.visible,
      dueAt: Number.isFinite(dueAt) ? dueAt : null,
    },
    change: next === null ? null : { kind: 'status', memberId, seat, ...next },
    entries:
      next === null || next.status === state.visible.status
        ? []
        : [
            {
              memberId,
              status: next.status,
              cause: next.cause,
              since: next.since,
              deviceName: deviceBehind(next, derived, occasion),
            },
          ],
  };
}

function deviceBehind(
  next: MemberStatus,
  derived: DerivedStatus,
  occasion: Occasion,
): string | null {
  switch (next.cause) {
    case 'inactivity':
    case 'locked':
    case 'connection-lost':
      return derived.absence?.deviceName ?? occasion.deviceName;
    case 'timer':
    case 'policy':
      return null;
    default:
      return occasion.deviceName;
  }
}

function forgottenAt({ connection }: Device): number {
  return connection.kind === 'open' ? Number.POSITIVE_INFINITY : connection.at + RECONNECT_GRACE_MS;
}

/** When inactivity would make this device absent (epoch), or null where it is absent or unknown. */
export function offlineAt(
  state: MemberState,
  deviceId: string,
  settings: TeamSettings,
  now: Moment,
): number | null {
  const device = state.devices.get(deviceId);
  if (device === undefined) return null;
  const presence = devicePresence(device, settings, now.steady);
  return presence.present ? epochOf(presence.until, now) : null;
}

/** The same for the member with all devices, null where they are Offline. */
export function memberOfflineAt(
  state: MemberState,
  settings: TeamSettings,
  now: Moment,
): number | null {
  const { presentUntil } = deriveStatus(state.record, state.devices.values(), settings, now);
  return presentUntil === null ? null : epochOf(presentUntil, now);
}
