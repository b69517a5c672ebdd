import type { Preferences } from '../../src/shared/bridge/view.ts';

/** What a member has who never changed a setting. */
export const DEFAULT_PREFERENCES: Preferences = {
  language: 'system',
  theme: 'system',
  menuBarIcon: 'color',
  notifyAbout: 'watched',
  quietWhileBusy: true,
  quietHours: null,
  shortcut: null,
};
