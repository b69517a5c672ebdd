import { expect } from '@playwright/test';
import type { Choice } from '../../../src/shared/domain/status.ts';
import { Teammate } from '../teammate.ts';
import {
  backToList,
  closeDialog,
  dialog,
  lookAtComputer,
  openFromMenu,
  openMenu,
  openSection,
  ownStatus,
} from './steps.ts';
import type { Scene, Screen, Tour } from './tour.ts';

type Colleague = {
  readonly name: string;
  /** Undefined for who is not there. */
  readonly choice?: Choice;
  readonly note?: string;
  readonly forSeconds?: number;
};

/** A name that fits nowhere is one of them. */
export const COLLEAGUES: readonly Colleague[] = [
  { name: 'Amara Okafor', choice: 'online' },
  { name: 'Chloé Lefèvre', choice: 'online', note: 'Front desk' },
  { name: 'Maximiliane-Charlotte von Hohenberg-Sigmaringen', choice: 'online' },
  { name: 'Mateo Fernández', choice: 'busy', note: 'Lunch', forSeconds: 2700 },
  { name: 'Tomasz Nowak', choice: 'busy' },
  { name: 'Zeynep Aydın' },
  { name: 'Aiko Tanaka' },
];

export const NOTE = 'Call with the supplier about the late delivery';

/** All that a manager can open, in a team of eight. */
export const asManager: Tour = {
  name: 'as a manager',
  tray: true,
  start: async (scene) => {
    await gather(scene);
    return scene.launch({ as: await scene.server.add('Ben Sommer', 'manager') });
  },
  screens: [...roster(), ...ownChoice(), ...settings(), ...whatGoesWrong()],
};

/** Adds the colleagues and signs in those who are there. The first becomes the team's owner. */
async function gather({ server, parts }: Scene): Promise<void> {
  for (const { name, choice, ...more } of COLLEAGUES) {
    const member = await server.add(name);
    if (choice === undefined) continue;
    await parts.use(await Teammate.join(server.url, member)).choose(choice, more);
  }
}

function roster(): Screen[] {
  return [
    {
      name: 'roster',
      show: async ({ page }) => {
        await expect(page.getByRole('listitem', { name: /Tomasz Nowak/ })).toBeVisible();
      },
    },
    {
      name: 'watched person',
      show: async ({ page, t }) => {
        const bell = page.getByRole('button', {
          name: t('roster.watch', { name: 'Chloé Lefèvre' }),
        });
        await bell.press('Enter');
        await expect(bell).toHaveAttribute('aria-pressed', 'true');
      },
    },
    {
      name: 'search',
      show: async ({ page }) => {
        await page.getByRole('searchbox').fill('am');
        await expect(page.getByRole('listitem')).toHaveCount(1);
      },
    },
    {
      name: 'nobody found',
      show: async ({ page, t }) => {
        await page.getByRole('searchbox').fill('zzz');
        await expect(page.getByText(t('roster.noMatchTitle'))).toBeVisible();
      },
      leave: ({ page }) => page.getByRole('searchbox').press('Escape'),
    },
  ];
}

function ownChoice(): Screen[] {
  return [
    {
      name: 'status menu',
      show: openMenu,
      leave: ({ page }) => page.keyboard.press('Escape'),
    },
    {
      name: 'until a time',
      show: (stage) => openFromMenu(stage, 'busy.untilTime'),
    },
    {
      name: 'until a time, without one',
      show: async ({ page, t }) => {
        const name = t('busy.submit', { status: t('status.busy') });
        await page.getByRole('button', { name }).click();
        await expect(page.getByText(t('busy.timeMissing'))).toBeVisible();
      },
      leave: closeDialog,
    },
    {
      name: 'busy for an hour',
      show: async (stage) => {
        const { page, t } = stage;
        await openMenu(stage);
        await page.getByRole('menuitem', { name: t('busy.hours', { count: 1 }) }).click();
        await expect(ownStatus(stage).locator('[data-shape="busy"]').first()).toBeVisible();
      },
    },
    {
      name: 'with a note',
      show: async (stage) => {
        await openFromMenu(stage, 'busy.withNote');
        await stage.page.getByRole('textbox', { name: stage.t('busy.note') }).fill(NOTE);
      },
    },
    {
      name: 'busy with a note',
      show: async (stage) => {
        const { page, t } = stage;
        await page
          .getByRole('button', { name: t('busy.submit', { status: t('status.busy') }) })
          .click();
        await expect(ownStatus(stage).getByText(NOTE)).toBeVisible();
      },
    },
    {
      name: 'status menu while busy',
      show: openMenu,
      leave: ({ page }) => page.keyboard.press('Escape'),
    },
    {
      name: 'about my status',
      show: async (stage) => {
        await openFromMenu(stage, 'why.about');
        await expect(dialog(stage).locator('.history-entry').first()).toBeVisible();
      },
    },
    {
      name: 'history',
      show: ({ page }) => page.locator('.history-entry').last().scrollIntoViewIfNeeded(),
      leave: closeDialog,
    },
  ];
}

