import { describe, expect, it } from 'vitest';
import { createTranslator } from '../../src/main/language/translator.ts';
import type { TrayMenuItem } from '../../src/main/ports.ts';
import { buildTray } from '../../src/main/tray/tray-model.ts';
import type { AppView, MemberView } from '../../src/shared/bridge/view.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import type { Status } from '../../src/shared/domain/status.ts';

const en = createTranslator('en');
const de = createTranslator('de');

function member(name: string, status: Status | null): MemberView {
  return {
    memberId: name,
    name,
    role: 'agent',
    watched: false,
    live: status && { status, since: 0, cause: 'chosen', until: null, note: null },
  };
}

function team(change: Partial<Extract<AppView, { kind: 'team' }>> = {}): AppView {
  return {
    kind: 'team',
    language: 'en',
    server: 'http://127.0.0.1:4180',
    connection: { kind: 'connected' },
    self: { ...member('Me', 'online'), choice: 'online' },
    members: [member('Anna', 'offline'), member('Ben', 'online'), member('Cleo', 'busy')],
    settings: DEFAULT_SETTINGS,
    choosing: null,
    preferences: { language: 'en', notifyAbout: 'watched' },
    ...change,
  };
}

function labels(items: readonly TrayMenuItem[]): string[] {
  return items.map((item) => (item.kind === 'separator' ? '-' : item.label));
}

function submenu(items: readonly TrayMenuItem[], label: string): readonly TrayMenuItem[] {
  const found = items.find((item) => item.kind === 'submenu' && item.label === label);
  return found?.kind === 'submenu' ? found.items : [];
}

describe('tray', () => {
  it('says the own status first, then what can be chosen', () => {
    const { icon, tooltip, menu } = buildTray(team(), en);
    expect(icon).toBe('online');
    expect(tooltip).toBe('Ampel: You are Online');
    expect(labels(menu)).toEqual([
      'You are Online',
      '-',
      'Online',
      'Busy',
      'Offline: automatic after 15 minutes without input',
      '-',
      'Team',
      'Notifications',
      '-',
      'Open Ampel',
      'Sign out',
      'Quit',
    ]);
  });

  it('PR1 offers no way to choose Offline', () => {
    const commands = JSON.stringify(buildTray(team(), en).menu);
    expect(commands).not.toContain('"choice":"offline"');
    const line = buildTray(team(), en).menu.find(
      (item) => item.kind !== 'separator' && item.label.startsWith('Offline'),
    );
    expect(line?.kind).toBe('text');
  });

  it('marks the choice that stands, also while Offline', () => {
    const self = { ...member('Me', 'offline'), choice: 'busy' } as const;
    const { icon, menu } = buildTray(team({ self }), en);
    expect(icon).toBe('offline');
    expect(menu).toContainEqual(expect.objectContaining({ label: 'Busy', checked: true }));
  });

  it('lists colleagues by status, then by name', () => {
    const { menu } = buildTray(team(), en);
    expect(labels(submenu(menu, 'Team'))).toEqual([
      'Ben: Online',
      '-',
      'Cleo: Busy',
      '-',
      'Anna: Offline',
    ]);
  });

  it('ends a long list with a way to the window', () => {
    const members = Array.from({ length: 40 }, (_, n) => member(`Agent ${n}`, 'online'));
    const { menu } = buildTray(team({ members }), en);
    expect(labels(submenu(menu, 'Team')).at(-1)).toBe('10 more in the window…');
  });

  it('PR9 shows nobody’s status and takes no choice while the connection is lost', () => {
    const { icon, tooltip, menu } = buildTray(
      team({
        connection: { kind: 'lost', since: 0 },
        members: [member('Anna', null)],
      }),
      en,
    );
    expect(icon).toBe('disconnected');
    expect(tooltip).toContain('Not connected');
    expect(labels(submenu(menu, 'Team'))).toEqual(['Not connected. Trying again…']);
    expect(menu.filter((item) => item.kind === 'radio' && item.enabled)).toEqual([]);
  });

  it('offers signing in while nobody is signed in', () => {
    const view: AppView = { kind: 'signed-out', language: 'en', server: '', problem: null };
    const { icon, menu } = buildTray(view, en);
    expect(icon).toBe('signed-out');
    expect(labels(menu)).toEqual(['Not signed in', '-', 'Sign in…', '-', 'Quit']);
  });

  it('speaks German', () => {
    const { menu } = buildTray(team(), de);
    expect(labels(menu)).toContain('Offline: automatisch nach 15 Minuten ohne Eingabe');
    expect(labels(submenu(menu, 'Team'))).toContain('Cleo: Beschäftigt');
  });
});
