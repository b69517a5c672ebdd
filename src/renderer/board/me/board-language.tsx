import { LANGUAGE_SETTINGS, type LanguageSetting } from '../../../shared/bridge/view.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';
import { useSpeak } from '../app/language-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { Section } from '../ui/section.tsx';
import { SelectField } from '../ui/select-field.tsx';

export function BoardLanguage({ language }: { readonly language: LanguageSetting }) {
  const t = useTexts();
  const tb = useBoardTexts();
  const bridge = useBridge();
  const speak = useSpeak();
  const { tell } = useNotices();
  const names = {
    system: tb('me.languageBrowser'),
    en: t('settings.languageEn'),
    de: t('settings.languageDe'),
  } as const satisfies Record<LanguageSetting, string>;
  return (
    <Section title={t('settings.language')}>
      <SelectField
        label={t('settings.language')}
        isLabelHidden
        value={language}
        options={LANGUAGE_SETTINGS}
        textOf={(option) => names[option]}
        onChange={(chosen) => {
          tell(bridge.setPreferences({ language: chosen }));
          speak(chosen);
        }}
      />
    </Section>
  );
}
