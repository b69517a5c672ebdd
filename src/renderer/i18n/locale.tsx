import {
  createContext,
  type ReactNode,
  Suspense,
  use,
  useContext,
  useEffect,
  useMemo,
} from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import type { Language } from '../../shared/bridge/view.ts';
import { formatLocale } from '../../shared/time/format-locale.ts';
import { english } from './english.ts';
import type { Translate } from './translate.ts';

type Locale = { readonly t: Translate; readonly locale: string };

const LocaleContext = createContext<Locale>({ t: english, locale: 'en-GB' });

type Props = { readonly language: Language; readonly children: ReactNode };

/** Gives what is in it the language's texts. Those of another language than English are loaded. */
export function LocaleProvider(props: Props) {
  return (
    <Suspense fallback={null}>
      <LoadedLocale {...props} />
    </Suspense>
  );
}

function LoadedLocale({ language, children }: Props) {
  const t = language === 'en' ? english : use(textsOf(language));
  const locale = useMemo(() => formatLocale(language, navigator.languages), [language]);
  const value = useMemo(() => ({ t, locale }), [t, locale]);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return (
    <I18nProvider locale={locale}>
      <LocaleContext value={value}>{children}</LocaleContext>
    </I18nProvider>
  );
}

const loading = new Map<Language, Promise<Translate>>();

/** English where the texts cannot be loaded: a window without words would help nobody. */
function textsOf(language: Language): Promise<Translate> {
  const known = loading.get(language);
  if (known !== undefined) return known;
  const texts = import('./translate.ts').then(
    ({ translateInto }) => translateInto(language),
    () => english,
  );
  loading.set(language, texts);
  return texts;
}

/** The texts in the view's language. */
export function useTexts(): Translate {
  return useContext(LocaleContext).t;
}

/** The locale for dates and numbers, e.g. `de-DE`. */
export function useFormatLocale(): string {
  return useContext(LocaleContext).locale;
}
