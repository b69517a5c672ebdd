import { Button } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Label, Select, SelectValue } from 'react-aria-components/Select';
import {
  LANGUAGE_SETTINGS,
  type LanguageSetting as LanguageChoice,
} from '../../../shared/bridge/view.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { CheckIcon, ChevronIcon } from '../../icons/icons.tsx';
import { useNotices } from '../../notices/notice-context.tsx';

const NAMES = {
  system: 'settings.languageSystem',
  en: 'settings.languageEn',
  de: 'settings.languageDe',
} as const satisfies Record<LanguageChoice, string>;

export function LanguageSetting({ language }: { readonly language: LanguageChoice }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <Select
      className="setting"
      value={language}
      onChange={(key) => {
        const chosen = LANGUAGE_SETTINGS.find((setting) => setting === key);
        if (chosen !== undefined) tell(bridge.setPreferences({ language: chosen }));
      }}
    >
      <Label className="label">{t('settings.language')}</Label>
      <Button className="input-box select-button">
        <SelectValue className="select-value">{t(NAMES[language])}</SelectValue>
        <ChevronIcon />
      </Button>
      <Popover className="popover select-popover" offset={4}>
        <ListBox className="menu">
          {LANGUAGE_SETTINGS.map((setting) => (
            <ListBoxItem
              key={setting}
              id={setting}
              className="menu-item"
              textValue={t(NAMES[setting])}
            >
              {({ isSelected }) => (
                <>
                  <span className="menu-text">{t(NAMES[setting])}</span>
                  <span className="menu-state">{isSelected ? <CheckIcon /> : null}</span>
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
