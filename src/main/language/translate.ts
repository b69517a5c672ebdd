import { createInstance, type TFunction } from 'i18next';
import { LANGUAGES, type Language, type LanguageSetting } from '../../shared/bridge/view.ts';
import type { Messages } from '../../shared/messages/en.ts';
import { appTexts } from '../../shared/messages/english/app-texts.ts';
import { keyTexts } from '../../shared/messages/english/key-texts.ts';
import { windowTexts } from '../../shared/messages/english/window-texts.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: Messages };
  }
}

export type Translate = TFunction;

/** What says the keys of one language's texts. */
export function translatorOf(language: Language, messages: object): Translate {
  const instance = createInstance();
  // Loaded from memory, so this completes before it returns; the promise has nothing to tell.
  void instance.init({
    lng: language,
    initAsync: false,
    resources: { [language]: { translation: messages } },
    // Menus, tooltips and notifications are plain text: escaping would show as `&amp;`.
    interpolation: { escapeValue: false },
  });
  return instance.t;
}

/** What the running app itself says: nothing of the window's dialogs, nor of the command line. */
export const mainTexts = { ...windowTexts, ...keyTexts, ...appTexts };

/** Always there, so that there are words before other ones are loaded. */
export const english = translatorOf('en', mainTexts);

/** Loads the texts of a language; English is never waited for. */
export async function loadTranslator(language: Language): Promise<Translate> {
  if (language === 'en') return english;
  const { de } = await import('../../shared/messages/de.ts');
  return translatorOf(language, de);
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
