import { describe, expect, it } from 'vitest';
import type { LoginItem, ShortcutPort } from '../../../src/main/ports.ts';
import { PreferenceEffects } from '../../../src/main/settings/preference-effects.ts';

const SILENT = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A system on which other applications have some shortcuts already. */
function systemWith(options: { taken?: readonly string[]; loginItem?: LoginItem | null } = {}) {
  const { taken = [], loginItem = null } = options;
  const system = { theme: 'system', shortcut: null as string | null };
  const shortcut: ShortcutPort = {
    set: (accelerator) => {
      const free = accelerator === null || !taken.includes(accelerator);
      system.shortcut = free ? accelerator : null;
      return free;
    },
  };
  const effects = new PreferenceEffects({
    theme: {
      set: (theme) => {
        system.theme = theme;
      },
    },
    shortcut,
    loginItem,
    keyboard: 'other',
    onShortcut: () => undefined,
    log: SILENT,
  });
  return { system, effects };
}

describe('what preferences change outside of Ampel', () => {
  it('is in force from the start', () => {
    const { system, effects } = systemWith();
    expect(effects.start({ theme: 'dark', shortcut: 'Ctrl+Alt+A' })).toEqual({ ok: true });
    expect(system).toEqual({ theme: 'dark', shortcut: 'Ctrl+Alt+A' });
    expect(effects.integration()).toMatchObject({ shortcut: 'works', launchAtLogin: null });
  });

  it('changes only what is changed', () => {
    const { system, effects } = systemWith();
    effects.start({ theme: 'dark', shortcut: 'Ctrl+Alt+A' });
    effects.change({ theme: 'light' });
    expect(system).toEqual({ theme: 'light', shortcut: 'Ctrl+Alt+A' });
    effects.change({ shortcut: null });
    expect(system).toEqual({ theme: 'light', shortcut: null });
    expect(effects.integration().shortcut).toBe('none');
  });

  it('says that a shortcut is taken, and goes on with the one before', () => {
    const { system, effects } = systemWith({ taken: ['Ctrl+Alt+B'] });
    effects.start({ theme: 'system', shortcut: 'Ctrl+Alt+A' });
    expect(effects.change({ shortcut: 'Ctrl+Alt+B', theme: 'dark' })).toEqual({
      ok: false,
      problem: { code: 'shortcut-taken' },
    });
    expect(system).toEqual({ theme: 'system', shortcut: 'Ctrl+Alt+A' });
  });

  it('knows of a shortcut that was taken at the start', () => {
    const { effects } = systemWith({ taken: ['Ctrl+Alt+B'] });
    expect(effects.start({ theme: 'system', shortcut: 'Ctrl+Alt+B' }).ok).toBe(false);
    expect(effects.integration().shortcut).toBe('refused');
  });

  it('says what the system has against launching at login', () => {
    const refusing: LoginItem = {
      get: () => false,
      launchedThis: () => false,
      set: () => {
        throw new Error('read-only file system');
      },
      refresh: () => {
        throw new Error('read-only file system');
      },
    };
    const { effects } = systemWith({ loginItem: refusing });
    expect(effects.start({ theme: 'system', shortcut: null })).toEqual({ ok: true });
    expect(effects.setLaunchAtLogin(true)).toEqual({
      ok: false,
      problem: { code: 'refused-by-system', detail: 'Error: read-only file system' },
    });
    expect(effects.integration().launchAtLogin).toBe(false);
  });
});
