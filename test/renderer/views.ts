import type { TeamView } from '../../src/renderer/bridge/team-view.ts';
import type { SelfView } from '../../src/shared/bridge/view.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import { DEFAULT_PREFERENCES } from '../support/preferences.ts';

export const ben: SelfView = {
  memberId: 'ben',
  name: 'Ben Sommer',
  role: 'agent',
  watched: false,
  live: { status: 'online', since: 0, cause: 'chosen', until: null, note: null },
  choice: 'online',
  choiceUntil: null,
};

/** What Ben sees while connected. */
export function teamView(changes: Partial<TeamView> = {}): TeamView {
  return {
    kind: 'team',
    language: 'en',
    settingsTrouble: null,
    server: 'https://ampel.example.com',
    connection: { kind: 'connected' },
    self: ben,
    members: [],
    settings: { ...DEFAULT_SETTINGS, timeoutSetBy: null },
    contacts: null,
    pending: null,
    source: 'system',
    preferences: DEFAULT_PREFERENCES,
    trayIsMissing: false,
    version: { installed: '1.0.0', update: { kind: 'current', checkedAt: null } },
    ...changes,
  };
}

/** What Ben sees when the connection is lost: nobody's status, his own included (PR9). */
export function lostView(changes: Partial<TeamView> = {}): TeamView {
  return teamView({
    connection: { kind: 'lost', since: 0 },
    self: { ...ben, live: null },
    ...changes,
  });
}
