import type { TFunction } from 'i18next';
import type { Language } from '../../shared/bridge/view.ts';
import { de } from '../../shared/messages/de.ts';
import { english, speakerOf } from './english.ts';

export type Translate = TFunction;

const german: Translate = speakerOf('de', de).getFixedT('de');

export function translateInto(language: Language): Translate {
  return language === 'de' ? german : english;
}
