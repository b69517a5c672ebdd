import { expect } from '@playwright/test';
import type { Desktop, TrayMenuItem } from '../../support/desktop.ts';
import type { Given } from './misfits.ts';

/** Everything the tray says: its tooltip, its menu and all that opens from it. */
export async function trayTexts({ tray }: Desktop): Promise<string[]> {
  const labelsOf = (item: TrayMenuItem): string[] =>
    item.type === 'separator' ? [] : [item.label, ...item.children.flatMap(labelsOf)];
  const [toolTip, menu] = await Promise.all([tray.toolTip(), tray.menu()]);
  return [toolTip, ...menu.children.flatMap(labelsOf)];
}

/** Everything that is said by the notifications on the screen, their buttons included. */
export function notificationTexts({ notifications }: Desktop): string[] {
  return notifications.list().flatMap(({ summary, body, actions }) => {
    const labels = actions.filter(
      (_, index) => index % 2 === 1 && actions[index - 1] !== 'default',
    );
    return [summary, body, ...labels];
  });
}

/** Those that are not wholly from the messages. */
export function foreign(texts: readonly string[], given: Given): string[] {
  return texts.filter(
    (text) => !/^⟦.*⟧$/s.test(text) || /[aceinouAEIOU]/.test(without(given, text)),
  );
}

/** What is left has letters that the messages write with accents only where it is not from them. */
const without = (given: Given, text: string) =>
  given.reduce((rest, name) => rest.replaceAll(name, ''), text);

/** Waits until the tray says something that begins so, and gives all that it says then. */
export async function trayTextsWith(desktop: Desktop, beginning: string): Promise<string[]> {
  let texts: string[] = [];
  await expect
    .poll(async () => {
      texts = await trayTexts(desktop);
      return texts.filter((text) => text.startsWith(beginning));
    })
    .not.toEqual([]);
  return texts;
}
