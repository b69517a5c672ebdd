import { expect } from '@playwright/test';
import type { Stage } from './tour.ts';

/** The sections of the settings, as the messages call them. */
export type Section = 'general' | 'notify' | 'team' | 'account' | 'diagnostics';

/** What the status menu opens, as the messages call it. */
export type Opened =
  | 'busy.untilTime'
  | 'busy.withNote'
  | 'why.about'
  | 'own.whyOffline'
  | 'tray.settings';

export const ownStatus = ({ page }: Stage) => page.locator('.own-button');

export const dialog = ({ page }: Stage) => page.getByRole('dialog');

export async function openMenu(stage: Stage): Promise<void> {
  await ownStatus(stage).click();
  await expect(stage.page.getByRole('menu')).toBeVisible();
}

export async function openFromMenu(stage: Stage, item: Opened): Promise<void> {
  const { page, t } = stage;
  await openMenu(stage);
  await page.getByRole('menuitem', { name: t(item), exact: true }).click();
  await expect(dialog(stage)).toBeVisible();
  await expect(page.getByRole('menu')).toHaveCount(0);
}

/** Opens a section from the list of the settings. */
export async function openSection(stage: Stage, section: Section): Promise<void> {
  const name = stage.t(`settings.${section}`);
  await dialog(stage).getByRole('button', { name, exact: true }).click();
  await expect(dialog(stage).getByRole('heading', { name, exact: true })).toBeVisible();
}

export async function backToList({ page, t }: Stage): Promise<void> {
  await page.getByRole('button', { name: t('settings.back'), exact: true }).click();
}

/** Closes what is open over the roster. */
export async function closeDialog(stage: Stage): Promise<void> {
  await stage.page.keyboard.press('Escape');
  await expect(dialog(stage)).toHaveCount(0);
}

/** What is asked of the computer every half minute is asked when it wakes, too. */
export async function lookAtComputer({ desktop, page }: Stage): Promise<void> {
  desktop.login1.suspend();
  await expect(page.locator('.banner')).toBeVisible();
  desktop.login1.resume();
}
