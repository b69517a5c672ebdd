import { type Translate, translatorOf } from '../../src/main/language/translate.ts';
import type { Language } from '../../src/shared/bridge/view.ts';
import { de } from '../../src/shared/messages/de.ts';
import { en } from '../../src/shared/messages/en.ts';

/** A function that says the app's texts in one language. */
export function createTranslator(language: Language): Translate {
  return translatorOf(language, language === 'en' ? en : de);
}
