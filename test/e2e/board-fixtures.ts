import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, expect, type Page } from '@playwright/test';
import { openAdmin } from '../../src/server/app.ts';
import { findChromium } from '../electron-host/chromium.ts';
import { test as base } from './fixtures.ts';

export const PASSWORD = 'correct horse battery staple';

/** A browser profile of somebody's, at the team's board. */
export class BoardUser {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly #url: string;
  readonly #dataFolder: string;

  constructor(page: Page, url: string, dataFolder: string) {
    this.page = page;
    this.context = page.context();
    this.#url = url;
    this.#dataFolder = dataFolder;
  }

  open(path: string): Promise<unknown> {
    return this.page.goto(`${this.#url}${path}`);
  }

  /** Opens a page of the board's by its link. */
  async go(name: string): Promise<void> {
    await this.page.getByRole('link', { name, exact: true }).click();
    await expect(this.page.getByRole('heading', { level: 1, name })).toBeVisible();
  }

  /** Signs in as somebody who has no password yet, by the link that the operator gives them. */
  async setPassword(email: string): Promise<void> {
    const { admin, close } = await openAdmin({ dataFolder: this.#dataFolder, databaseUrl: null });
    const { secret } = await admin.makePasswordLink(email).finally(close);
    await this.open(`/password#${secret}`);
    await this.page.getByLabel('New password').fill(PASSWORD);
    await this.page.getByRole('button', { name: 'Set password' }).click();
    await expect(this.page.getByRole('navigation', { name: 'Pages' })).toBeVisible();
  }

  async signIn(email: string): Promise<void> {
    await this.page.getByLabel('E-mail address').fill(email);
    await this.page.getByLabel('Password').fill(PASSWORD);
    await this.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  }

  /** Lets the browser tell of idleness, and says what it tells, as its own tests do. */
  async idleness(): Promise<(isUserActive: boolean, isScreenUnlocked: boolean) => Promise<void>> {
    const cdp = await this.context.newCDPSession(this.page);
    const { targetInfo } = await cdp.send('Target.getTargetInfo');
    await cdp.send('Browser.grantPermissions', {
      permissions: ['idleDetection'],
      origin: this.#url,
      ...(targetInfo.browserContextId === undefined
        ? {}
        : { browserContextId: targetInfo.browserContextId }),
    });
    return async (isUserActive, isScreenUnlocked) => {
      await cdp.send('Emulation.setIdleOverride', { isUserActive, isScreenUnlocked });
    };
  }

  async expectAccessible(): Promise<void> {
    // While a page is fetched there is only something that turns.
    await expect(this.page.getByRole('heading', { level: 1 })).toBeVisible();
    // React Aria's own, which names what was announced for a few seconds after it has gone.
    const axe = new AxeBuilder({ page: this.page }).exclude('[data-live-announcer]');
    const { violations } = await axe.analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
}

type BoardFixtures = {
  browserProcess: Browser;
  /** Another browser profile at the board; what its page complains of fails the test. */
  visit: (options?: { readonly locale?: string }) => Promise<BoardUser>;
};

export const test = base.extend<BoardFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
  browserProcess: async ({}, use) => {
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    await use(browser);
    await browser.close();
  },
  visit: async ({ browserProcess, server }, use) => {
    const complaints: string[] = [];
    await use(async ({ locale = 'en-GB' } = {}) => {
      const context = await browserProcess.newContext({
        locale,
        timezoneId: 'UTC',
        viewport: { width: 1280, height: 800 },
      });
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (!['error', 'warning'].includes(message.type())) return;
        // Chromium's own words for a refused sign-in, and for a server that is not there.
        const isOfNetwork = /^(Failed to load resource|WebSocket connection to)/.test(
          message.text(),
        );
        if (!isOfNetwork) complaints.push(message.text());
      });
      return new BoardUser(page, server.url, server.dataFolder);
    });
    expect(complaints).toEqual([]);
  },
});
