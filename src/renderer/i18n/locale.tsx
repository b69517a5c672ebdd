import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import type { Language } from '../../shared/bridge/view.ts';
import { formatLocale } from '../../shared/time/format-locale.ts';
import { type Translate, translateInto } from './translate.ts';

type Locale = { readonly t: Translate; readonly locale: string };

const LocaleContext = createContext<Locale>({ t: translateInto('en'), locale: 'en-GB' });

export function LocaleProvider(props: {
  readonly language: Language;
  readonly children: ReactNode;
}) {
  const { language, children } = props;
  const value = useMemo(
    () => ({ t: translateInto(language), locale: formatLocale(language, navigator.languages) }),
    [language],
  );
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <I18nProvider locale={value.locale}>
      <LocaleContext value={value}>{children}</LocaleContext>
    </I18nProvider>
  );
}

/** The texts in the view's language. */
export function useTexts(): Translate {
  return useContext(LocaleContext).t;
}

/** The locale for dates and numbers, e.g. `de-DE`. */
export function useFormatLocale(): string {
  return useContext(LocaleContext).locale;
}
