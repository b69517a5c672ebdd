import type { Integration } from '../../../shared/bridge/diagnostics.ts';
import {
  acceleratorWords,
  type Keyboard,
  MODIFIERS,
  modifierWords,
} from '../../../shared/shortcut/accelerator.ts';
import type { Translate } from '../../i18n/translate.ts';

/** What became of the keys pressed last. */
export type Attempt =
  | { readonly kind: 'none' }
  | { readonly kind: 'too-common' }
  | { readonly kind: 'unknown-key' }
  | { readonly kind: 'taken'; readonly accelerator: string };

/** An accelerator as it stands on the keys. */
export function keysInWords(accelerator: string, keyboard: Keyboard, t: Translate): string {
  return acceleratorWords(accelerator, keyboard, (key) => t(`keys.${key}`));
}

/** What is wrong with the shortcut or the keys pressed last, in a sentence; null where nothing is. */
export function shortcutProblem(
  attempt: Attempt,
  shortcut: string | null,
  integration: Integration,
  locale: string,
  t: Translate,
): string | null {
  const { keyboard } = integration;
  switch (attempt.kind) {
    case 'too-common': {
      const names = MODIFIERS.map((each) =>
        modifierWords(each, keyboard, (key) => t(`keys.${key}`)),
      );
      const list = new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
      return t('settings.shortcutTooCommon', { modifiers: list });
    }
    case 'unknown-key':
      return t('settings.shortcutUnknown');
    case 'taken':
      return t('settings.shortcutTaken', { keys: keysInWords(attempt.accelerator, keyboard, t) });
    case 'none':
      return shortcut === null || integration.shortcut !== 'refused'
        ? null
        : t('settings.shortcutRefused', { keys: keysInWords(shortcut, keyboard, t) });
  }
}
