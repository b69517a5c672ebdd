import type { Language } from '../../shared/bridge/view.ts';
import { cliTexts } from '../../shared/messages/english/cli-texts.ts';
import { loadTranslator, mainTexts, type Translate, translatorOf } from '../language/translate.ts';

/** Loads the texts of a language, with those that the command line alone says. */
export async function loadCliTranslator(language: Language): Promise<Translate> {
  if (language !== 'en') return loadTranslator(language);
  return translatorOf('en', { ...mainTexts, ...cliTexts });
}
