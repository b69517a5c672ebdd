import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { packApp } from '../../support/packed-app.ts';
import { UpdateServer } from '../../support/update-server.ts';
import { Teammate } from '../teammate.ts';
import { backToList, closeDialog, dialog, openFromMenu, openSection } from './steps.ts';
import type { Scene, Stage, Tour } from './tour.ts';

/** What an agent sees of an installed Ampel on a desktop without a tray, and all that goes wrong. */
export const asAgent: Tour = {
  name: 'as an agent, installed, without a tray',
  tray: false,
  start: async (scene) => {
    const { desktop, server, parts, folder } = scene;
    const owner = await server.add('Anna Keller');
    parts.use(await Teammate.join(server.url, owner));
    const me = await server.add('Ben Sommer');
    const executable = await packApp(path.join(desktop.home, 'Ampel'), folder);
    const env = await updates(scene, executable);
    const first = await scene.launch({ as: me, executable, env });
    await expect((await first.window()).getByRole('listitem')).toHaveCount(1);
    await first.close();
    await makeSettingsNewer(scene);
    server.freeze();
    return scene.launch({ executable, env });
  },
  screens: [
    {
      name: 'connecting',
      show: async ({ page, t }) => {
        await expect(page.getByRole('heading', { name: t('connection.connecting') })).toBeVisible();
      },
      leave: async ({ server }) => server.thaw(),
    },
    {
      name: 'settings of a newer version, and no tray',
      show: async ({ page, t }) => {
        await expect(page.getByText(t('trouble.newerTitle'))).toBeVisible();
        await expect(page.getByText(t('trayNotice.text'))).toBeVisible();
        await expect(page.getByRole('listitem')).toHaveCount(1);
      },
      leave: ({ page, t }) => page.getByRole('button', { name: t('window.dismiss') }).click(),
    },
    {
      name: 'no tray',
      show: async ({ page, t }) => {
        await expect(page.getByText(t('trouble.newerTitle'))).toHaveCount(0);
      },
    },
    {
      name: 'team, read only',
      show: async (stage) => {
        await openFromMenu(stage, 'tray.settings');
        await openSection(stage, 'team');
        await expect(stage.page.getByText(stage.t('settings.teamReadOnly')).first()).toBeVisible();
      },
      leave: backToList,
    },
    {
      name: 'update ready',
      show: async (stage) => {
        const { page, t } = stage;
        await openSection(stage, 'general');
        await page.getByRole('button', { name: t('update.check') }).click();
        const restart = page.getByRole('button', { name: t('update.restart') });
        await restart.scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'settings that cannot be saved',
      show: async (stage) => {
        await blockSettings(stage);
        await stage.page.getByText(stage.t('settings.themeLight'), { exact: true }).click();
        const title = dialog(stage).getByText(stage.t('trouble.unsavedTitle'));
        await title.scrollIntoViewIfNeeded();
      },
      leave: closeDialog,
    },
    {
      name: 'error page',
      show: async ({ app, page }) => {
        await app.electron.evaluate(({ ipcMain }) => ipcMain.removeHandler('ampel:getView'));
        await page.reload();
        // Its language is the system's, for that is all the window knows then.
        await page.locator('summary').click();
      },
    },
  ],
};

const settingsFile = ({ desktop }: Scene) => path.join(desktop.home, 'ampel/settings.json');

async function makeSettingsNewer(scene: Scene): Promise<void> {
  const file = settingsFile(scene);
  const settings = JSON.parse(await readFile(file, 'utf8'));
  await writeFile(file, JSON.stringify({ ...settings, version: 99 }));
}

/** A folder is where the file should be written. */
async function blockSettings(stage: Stage): Promise<void> {
  const file = settingsFile(stage);
  await rm(file, { force: true });
  await mkdir(path.join(file, 'in-the-way'), { recursive: true });
}

/** The surroundings of an AppImage for which there is a newer version. */
async function updates({ desktop, parts }: Scene, program: string) {
  const place = 'provider: generic\nurl: https://invalid.example\nupdaterCacheDirName: ampel\n';
  await writeFile(path.join(path.dirname(program), 'resources/app-update.yml'), place);
  const appImage = path.join(desktop.home, 'Ampel.AppImage');
  await writeFile(appImage, 'the old version', { mode: 0o755 });
  const server = parts.use(await UpdateServer.start());
  server.publish({ version: '9.0.0', file: Buffer.from('the new version') });
  return { APPIMAGE: appImage, APPDIR: path.dirname(program), AMPEL_UPDATE_URL: server.url };
}
