import { describe, expect, it } from 'vitest';
import { initialChoice } from '../../../src/shared/domain/choice.ts';
import {
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

const NOW = 1_000_000_000;
const TIMEOUT = 15 * 60_000;

const active: Device = {
  deviceId: 'laptop',
  connection: { kind: 'open' },
  lastInputAt: NOW,
  locked: false,
};
const locked: Device = { ...active, locked: true };
const inactive: Device = { ...active, lastInputAt: NOW - TIMEOUT };
const lost = (agoMs: number): Device => ({
  ...active,
  connection: { kind: 'lost', at: NOW - agoMs },
});
const chose = (choice: 'online' | 'busy', until: number | null = null) => ({
  ...initialChoice(0),
  choice,
  until,
});

describe('devicePresence', () => {
  it('PR3: present until the timeout after the last input', () => {
    expect(devicePresence(active, DEFAULT_SETTINGS, NOW)).toEqual({
      present: true,
      until: NOW + TIMEOUT,
    });
    expect(devicePresence(active, DEFAULT_SETTINGS, NOW + TIMEOUT - 1).present).toBe(true);
    expect(devicePresence(active, DEFAULT_SETTINGS, NOW + TIMEOUT)).toEqual({
      present: false,
      because: 'inactivity',
    });
  });

  it('PR14: a locked device is absent, unless the team ignores locking', () => {
    expect(devicePresence(locked, DEFAULT_SETTINGS, NOW)).toEqual({
      present: false,
      because: 'locked',
    });
    const ignoring = { ...DEFAULT_SETTINGS, lockPolicy: 'ignore' } as const;
    expect(devicePresence(locked, ignoring, NOW).present).toBe(true);
    expect(devicePresence({ ...inactive, locked: true }, ignoring, NOW).present).toBe(false);
  });

  it('PR7: a lost connection counts for the grace, but no longer than the input does', () => {
    expect(devicePresence(lost(0), DEFAULT_SETTINGS, NOW)).toEqual({
      present: true,
      until: NOW + RECONNECT_GRACE_MS,
    });
    expect(devicePresence(lost(RECONNECT_GRACE_MS), DEFAULT_SETTINGS, NOW)).toEqual({
      present: false,
      because: 'connection-lost',
    });
    const fading = { ...lost(0), lastInputAt: NOW - TIMEOUT + 5 };
    expect(devicePresence(fading, DEFAULT_SETTINGS, NOW)).toMatchObject({ until: NOW + 5 });
  });
});

describe('deriveStatus', () => {
  it('PR2: Offline without a present device, whatever was chosen', () => {
    for (const devices of [[], [inactive], [locked, inactive]]) {
      expect(deriveStatus(chose('busy'), devices, DEFAULT_SETTINGS, NOW)).toMatchObject({
        status: 'offline',
        until: null,
        changesAt: null,
      });
    }
  });

  it('PR2: the choice while any device is present', () => {
    expect(deriveStatus(chose('busy'), [locked, active], DEFAULT_SETTINGS, NOW)).toEqual({
      status: 'busy',
      until: null,
      note: null,
      absence: null,
      changesAt: NOW + TIMEOUT,
    });
  });

  it('PR3: says when time alone changes it: the longest present device', () => {
    const older = { ...active, deviceId: 'phone', lastInputAt: NOW - 60_000 };
    const derived = deriveStatus(chose('online'), [older, active], DEFAULT_SETTINGS, NOW);
    expect(derived.changesAt).toBe(NOW + TIMEOUT);
  });

  it('PR8: says when a timed choice ends, and what stands after it', () => {
    const timed = chose('busy', NOW + 5_000);
    expect(deriveStatus(timed, [active], DEFAULT_SETTINGS, NOW)).toMatchObject({
      status: 'busy',
      until: NOW + 5_000,
      changesAt: NOW + 5_000,
    });
    expect(deriveStatus(timed, [active], DEFAULT_SETTINGS, NOW + 5_000)).toMatchObject({
      status: 'online',
      until: null,
    });
  });

  it('PR11: of several absent devices the one used last tells why', () => {
    const derived = deriveStatus(chose('online'), [inactive, locked], DEFAULT_SETTINGS, NOW);
    expect(derived.absence).toBe('locked');
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
    changesAt: null,
    ...more,
  });

  it('is null where nothing visible changed', () => {
    expect(nextVisible(visible('online', 'chosen'), derived('online'), 'reported', NOW)).toBeNull();
  });

  it('keeps the since-time where only the note or the end of a choice changed', () => {
    const next = nextVisible(
      visible('busy', 'chosen'),
      derived('busy', { note: 'On a call', until: NOW + 1 }),
      'chose',
      NOW,
    );
    expect(next).toEqual({
      status: 'busy',
      since: 1,
      cause: 'chosen',
      note: 'On a call',
      until: NOW + 1,
    });
  });

  it.each<[Cause, MemberStatus, DerivedStatus, Trigger]>([
    ['chosen', visible('online', 'chosen'), derived('busy'), 'chose'],
    ['timer', visible('busy', 'chosen'), derived('online'), 'time'],
    [
      'inactivity',
      visible('online', 'chosen'),
      derived('offline', { absence: 'inactivity' }),
      'time',
    ],
    ['locked', visible('online', 'chosen'), derived('offline', { absence: 'locked' }), 'reported'],
    ['suspended', visible('online', 'chosen'), derived('offline'), 'suspended'],
    ['returned', visible('offline', 'inactivity'), derived('online'), 'reported'],
    ['returned', visible('offline', 'connection-lost'), derived('busy'), 'connected'],
    ['signed-in', visible('offline', 'signed-out'), derived('online'), 'connected'],
    ['signed-in', visible('offline', 'ended-by-manager'), derived('online'), 'connected'],
    ['signed-out', visible('busy', 'chosen'), derived('offline'), 'signed-out'],
    ['connection-lost', visible('busy', 'chosen'), derived('offline'), 'time'],
    ['ended-by-manager', visible('busy', 'chosen'), derived('offline'), 'ended-by-manager'],
    [
      'policy',
      visible('busy', 'chosen'),
      derived('offline', { absence: 'inactivity' }),
      'settings',
    ],
    ['policy', visible('offline', 'inactivity'), derived('online'), 'settings'],
  ])('PR11: %s', (cause, before, after, trigger) => {
    expect(nextVisible(before, after, trigger, NOW)).toMatchObject({ cause, since: NOW });
  });
});
