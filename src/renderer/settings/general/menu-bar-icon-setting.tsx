import { MENU_BAR_ICONS, type MenuBarIcon } from '../../../shared/bridge/view.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';
import { RadioSetting } from '../radio-setting.tsx';

const WORDS = {
  color: 'settings.menuBarIconColor',
  monochrome: 'settings.menuBarIconMonochrome',
} as const satisfies Record<MenuBarIcon, string>;

export function MenuBarIconSetting({ menuBarIcon }: { readonly menuBarIcon: MenuBarIcon }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <RadioSetting
      label={t('settings.menuBarIcon')}
      value={menuBarIcon}
      options={MENU_BAR_ICONS.map((value) => ({ value, words: t(WORDS[value]) }))}
      onChange={(chosen) => tell(bridge.setPreferences({ menuBarIcon: chosen }))}
    />
  );
}