function settings(): Screen[] {
  return [
    {
      name: 'settings',
      show: (stage) => openFromMenu(stage, 'tray.settings'),
    },
    {
      name: 'general',
      show: (stage) => openSection(stage, 'general'),
    },
    {
      name: 'shortcut refused',
      show: async ({ page, t }) => {
        await page.getByRole('textbox', { name: t('settings.shortcut') }).focus();
        await page.keyboard.press('Control+c');
        await expect(page.locator('.field-error')).toBeVisible();
      },
      leave: backToList,
    },
    {
      name: 'notifications',
      show: async (stage) => {
        const { page, t } = stage;
        await openSection(stage, 'notify');
        await page.getByText(t('settings.quietHours'), { exact: true }).click();
        await expect(page.getByText(t('settings.quietNextDay'))).toBeVisible();
      },
    },
    {
      name: 'watched people',
      show: ({ page, t }) =>
        page
          .getByRole('button', { name: t('settings.unwatch', { name: 'Chloé Lefèvre' }) })
          .scrollIntoViewIfNeeded(),
      leave: backToList,
    },
    {
      name: 'team',
      show: (stage) => openSection(stage, 'team'),
    },
    {
      name: 'team timeout refused',
      show: async (stage) => {
        await saveTimeout(stage, '61');
        await expect(stage.page.locator('.field-error')).toBeVisible();
      },
    },
    {
      name: 'team timeout saved',
      show: async (stage) => {
        await saveTimeout(stage, '30');
        await expect(stage.page.getByText(stage.t('settings.saved'))).toBeVisible();
      },
      leave: backToList,
    },
    {
      name: 'account',
      show: (stage) => openSection(stage, 'account'),
    },
    {
      name: 'signing out',
      show: async ({ page, t }) => {
        await page.getByRole('button', { name: t('settings.signOut') }).click();
        await expect(page.getByText(t('settings.signOutAsk'))).toBeVisible();
      },
      leave: backToList,
    },
    {
      name: 'diagnostics',
      show: async (stage) => {
        await openSection(stage, 'diagnostics');
        await expect(stage.page.getByText(stage.t('diagnostics.versions'))).toBeVisible();
      },
    },
    {
      name: 'diagnostics checked',
      show: async ({ page, t }) => {
        await page.getByRole('button', { name: t('diagnostics.checkNow') }).press('Enter');
        await expect(page.getByRole('button', { name: t('diagnostics.checkAgain') })).toBeVisible({
          timeout: 15_000,
        });
      },
    },
    {
      name: 'report copied',
      show: async ({ page, t }) => {
        await page.getByRole('button', { name: t('diagnostics.copy') }).click();
        await page.getByText(t('diagnostics.copied')).scrollIntoViewIfNeeded();
      },
      leave: closeDialog,
    },
  ];
}

function whatGoesWrong(): Screen[] {
  return [
    {
      name: 'notice of a failure',
      show: async ({ app, page, t }) => {
        await app.electron.evaluate(({ ipcMain }) => ipcMain.removeHandler('ampel:watch'));
        const name = t('roster.watch', { name: 'Amara Okafor' });
        await page.getByRole('button', { name }).press('Enter');
        await page.getByText(t('window.details')).click();
        await expect(page.getByText(t('problem.no-answer'))).toBeVisible();
      },
      leave: ({ page, t }) => page.getByRole('button', { name: t('window.dismiss') }).click(),
    },
    {
      name: 'computer that does not tell',
      show: async (stage) => {
        await stage.app.electron.evaluate(({ powerMonitor }) => {
          powerMonitor.getSystemIdleTime = () => Number.NaN;
        });
        await lookAtComputer(stage);
        await expect(stage.page.getByText(stage.t('source.notice'))).toBeVisible();
      },
    },
    {
      name: 'not connected',
      show: async ({ page, server, t }) => {
        await server.stop();
        await expect(page.getByText(t('connection.lost'))).toBeVisible();
      },
    },
    {
      name: 'choice that waits',
      show: async (stage) => {
        const { page, t } = stage;
        await openMenu(stage);
        await page.getByRole('menuitemradio', { name: t('status.online') }).click();
        const words = t('own.pendingLine', { status: t('status.online') });
        await expect(ownStatus(stage).getByText(words)).toBeVisible();
      },
    },
    {
      name: 'about my status, not connected',
      show: async (stage) => {
        await openFromMenu(stage, 'why.about');
        await expect(stage.page.getByText(stage.t('why.noConnection'))).toBeVisible();
      },
      leave: closeDialog,
    },
    {
      name: 'team, not connected',
      show: async (stage) => {
        await openFromMenu(stage, 'tray.settings');
        await openSection(stage, 'team');
      },
    },
  ];
}

async function saveTimeout(
  { page, t }: Parameters<Screen['show']>[0],
  minutes: string,
): Promise<void> {
  await page.getByRole('textbox', { name: t('settings.timeout') }).fill(minutes);
  await page
    .getByRole('button', { name: t('settings.save'), exact: true })
    .first()
    .click();
}
