import { THEMES, type Theme } from '../../../shared/bridge/view.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';
import { RadioSetting } from '../radio-setting.tsx';

const WORDS = {
  system: 'settings.themeSystem',
  light: 'settings.themeLight',
  dark: 'settings.themeDark',
} as const satisfies Record<Theme, string>;

export function ThemeSetting({ theme }: { readonly theme: Theme }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <RadioSetting
      label={t('settings.theme')}
      value={theme}
      options={THEMES.map((value) => ({ value, words: t(WORDS[value]) }))}
      onChange={(chosen) => tell(bridge.setPreferences({ theme: chosen }))}
    />
  );
}
