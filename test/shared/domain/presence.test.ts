import { describe, expect, it } from 'vitest';
import { initialChoice } from '../../../src/shared/domain/choice.ts';
import {
  type Absence,
  type DerivedStatus,
  type Device,
  deriveStatus,
  devicePresence,
  nextVisible,
  RECONNECT_GRACE_MS,
  type Trigger,
} from '../../../src/shared/domain/presence.ts';
import { DEFAULT_SETTINGS } from '../../../src/shared/domain/settings.ts';
import type { Cause, MemberStatus } from '../../../src/shared/domain/status.ts';

const EPOCH = 1_000_000_000;
/** Far from the time of day: the two scales have nothing to do with each other. */
const STEADY = 5_000_000;
const NOW = { epoch: EPOCH, steady: STEADY };
const TIMEOUT = 15 * 60_000;

const active: Device = {
  deviceId: 'laptop',
  name: 'Laptop',
  connection: { kind: 'open' },
  lastInputAt: STEADY,
  locked: false,
};
const locked: Device = { ...active, locked: true };
const inactive: Device = { ...active, lastInputAt: STEADY - TIMEOUT };
const lost = (agoMs: number): Device => ({
  ...active,
  connection: { kind: 'lost', at: STEADY - agoMs },
});
const chose = (choice: 'online' | 'busy', until: number | null = null) => ({
  ...initialChoice(0),
  choice,
  until,
});

describe('devicePresence', () => {
  it('PR3: present until the timeout after the last input', () => {
    expect(devicePresence(active, DEFAULT_SETTINGS, STEADY)).toEqual({
      present: true,
      until: STEADY + TIMEOUT,
    });
    expect(devicePresence(active, DEFAULT_SETTINGS, STEADY + TIMEOUT - 1).present).toBe(true);
    expect(devicePresence(active, DEFAULT_SETTINGS, STEADY + TIMEOUT)).toEqual({
      present: false,
      because: 'inactivity',
    });
  });

  it('PR14: a locked device is absent, unless the team ignores locking', () => {
    expect(devicePresence(locked, DEFAULT_SETTINGS, STEADY)).toEqual({
      present: false,
      because: 'locked',
    });
    const ignoring = { ...DEFAULT_SETTINGS, lockPolicy: 'ignore' } as const;
    expect(devicePresence(locked, ignoring, STEADY).present).toBe(true);
    expect(devicePresence({ ...inactive, locked: true }, ignoring, STEADY).present).toBe(false);
  });

  it('PR7: a lost connection counts for the grace, but no longer than the input does', () => {
    expect(devicePresence(lost(0), DEFAULT_SETTINGS, STEADY)).toEqual({
      present: true,
      until: STEADY + RECONNECT_GRACE_MS,
    });
    expect(devicePresence(lost(RECONNECT_GRACE_MS), DEFAULT_SETTINGS, STEADY)).toEqual({
      present: false,
      because: 'connection-lost',
    });
    const fading = { ...lost(0), lastInputAt: STEADY - TIMEOUT + 5 };
    expect(devicePresence(fading, DEFAULT_SETTINGS, STEADY)).toMatchObject({ until: STEADY + 5 });
  });
});

