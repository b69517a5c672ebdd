import type { Language } from '../bridge/view.ts';

/** English on a computer that prefers another language is read by people used to the 24 hours. */
const DEFAULT_LOCALE: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

/** The locale for dates and numbers: the computer's own region where its language fits. */
export function formatLocale(language: Language, preferred: readonly string[]): string {
  const own = preferred.find((locale) => locale.split('-')[0]?.toLowerCase() === language);
  return own?.includes('-') ? own : DEFAULT_LOCALE[language];
}
