import type { TeamView } from '../../bridge/team-view.ts';
import { LanguageSetting } from './language-setting.tsx';
import { LaunchSetting } from './launch-setting.tsx';
import { MenuBarIconSetting } from './menu-bar-icon-setting.tsx';
import { ShortcutSetting } from './shortcut-setting.tsx';
import { ThemeSetting } from './theme-setting.tsx';
import { UpdateSetting } from './update-setting.tsx';
import { useIntegration } from './use-integration.ts';

export function GeneralSection({ view }: { readonly view: TeamView }) {
  const { preferences, version } = view;
  const { integration, ask } = useIntegration();
  return (
    <>
      <LanguageSetting language={preferences.language} />
      <ThemeSetting theme={preferences.theme} />
      {integration === null ? null : (
        <>
          {integration.keyboard === 'mac' ? (
            <MenuBarIconSetting menuBarIcon={preferences.menuBarIcon} />
          ) : null}
          <LaunchSetting launchAtLogin={integration.launchAtLogin} onChanged={ask} />
          <ShortcutSetting
            shortcut={preferences.shortcut}
            integration={integration}
            onChanged={ask}
          />
        </>
      )}
      <UpdateSetting version={version} />
    </>
  );
}
