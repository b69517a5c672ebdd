import type { Language } from '../../shared/bridge/view.ts';

/** The language to speak before the first view has told. */
export function guessLanguage(preferred: readonly string[]): Language {
  return preferred[0]?.toLowerCase().startsWith('de') ? 'de' : 'en';
}
