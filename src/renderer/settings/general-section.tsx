import type { Preferences } from '../../shared/bridge/view.ts';
import { LanguageSetting } from './language-setting.tsx';
import { LaunchSetting } from './launch-setting.tsx';
import { ShortcutSetting } from './shortcut-setting.tsx';
import { ThemeSetting } from './theme-setting.tsx';
import { useIntegration } from './use-integration.ts';

export function GeneralSection({ preferences }: { readonly preferences: Preferences }) {
  const { integration, ask } = useIntegration();
  return (
    <>
      <LanguageSetting language={preferences.language} />
      <ThemeSetting theme={preferences.theme} />
      {integration === null ? null : (
        <>
          <LaunchSetting launchAtLogin={integration.launchAtLogin} onChanged={ask} />
          <ShortcutSetting
            shortcut={preferences.shortcut}
            integration={integration}
            onChanged={ask}
          />
        </>
      )}
    </>
  );
}
