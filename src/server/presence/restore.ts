import type { ChoiceRecord } from '../../shared/domain/choice.ts';
import { epochOf, type Moment, steadyOf } from '../../shared/domain/clock.ts';
import { type Device, deriveStatus, devicePresence } from '../../shared/domain/presence.ts';
import type { TeamSettings } from '../../shared/domain/settings.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { StoredMember } from '../store/accounts.ts';
import type { OpenStatus, StatusEntry, StoredDevice } from '../store/store.ts';
import type { MemberState } from './member-state.ts';

/** What the store knows of a member whom this process has not seen yet. */
export type Saved = {
  readonly row: StoredMember;
  readonly record: ChoiceRecord;
  /**
   * What the team was told of them, in order and as far back as is known. The last of it may be
   * later than what was saved; nothing is known of it where nobody else led the team before.
   */
  readonly told: readonly MemberStatus[];
  readonly status: OpenStatus | undefined;
  readonly devices: readonly StoredDevice[];
  /** Until when (steady milliseconds) its devices count as connected. */
  readonly connectedUntil: number;
};

/** Stands for one that nothing was saved of. */
const UNKNOWN_DEVICE: Device = {
  deviceId: 'unknown',
  name: '',
  connection: { kind: 'open' },
  lastInputAt: 0,
  locked: false,
};

/**
 * A member as they were when the server last ran (PR15). Their devices count as connected until now
 * or later, so that they have the whole grace to come back unnoticed; what would have ended their
 * presence in the meantime has ended it.
 */
export function restore(
  saved: Saved,
  settings: TeamSettings,
  now: Moment,
): { readonly state: MemberState; readonly entries: readonly StatusEntry[] } {
  const { row, record, told } = saved;
  const recorded = saved.status ?? neverPresent(row);
  const lastTold = told.at(-1);
  const before = lastTold === undefined ? recorded : openStatus(lastTold);
  const devices = devicesOf(saved, before, now);
  const { visible, deviceName } = whatStands(before, record, devices, settings, now);
  return {
    state: {
      member: { memberId: row.memberId, seat: row.seat, name: row.name, role: row.role },
      record,
      devices: new Map(devices.map((device) => [device.deviceId, device])),
      visible,
      // Looked at as soon as the team is.
      dueAt: devices.length === 0 ? null : now.steady,
    },
    entries: unrecorded(recorded, told, visible).map((one) => ({
      memberId: row.memberId,
      ...openStatus(one),
      // What was told does not say from which device it came.
      deviceName: one === visible ? deviceName : null,
    })),
  };
}

/** What came after the last that is on record, up to what stands now. */
function unrecorded(
  recorded: OpenStatus,
  told: readonly MemberStatus[],
  visible: MemberStatus,
): readonly MemberStatus[] {
  const saved = told.findLastIndex((one) => isSame(one, recorded));
  const later =
    saved === -1 ? told.filter(({ since }) => since > recorded.since) : told.slice(saved + 1);
  let last: OpenStatus = recorded;
  return [...later, visible].filter((one) => {
    const isNews = !isSame(one, last);
    last = one;
    return isNews;
  });
}

/** Whether it is the same status without another between. */
function isSame(one: OpenStatus, other: OpenStatus): boolean {
  return one.status === other.status && one.since === other.since;
}

/** A restart alone brings nobody back: devices of who was Offline count once they report. */
function devicesOf(
  { devices, told, status, connectedUntil }: Saved,
  before: OpenStatus,
  now: Moment,
): readonly Device[] {
  if (before.status === 'offline') return [];
  const connection = { kind: 'lost', at: connectedUntil } as const;
  const restored = devices.map((device) => ({ ...restoreDevice(device, now), connection }));
  const lastTold = told.at(-1);
  if (lastTold === undefined || lastTold.since === status?.since) return restored;
  // The team was told of them after the last save, so some device of theirs was used since.
  const [latest = UNKNOWN_DEVICE, ...others] = restored;
  return [{ ...latest, connection, lastInputAt: now.steady, locked: false }, ...others];
}

function restoreDevice(stored: StoredDevice, now: Moment): Omit<Device, 'connection'> {
  return {
    deviceId: stored.deviceId,
    name: stored.name,
    lastInputAt: steadyOf(stored.lastInputAt, now),
    locked: stored.locked,
  };
}

/** What has become of a status while nobody looked, and the device that it came from. */
function whatStands(
  before: OpenStatus,
  record: ChoiceRecord,
  devices: readonly Device[],
  settings: TeamSettings,
  now: Moment,
): { readonly visible: MemberStatus; readonly deviceName: string | null } {
  if (before.status === 'offline') return { visible: before, deviceName: null };
  const { status, until, note, absence } = deriveStatus(record, devices, settings, now);
  if (status === 'offline') {
    const since = Math.max(before.since, leftAt(devices, settings, now));
    return {
      visible: { status, cause: 'connection-lost', since },
      deviceName: absence?.deviceName ?? null,
    };
  }
  const details = { ...(until === null ? {} : { until }), ...(note === null ? {} : { note }) };
  if (status === before.status) return { visible: { ...before, ...details }, deviceName: null };
  if (record.until !== null && until === null) {
    const since = Math.max(before.since, record.until);
    return { visible: { status, cause: 'timer', since }, deviceName: null };
  }
  // The choice was kept, but the server did not get to save what came of it.
  const since = Math.max(before.since, record.madeAt);
  return {
    visible: { status, cause: 'chosen', since, ...details },
    deviceName: devices.find(({ deviceId }) => deviceId === record.madeOn)?.name ?? null,
  };
}

/** The last moment (epoch) at which one of the devices can have counted. */
function leftAt(devices: readonly Device[], settings: TeamSettings, now: Moment): number {
  const ends = devices
    .map((device) => devicePresence(device, settings, device.lastInputAt))
    .filter((presence) => presence.present)
    .map(({ until }) => until);
  return ends.length === 0 ? now.epoch : epochOf(Math.min(Math.max(...ends), now.steady), now);
}

function openStatus({ status, cause, since }: MemberStatus): OpenStatus {
  return { status, cause, since };
}

/** Whoever has no status on record was never connected, though they may well have asked by HTTP. */
function neverPresent({ createdAt }: StoredMember): OpenStatus {
  return { status: 'offline', since: createdAt, cause: 'signed-out' };
}
