import type { ViewParts } from '../../client/view/app-view.ts';
import type { LocalSettings } from './local-settings.ts';

/** What of the settings is part of the view. */
export function shownSettings(
  settings: LocalSettings,
): Pick<ViewParts, 'preferences' | 'lastServer'> {
  const { language, theme, menuBarIcon, notifyAbout } = settings;
  const { quietWhileBusy, quietHours, shortcut, lastServer } = settings;
  return {
    preferences: {
      language,
      theme,
      menuBarIcon,
      notifyAbout,
      quietWhileBusy,
      quietHours,
      shortcut,
    },
    lastServer,
  };
}
