import { loadContactTexts, loadDialogTexts } from '../../src/renderer/i18n/english.ts';
import { translateInto } from '../../src/renderer/i18n/translate.ts';
import type { Language } from '../../src/shared/bridge/view.ts';

// As when a dialog is open.
await Promise.all([loadDialogTexts(), loadContactTexts()]);

/** What the window says in a language. */
export const textsIn = (language: Language) => translateInto(language);
