import { createInstance, type i18n, type TFunction } from 'i18next';
import type { Language } from '../../shared/bridge/view.ts';
import { windowTexts } from '../../shared/messages/english/window-texts.ts';

/** Speaks one language, with the texts it has been given so far. */
export function speakerOf(language: Language, texts: object): i18n {
  const speaker = createInstance({
    lng: language,
    resources: { [language]: { translation: { ...texts } } },
    initAsync: false,
    // React escapes what it renders.
    interpolation: { escapeValue: false },
  });
  void speaker.init();
  return speaker;
}

const speaker = speakerOf('en', windowTexts);

/** Always there, so that there are words even where another language cannot be loaded. */
export const english: TFunction = speaker.getFixedT('en');

/** Loads what the window says of contacts. */
export async function loadContactTexts(): Promise<void> {
  const { contactTexts } = await import('../../shared/messages/english/contact-texts.ts');
  speaker.addResourceBundle('en', 'translation', contactTexts, true, true);
}

/** Loads what only dialogs and the sign-in say. */
export async function loadDialogTexts(): Promise<void> {
  const { dialogTexts } = await import('../../shared/messages/english/dialog-texts.ts');
  speaker.addResourceBundle('en', 'translation', dialogTexts, true, true);
}
