import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Translate } from '../../src/main/language/translate.ts';
import type { TrayMenuItem } from '../../src/main/ports.ts';
import { buildTray as build } from '../../src/main/tray/tray-model.ts';
import type { TeamView } from '../../src/renderer/bridge/team-view.ts';
import type { AppView, MemberView } from '../../src/shared/bridge/view.ts';
import type { Status } from '../../src/shared/domain/status.ts';
import { teamView } from '../renderer/views.ts';
import { DEFAULT_PREFERENCES } from '../support/preferences.ts';
import { createTranslator } from '../support/translators.ts';

/** Monday noon. */
const NOON = new Date(2026, 2, 9, 12).getTime();
afterEach(() => vi.unstubAllEnvs());

const buildTray = (view: AppView, t: Translate) => build(view, t, { now: NOON, locale: 'en-GB' });
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

const team = (change: Partial<TeamView> = {}): AppView =>
  teamView({
    self: { ...member('Me', 'online'), choice: 'online', choiceUntil: null },
    members: [member('Anna', 'offline'), member('Ben', 'online'), member('Cleo', 'busy')],
    ...change,
  });

function labels(items: readonly TrayMenuItem[]): string[] {
  return items.map((item) => (item.kind === 'separator' ? '-' : item.label));
}

function submenu(items: readonly TrayMenuItem[], label: string): readonly TrayMenuItem[] {
  const found = items.find((item) => item.kind === 'submenu' && item.label === label);
  return found?.kind === 'submenu' ? found.items : [];
}

function checked(items: readonly TrayMenuItem[]): string[] {
  return items.flatMap((item) => (item.kind === 'radio' && item.checked ? [item.label] : []));
}

