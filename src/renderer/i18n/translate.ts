import { createInstance, type TFunction } from 'i18next';
import type { Language } from '../../shared/bridge/view.ts';
import { de } from '../../shared/messages/de.ts';
import { en } from '../../shared/messages/en.ts';

export type Translate = TFunction;

const texts = createInstance({
  resources: { en: { translation: en }, de: { translation: de } },
  fallbackLng: 'en',
  initAsync: false,
  // React escapes what it renders.
  interpolation: { escapeValue: false },
});
void texts.init();

export function translateInto(language: Language): Translate {
  return texts.getFixedT(language);
}
