import { expect, type Page } from '@playwright/test';
import type { BoardTranslate } from '../../../src/renderer/board/i18n/board-texts.tsx';
import type { Translate } from '../../../src/renderer/i18n/translate.ts';
import { PASSWORD } from '../board-fixtures.ts';
import { type Furnished, passwordSecret } from './furnish.ts';

/** A page of the board in a browser, in a language. */
export type Stage = Furnished & {
  readonly page: Page;
  readonly t: BoardTranslate;
  readonly shared: Translate;
};

/** Something the board can show. */
export type BoardScreen = {
  readonly name: string;
  /** Not a page of the board's own. */
  readonly isForeign?: true;
  /** Brings it about, from wherever the screen before was left. */
  readonly show: (stage: Stage) => Promise<unknown>;
};

const open = ({ page, server }: Stage, path: string) => page.goto(`${server.url}${path}`);
const heading = ({ page }: Stage, name: string) =>
  expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
const button = ({ page }: Stage, name: string) => page.getByRole('button', { name }).first();

/** A page with all that it fetches. */
function pageAt(name: string, path: string): BoardScreen {
  return {
    name,
    show: async (stage) => {
      await open(stage, path);
      await expect(stage.page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(stage.page.locator('.spinner')).toHaveCount(0);
    },
  };
}

const BEFORE_SIGN_IN: readonly BoardScreen[] = [
  pageAt('sign-in', '/sign-in'),
  {
    name: 'sign-in refused',
    show: async (stage) => {
      const { page, t } = stage;
      await page.getByLabel(t('signIn.email')).fill('amara.okafor@example.com');
      await page.getByLabel(t('signIn.password')).fill('not the password');
      await button(stage, t('signIn.submit')).click();
      await expect(page.getByText(t('signIn.wrong'))).toBeVisible();
    },
  },
  {
    name: 'join',
    show: async (stage) => {
      await stage.page.goto(stage.inviteLink);
      await heading(stage, stage.t('join.title'));
    },
  },
  {
    name: 'join, invite used',
    show: async (stage) => {
      await open(stage, '/join#ampelinvite_none');
      await heading(stage, stage.t('join.goneTitle'));
    },
  },
  {
    name: 'set password',
    show: async (stage) => {
      const secret = await passwordSecret(stage.server, stage.owner.email);
      await open(stage, `/password#${secret}`);
      await heading(stage, stage.t('password.title'));
    },
  },
];

const PAGES: readonly BoardScreen[] = [
  {
    name: 'team',
    show: async ({ page, t }) => {
      await page.getByLabel(t('password.new')).fill(PASSWORD);
      await page.getByRole('button', { name: t('password.submit') }).click();
      await expect(page.getByRole('listitem', { name: /Mateo/ })).toBeVisible();
    },
  },
  {
    name: 'own status',
    show: async ({ page, shared }) => {
      await page.locator('.own-button').click();
      await expect(
        page.getByRole('menuitemradio', { name: shared('status.busy'), exact: true }),
      ).toBeVisible();
    },
  },
  {
    name: 'history',
    show: async ({ page, shared }) => {
      await page.getByRole('menuitem', { name: shared('why.about') }).click();
      await expect(page.locator('.history-entry').first()).toBeVisible();
    },
  },
  pageAt('contacts', '/contacts'),
  pageAt('queue', '/queue'),
  {
    name: 'assign',
    show: async (stage) => {
      await stage.page.locator('.row-actions .button').first().click();
      await expect(stage.page.getByRole('option').first()).toBeVisible();
    },
  },
  {
    name: 'assign to who is Offline',
    show: async ({ page }) => {
      await page.getByRole('option', { name: /Zeynep/ }).click();
      await expect(page.locator('.confirm-assignment')).toBeVisible();
    },
  },
  pageAt('members', '/team'),
  {
    name: 'change a member',
    show: async (stage) => {
      await button(stage, stage.t('team.editOf', { name: 'Chloé Lefèvre' })).click();
      await expect(stage.page.getByRole('dialog')).toBeVisible();
    },
  },
  {
    name: 'password link',
    show: async (stage) => {
      const { page, t, newcomer } = stage;
      await page.keyboard.press('Escape');
      await expect(page.getByRole('dialog')).toHaveCount(0);
      await button(stage, t('team.passwordLinkOf', { name: 'Aiko Tanaka' })).click();
      await button(stage, t('team.passwordLinkMake')).click();
      await expect(page.getByRole('dialog')).toHaveCount(0);
      expect(newcomer.email).toBe('aiko.tanaka@example.com');
    },
  },
  {
    name: 'ask before switching off',
    show: async (stage) => {
      const { page, t } = stage;
      await button(stage, t('team.switchOffOf', { name: 'Zeynep Aydın' })).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },
  },
  pageAt('team settings', '/settings'),
  {
    name: 'report',
    show: async (stage) => {
      await open(stage, '/report');
      await button(stage, stage.t('report.period.lastWeek')).click();
      await expect(stage.page.locator('.report-member tr').nth(7)).toBeVisible();
    },
  },
  pageAt('integrations', '/integrations'),
  {
    name: 'key, shown once',
    show: async (stage) => {
      const { page, t } = stage;
      await page.getByLabel(t('integrations.name')).fill('CRM');
      await button(stage, t('integrations.make')).click();
      await expect(
        page.getByRole('textbox', { name: t('integrations.keyOf', { name: 'CRM' }) }),
      ).toBeVisible();
    },
  },
  pageAt('webhooks', '/webhooks'),
  {
    name: 'deliveries',
    show: async (stage) => {
      await stage.page
        .getByRole('button', { name: stage.t('webhooks.log') })
        .first()
        .click();
      await expect(stage.page.getByRole('table').last()).toBeVisible();
    },
  },
  pageAt('audit log', '/audit'),
  pageAt('my account', '/me'),
  pageAt('no such page', '/nowhere'),
  {
    name: 'an app asks',
    show: async (stage) => {
      const query = new URLSearchParams({
        challenge: 'a'.repeat(43),
        device: 'Amara’s laptop',
        state: 's'.repeat(32),
        port: '50123',
      });
      await open(stage, `/connect?${query}`);
      await expect(stage.page.getByRole('heading', { level: 1 })).toBeVisible();
    },
  },
  {
    name: 'API',
    isForeign: true,
    show: async (stage) => {
      await open(stage, '/api/v1/docs');
      await expect(stage.page.locator('.opblock').first()).toBeVisible();
    },
  },
  {
    name: 'not connected',
    show: async (stage) => {
      await open(stage, '/');
      await expect(stage.page.getByRole('listitem', { name: /Mateo/ })).toBeVisible();
      await stage.server.stop();
      await expect(stage.page.locator('.banner').first()).toBeVisible();
    },
  },
];

/** Every page of the board, as an owner sees it. */
export const BOARD_SCREENS: readonly BoardScreen[] = [...BEFORE_SIGN_IN, ...PAGES];
