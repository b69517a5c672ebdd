import { createInstance, type TFunction } from 'i18next';
import type { Language } from '../../shared/bridge/view.ts';
import { en, type Messages } from '../../shared/messages/en.ts';

/** What turns the keys of one language's texts into words. */
export function translatorOf(language: Language, messages: Messages): TFunction {
  const texts = createInstance({
    lng: language,
    resources: { [language]: { translation: messages } },
    initAsync: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
  void texts.init();
  return texts.getFixedT(language);
}

/** Always there, so that there are words even where another language cannot be loaded. */
export const english = translatorOf('en', en);
