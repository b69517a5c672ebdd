import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { addManyMembers } from '../../support/large-team.ts';
import type { Scene, Stage, Tour } from './tour.ts';

/** Somebody's first start, up to an empty team; and the largest one. */
export const beforeSignIn: Tour = {
  name: 'before and after signing in',
  tray: true,
  start: async (scene) => {
    await leaveDamagedSettings(scene);
    return scene.launch({});
  },
  screens: [
    {
      name: 'settings damaged',
      show: async ({ page, t }) => {
        await expect(page.getByText(t('trouble.damagedTitle'))).toBeVisible();
      },
      leave: async ({ page, t }) => {
        await page.getByRole('button', { name: t('window.dismiss') }).click();
      },
    },
    {
      name: 'sign-in',
      show: async ({ page, t }) => {
        await expect(page.getByText(t('trouble.damagedTitle'))).toHaveCount(0);
      },
    },
    {
      name: 'sign-in without a server',
      show: async ({ page, t }) => {
        await page.getByRole('button', { name: t('signIn.inBrowser') }).click();
        await expect(page.getByText(t('signIn.serverMissing'))).toBeVisible();
      },
    },
    {
      name: 'sign-in at an address of something else',
      show: async (stage) => {
        const { page, t } = stage;
        await page.getByRole('textbox', { name: t('signIn.server') }).fill('127.0.0.1:1');
        await page.getByRole('button', { name: t('signIn.inBrowser') }).click();
        await expect(page.getByText(t('problem.unreachable'))).toBeVisible();
      },
    },
    {
      name: 'sign-in in the browser',
      show: async (stage) => {
        const { page, server, t } = stage;
        await page.getByRole('textbox', { name: t('signIn.server') }).fill(server.url);
        await page.getByRole('button', { name: t('signIn.inBrowser') }).click();
        await expect(page.getByText(t('signIn.browserText'))).toBeVisible();
      },
      leave: async ({ page, t }) => {
        await page.getByRole('button', { name: t('signIn.cancel') }).click();
      },
    },
    {
      name: 'sign-in with a token, incomplete',
      show: async (stage) => {
        await stage.page.getByRole('button', { name: stage.t('signIn.withToken') }).click();
        await submit(stage);
        await expect(stage.page.getByText(stage.t('signIn.tokenMissing'))).toBeVisible();
      },
    },
    {
      name: 'sign-in refused',
      show: async (stage) => {
        await enter(stage, 'ampel_wrong');
        await submit(stage);
        await expect(stage.page.getByText(stage.t('problem.unauthorized'))).toBeVisible();
      },
    },
    {
      name: 'empty team',
      show: async (stage) => {
        const { token } = await stage.server.add('Ada King');
        await enter(stage, token);
        await submit(stage);
        await expect(stage.page.getByText(stage.t('roster.emptyTitle'))).toBeVisible();
      },
    },
    {
      name: 'team of 5,000',
      show: async ({ page, server }) => {
        await addManyMembers(server, 5_000);
        await expect(page.getByRole('listitem').first()).toBeVisible({ timeout: 20_000 });
        await expect(page.locator('.banner')).toHaveCount(0);
      },
    },
  ],
};

async function leaveDamagedSettings({ desktop }: Scene): Promise<void> {
  const folder = path.join(desktop.home, 'ampel');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), '{ "deviceId": "cut in ha');
}

async function enter({ page, server, t }: Stage, token: string): Promise<void> {
  await page.getByRole('textbox', { name: t('signIn.server') }).fill(server.url);
  await page.getByLabel(t('signIn.token'), { exact: true }).fill(token);
}

async function submit({ page, t }: Stage): Promise<void> {
  await page.getByRole('button', { name: t('signIn.submit'), exact: true }).click();
}
