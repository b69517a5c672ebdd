import type { SettingsTrouble } from '../../shared/bridge/view.ts';
import { acceleratorWords, type Keyboard } from '../../shared/shortcut/accelerator.ts';
import type { Translate } from '../language/translate.ts';
import type { Notice } from '../ports.ts';

/** Something about this installation that the member has to know. */
export type LocalNotice = Pick<Notice, 'title' | 'body'>;

/** What is wrong with the settings file, in words; null where nothing is. */
export function troubleNotice(trouble: SettingsTrouble | null, t: Translate): LocalNotice | null {
  if (trouble === null) return null;
  const file = trouble.kind === 'unsaved' ? trouble.file : trouble.keptAs;
  return { title: t(`trouble.${trouble.kind}Title`), body: t(`trouble.${trouble.kind}`, { file }) };
}

/** That the shortcut is not to be had, in words; null where there is none. */
export function shortcutNotice(
  shortcut: string | null,
  keyboard: Keyboard,
  t: Translate,
): LocalNotice | null {
  if (shortcut === null) return null;
  const keys = acceleratorWords(shortcut, keyboard, (key) => t(`keys.${key}`));
  return { title: t('trouble.shortcutTitle'), body: t('trouble.shortcut', { keys }) };
}