function busyUntil(until: number): NonNullable<MemberView['live']> {
  return { status: 'busy', since: 0, cause: 'chosen', until, note: null };
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
      'Settings…',
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

  it('PR8 offers Busy for a time, and marks the choice that stands, also while Offline', () => {
    const self = { ...member('Me', 'offline'), choice: 'busy', choiceUntil: null } as const;
    const { icon, menu } = buildTray(team({ self }), en);
    expect(icon).toBe('offline');
    expect(labels(submenu(menu, 'Busy'))).toEqual([
      'Until I change it',
      '30 minutes',
      '1 hour',
      '2 hours',
      'Until tomorrow',
    ]);
    expect(checked(submenu(menu, 'Busy'))).toEqual(['Until I change it']);
    expect(checked(menu)).toEqual([]);
  });

  it('PR8 says until when Busy stands and how long that is', () => {
    const live = busyUntil(NOON + 24 * 60_000 - 1);
    const self = {
      ...member('Me', 'busy'),
      live,
      choice: 'busy',
      choiceUntil: live.until,
    } as const;
    const { tooltip, menu } = buildTray(team({ self }), en);
    expect(tooltip).toBe('Ampel: You are Busy until 12:23 · 24 mins left');
    expect(labels(submenu(menu, 'Busy')).slice(0, 2)).toEqual(['Until 12:23', '-']);
    expect(checked(submenu(menu, 'Busy'))).toEqual([]);
  });

  it('PR10 says which choice waits for the connection, and still takes another', () => {
    const { menu } = buildTray(
      team({
        connection: { kind: 'lost', since: 0 },
        pending: { choice: 'busy', until: null, waitsFor: 'connection' },
      }),
      en,
    );
    expect(labels(menu)).toContain('Busy as soon as the connection is back');
    expect(checked(submenu(menu, 'Busy'))).toEqual(['Until I change it']);
    expect(menu.filter((item) => item.kind === 'radio' && !item.enabled)).toEqual([]);
  });

  it('PR12 says when only input in Ampel counts', () => {
    expect(labels(buildTray(team({ source: 'app' }), en).menu)[1]).toMatch(/in Ampel/);
    expect(labels(buildTray(team(), en).menu)[1]).toBe('-');
  });

  it('leads to the reason while Offline', () => {
    const self = { ...member('Me', 'offline'), choice: 'online', choiceUntil: null } as const;
    const item = buildTray(team({ self }), en).menu[1];
    expect(item).toEqual({
      kind: 'action',
      label: 'Why am I Offline?',
      command: { do: 'open', place: 'own-status' },
    });
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

  it('NO2 NO5 leads to each colleague, and watches them', () => {
    const members = [member('Anna', 'offline'), { ...member('Ben', 'online'), watched: true }];
    const { menu } = buildTray(team({ members }), en);
    expect(submenu(submenu(menu, 'Team'), 'Anna: Offline')).toEqual([
      {
        kind: 'action',
        label: 'Open in the window',
        command: { do: 'open', place: { memberId: 'Anna' } },
      },
      {
        kind: 'check',
        label: 'Tell me when Anna is back',
        checked: false,
        command: { do: 'watch', memberId: 'Anna', on: true },
      },
    ]);
    expect(submenu(submenu(menu, 'Team'), 'Ben: Online')[1]).toMatchObject({
      checked: true,
      command: { do: 'watch', memberId: 'Ben', on: false },
    });
  });

  it('NO4 says when it is quiet, and offers quiet hours where some are set', () => {
    const { menu } = buildTray(team(), en);
    expect(submenu(menu, 'Notifications').slice(3)).toEqual([
      { kind: 'separator' },
      {
        kind: 'check',
        label: 'Quiet while I am Busy',
        checked: true,
        command: { do: 'prefer', change: { quietWhileBusy: false } },
      },
    ]);
    const quietHours = { from: '18:00', to: '08:00' };
    const withHours = team({ preferences: { ...DEFAULT_PREFERENCES, quietHours } });
    const british = submenu(buildTray(withHours, en).menu, 'Notifications').at(-1);
    expect(british).toEqual({
      kind: 'check',
      label: 'Quiet from 18:00 to 08:00',
      checked: true,
      command: { do: 'prefer', change: { quietHours: null } },
    });
    const american = build(withHours, en, { now: NOON, locale: 'en-US' }).menu;
    expect(labels(submenu(american, 'Notifications')).at(-1)).toMatch(/^Quiet from 6:00\sPM/);
  });

  it('NO4 names the quiet hours as they were set, also on the day that leaves one out', () => {
    vi.stubEnv('TZ', 'Europe/Berlin');
    const now = new Date(2026, 2, 29, 12).getTime();
    const quietHours = { from: '21:00', to: '02:30' };
    const view = team({ preferences: { ...DEFAULT_PREFERENCES, quietHours } });
    const { menu } = build(view, en, { now, locale: 'en-IE' });
    expect(JSON.stringify(menu)).toMatch(/21:00\D+02:30/);
  });

  it('ends a long list with a way to the window', () => {
    const members = Array.from({ length: 40 }, (_, n) => member(`Agent ${n}`, 'online'));
    const { menu } = buildTray(team({ members }), en);
    expect(labels(submenu(menu, 'Team')).at(-1)).toBe('10 more in the window…');
  });

  it('PR9 shows nobody’s status while the connection is lost, the own included', () => {
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
    expect([...checked(menu), ...checked(submenu(menu, 'Busy'))]).toEqual([]);
  });

  it('says how many contacts wait, and what is to be accepted', () => {
    const own = (contactId: string, state: 'assigned' | 'accepted') => ({
      contactId,
      customer: contactId,
      subject: null,
      channel: null,
      link: null,
      arrivedAt: 0,
      assignedAt: 0,
      state,
    });
    const queue = { waiting: 1, oldestSince: 0 };
    const contacts = { mine: [own('Maria', 'accepted')], queue, revision: 1 };
    const calm = buildTray(team({ contacts }), en);
    expect(calm.tooltip).toBe('Ampel: You are Online');
    expect(labels(calm.menu).slice(0, 3)).toEqual(['You are Online', '1 contact waiting', '-']);

    const many = ['A', 'B', 'C', 'D', 'E', 'F'].map((name) => own(name, 'assigned'));
    const { tooltip, menu } = buildTray(team({ contacts: { ...contacts, mine: many } }), de);
    expect(tooltip).toBe('Ampel: Sie sind Online · 6 Kontakte anzunehmen');
    expect(labels(menu).slice(1, 8)).toEqual([
      '1 Kontakt wartet',
      ...['A', 'B', 'C', 'D', 'E'].map((name) => `Für Sie: ${name}`),
      '-',
    ]);
    expect(submenu(menu, 'Für Sie: A')).toMatchObject([
      { label: 'Annehmen', command: { do: 'contact', act: 'accept', contactId: 'A' } },
      { label: 'Zurückgeben', command: { do: 'contact', act: 'return', contactId: 'A' } },
      { label: 'Im Fenster öffnen', command: { do: 'open', place: { contactId: 'A' } } },
    ]);
  });

  it('PR9 says nothing of contacts without a connection', () => {
    const contacts = { mine: [], queue: null, revision: 1 };
    const lost = team({ contacts, connection: { kind: 'lost', since: 0 } });
    expect(labels(buildTray(lost, en).menu).slice(0, 2)).toEqual([
      'Not connected. Trying again…',
      '-',
    ]);
  });

  it('offers signing in while nobody is signed in', () => {
    const view: AppView = {
      kind: 'signed-out',
      join: { kind: 'none' },
      language: 'en',
      server: '',
      problem: null,
      settingsTrouble: null,
    };
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