describe('deriveStatus', () => {
  it('PR2: Offline without a present device, whatever was chosen', () => {
    for (const devices of [[], [inactive], [locked, inactive]]) {
      expect(deriveStatus(chose('busy'), devices, DEFAULT_SETTINGS, NOW)).toMatchObject({
        status: 'offline',
        until: null,
        presentUntil: null,
        changesInMs: null,
      });
    }
  });

  it('PR2: the choice while any device is present', () => {
    expect(deriveStatus(chose('busy'), [locked, active], DEFAULT_SETTINGS, NOW)).toEqual({
      status: 'busy',
      until: null,
      note: null,
      absence: null,
      presentUntil: STEADY + TIMEOUT,
      changesInMs: TIMEOUT,
    });
  });

  it('PR3: says when time alone changes it: the longest present device', () => {
    const older = { ...active, deviceId: 'phone', lastInputAt: STEADY - 60_000 };
    const derived = deriveStatus(chose('online'), [older, active], DEFAULT_SETTINGS, NOW);
    expect(derived).toMatchObject({ presentUntil: STEADY + TIMEOUT, changesInMs: TIMEOUT });
  });

  it('PR8: says when a timed choice ends, and what stands after it', () => {
    const timed = chose('busy', EPOCH + 5_000);
    expect(deriveStatus(timed, [active], DEFAULT_SETTINGS, NOW)).toMatchObject({
      status: 'busy',
      until: EPOCH + 5_000,
      presentUntil: STEADY + TIMEOUT,
      changesInMs: 5_000,
    });
    const end = { ...NOW, epoch: EPOCH + 5_000 };
    expect(deriveStatus(timed, [active], DEFAULT_SETTINGS, end)).toMatchObject({
      status: 'online',
      until: null,
    });
  });

  it('PR8: looks every minute whether a timed choice is over, as the clock may be set', () => {
    const timed = chose('busy', EPOCH + 3_600_000);
    expect(deriveStatus(timed, [active], DEFAULT_SETTINGS, NOW)).toMatchObject({
      until: EPOCH + 3_600_000,
      changesInMs: 60_000,
    });
  });

  it.each([3_600_000, -3_600_000])(
    'PR3: who is present does not depend on the time of day (%s ms)',
    (ms) => {
      const set = { ...NOW, epoch: EPOCH + ms };
      for (const devices of [[active], [inactive], [lost(5_000)]]) {
        const before = deriveStatus(chose('online'), devices, DEFAULT_SETTINGS, NOW);
        expect(deriveStatus(chose('online'), devices, DEFAULT_SETTINGS, set)).toEqual(before);
      }
    },
  );

  it('PR11: of several absent devices the one used last tells why', () => {
    const derived = deriveStatus(chose('online'), [inactive, locked], DEFAULT_SETTINGS, NOW);
    expect(derived.absence).toEqual({ because: 'locked', deviceName: 'Laptop' });
  });
});

describe('nextVisible', () => {
  const visible = (status: MemberStatus['status'], cause: Cause): MemberStatus => ({
    status,
    cause,
    since: 1,
  });
  const derived = (status: MemberStatus['status'], more: Partial<DerivedStatus> = {}) => ({
    status,
    until: null,
    note: null,
    absence: null,
    presentUntil: null,
    changesInMs: null,
    ...more,
  });
  const absent = (because: Absence) =>
    derived('offline', { absence: { because, deviceName: 'Laptop' } });

  it('is null where nothing visible changed', () => {
    expect(nextVisible(visible('online', 'chosen'), derived('online'), 'reported', NOW)).toBeNull();
  });

  it.each<[Cause, Trigger]>([
    ['chosen', 'time'],
    ['returned', 'chose'],
  ])('PR11: keeps since-time and cause where only note or end changed (%s)', (cause, trigger) => {
    const next = nextVisible(
      visible('busy', cause),
      derived('busy', { note: 'On a call', until: EPOCH + 1 }),
      trigger,
      NOW,
    );
    expect(next).toEqual({ status: 'busy', since: 1, cause, note: 'On a call', until: EPOCH + 1 });
  });

  it.each<[Cause, MemberStatus, DerivedStatus, Trigger]>([
    ['chosen', visible('online', 'chosen'), derived('busy'), 'chose'],
    ['timer', visible('busy', 'chosen'), derived('online'), 'time'],
    ['inactivity', visible('online', 'chosen'), absent('inactivity'), 'time'],
    ['locked', visible('online', 'chosen'), absent('locked'), 'reported'],
    ['suspended', visible('online', 'chosen'), derived('offline'), 'suspended'],
    ['returned', visible('offline', 'inactivity'), derived('online'), 'reported'],
    ['returned', visible('offline', 'connection-lost'), derived('busy'), 'connected'],
    ['signed-in', visible('offline', 'signed-out'), derived('online'), 'connected'],
    ['signed-in', visible('offline', 'ended-by-manager'), derived('online'), 'connected'],
    ['signed-out', visible('busy', 'chosen'), derived('offline'), 'signed-out'],
    ['connection-lost', visible('busy', 'chosen'), derived('offline'), 'time'],
    ['ended-by-manager', visible('busy', 'chosen'), derived('offline'), 'ended-by-manager'],
    ['policy', visible('busy', 'chosen'), absent('inactivity'), 'settings'],
    ['policy', visible('offline', 'inactivity'), derived('online'), 'settings'],
  ])('PR11: %s', (cause, before, after, trigger) => {
    expect(nextVisible(before, after, trigger, NOW)).toMatchObject({ cause, since: EPOCH });
  });
});
