import { describe, expect, it } from 'vitest';
import { type LocalSettings, localSettingsSchema } from '../../src/main/settings/local-settings.ts';
import { TrayAbsence } from '../../src/main/tray/tray-absence.ts';
import { readAnswer, type TrayHost } from '../../src/main/tray/tray-host.ts';
import { ManualClock } from '../support/manual-clock.ts';

/** A desktop that shows tray icons or not, and what Ampel did about it. */
function desktop(first: TrayHost, trayNotice: LocalSettings['trayNotice'] = 'due') {
  let settings = localSettingsSchema.parse({ deviceId: 'device-0001', trayNotice });
  const clock = new ManualClock();
  const state = { host: first, opened: 0, changes: 0 };
  const absence = new TrayAbsence({
    find: async () => state.host,
    settings: {
      get: () => settings,
      update: (change) => {
        settings = { ...settings, ...change };
      },
    },
    clock,
    onChange: () => {
      state.changes += 1;
    },
    openWindow: () => {
      state.opened += 1;
    },
  });
  /** A start at login: without a window. */
  const login = async (): Promise<void> => {
    const starting = absence.openIfInvisible();
    await new Promise(setImmediate);
    clock.advance(10_000);
    await starting;
    if (state.opened > 0) await absence.windowOpened();
  };
  return { absence, state, login, notice: () => settings.trayNotice };
}

describe('WP3 a desktop without tray icons', () => {
  it('gets the window at the first login only', async () => {
    const { absence, state, login, notice } = desktop('missing');
    await login();
    expect(state.opened).toBe(1);
    expect(absence.isToBeTold).toBe(true);
    expect(notice()).toBe('told');
    await login();
    expect(state.opened).toBe(1);
  });

  it('is waited for: its panel may come up after Ampel', async () => {
    const { state, login } = desktop('missing');
    const starting = login();
    state.host = 'shown';
    await starting;
    expect(state.opened).toBe(0);
  });

  it('is told of again when it had icons in between', async () => {
    const { absence, state, notice } = desktop('missing', 'told');
    state.host = 'shown';
    await absence.look();
    expect(absence.isToBeTold).toBe(false);
    expect(notice()).toBe('due');
  });

  it('is never told of again once that was dismissed', async () => {
    const { absence, state, login } = desktop('missing', 'dismissed');
    await login();
    await absence.windowOpened();
    expect(absence.isToBeTold).toBe(false);
    expect(state.opened).toBe(0);
  });

  it.each(['shown', 'unknown'] as const)('is not claimed where icons are %s', async (host) => {
    const { absence, state, login } = desktop(host);
    await login();
    await absence.windowOpened();
    expect(absence.isToBeTold).toBe(false);
    expect(state).toMatchObject({ opened: 0, changes: 0 });
  });
});

describe('WP3 what the session bus says about tray icons', () => {
  const gnome = { desktop: 'ubuntu:GNOME', isWayland: false };
  const i3 = { desktop: 'i3', isWayland: false };
  const sway = { desktop: 'sway', isWayland: true };
  const nobody = {
    kind: 'failed',
    output: 'Error org.freedesktop.DBus.Error.ServiceUnknown: not provided',
  } as const;

  it.each([
    ['gdbus says yes', { kind: 'answered', output: '(<true>,)\n' }, gnome, 'shown'],
    ['dbus-send says yes', { kind: 'answered', output: '   variant  boolean true' }, i3, 'shown'],
    ['gdbus says no', { kind: 'answered', output: '(<false>,)\n' }, gnome, 'missing'],
    ['nobody answers on GNOME', nobody, gnome, 'missing'],
    ['nobody answers on Wayland', nobody, sway, 'missing'],
    ['there may be a tray of the older kind', nobody, i3, 'unknown'],
    ['there is no bus', { kind: 'failed', output: 'Cannot autolaunch D-Bus' }, gnome, 'unknown'],
    ['the answer is nonsense', { kind: 'answered', output: '(<42>,)' }, gnome, 'unknown'],
  ] as const)('where %s', (_, answer, session, host) => {
    expect(readAnswer(answer, session)).toBe(host);
  });
});
