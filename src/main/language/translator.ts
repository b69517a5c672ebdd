import { createInstance, type TFunction } from 'i18next';
import type { Language, LanguageSetting } from '../../shared/bridge/view.ts';
import { LANGUAGES } from '../../shared/bridge/view.ts';
import { de } from '../../shared/messages/de.ts';
import { en, type Messages } from '../../shared/messages/en.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
  }
}

export type Translate = TFunction;

/** A function that says a message key in one language. */
export function createTranslator(language: Language): Translate {
  const instance = createInstance();
  // Loaded from memory, so this completes before it returns; the promise has nothing to tell.
  void instance.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    resources: { en: { translation: en }, de: { translation: de } },
    // Menus, tooltips and notifications are plain text: escaping would show as `&amp;`.
    interpolation: { escapeValue: false },
  });
  return instance.t;
}

/** The language to speak: the chosen one, else the first of the system's that Ampel knows. */
export function resolveLanguage(
  setting: LanguageSetting,
  systemLanguages: readonly string[],
): Language {
  if (setting !== 'system') return setting;
  for (const tag of systemLanguages) {
    const known = LANGUAGES.find((language) => tag.toLowerCase().split(/[-_]/)[0] === language);
    if (known !== undefined) return known;
  }
  return 'en';
}
