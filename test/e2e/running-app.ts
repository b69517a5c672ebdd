import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import {
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test';
import type { Desktop } from '../support/desktop.ts';
import type { TestMember } from '../support/team-server.ts';

const root = path.join(import.meta.dirname, '../..');

export type LaunchOptions = {
  /** Signs this member in without the form, as `npm start` does. */
  readonly as?: TestMember;
  readonly server: string;
  /** Name of a folder of its own for another device. */
  readonly profile?: string;
  /** Shows the window at start; most tests want the tray alone. */
  readonly window?: boolean;
  readonly language?: 'en_US' | 'de_DE';
  /** A packaged app in place of the checkout. */
  readonly executable?: string;
  /** A folder with another build of the app in place of the checkout. */
  readonly folder?: string;
  readonly env?: Readonly<Record<string, string>>;
};

/** The app as it runs on a desktop of its own. */
export class RunningApp {
  readonly electron: ElectronApplication;
  readonly desktop: Desktop;
  /** Held here, because Playwright forgets it when the app has ended. */
  readonly #process: ChildProcess;

  constructor(running: ElectronApplication, desktop: Desktop) {
    this.electron = running;
    this.desktop = desktop;
    this.#process = running.process();
  }

  /** The window's page, once it has loaded. */
  async window(): Promise<Page> {
    const page = await this.electron.firstWindow();
    await page.waitForURL(/renderer\/index\.html/);
    return page;
  }

  /** Opens the window as its user does, and gives its page. */
  async openWindow(label: string | readonly string[] = 'Open Ampel'): Promise<Page> {
    return this.opens(() => this.desktop.tray.click(label));
  }

  /** Does what is to open the window, and gives its page. */
  async opens(action: () => Promise<unknown>): Promise<Page> {
    const opened = this.electron.waitForEvent('window');
    await action();
    const page = await opened;
    await page.waitForURL(/renderer\/index\.html/);
    return page;
  }

  /** The labels of the tray's menu, `-` for a line. */
  async trayLabels(...submenu: string[]): Promise<string[]> {
    let item = await this.desktop.tray.menu();
    for (const label of submenu) {
      const child = item.children.find((candidate) => candidate.label === label);
      if (child === undefined) return [];
      item = child;
    }
    return item.children.map(({ type, label }) => (type === 'separator' ? '-' : label));
  }

  /** The labels of what is checked in the tray's menu, or in one of its submenus. */
  async trayChecked(submenu?: string): Promise<string[]> {
    const menu = await this.desktop.tray.menu();
    const items =
      submenu === undefined
        ? menu.children
        : (menu.children.find(({ label }) => label === submenu)?.children ?? []);
    return items.filter(({ checked }) => checked).map(({ label }) => label);
  }

  /** Ends it, by force where it does not end by itself. */
  async close(): Promise<void> {
    await this.electron.close().catch(() => this.#process.kill('SIGKILL'));
  }

  get pid(): number {
    return this.#process.pid ?? -1;
  }

  /** Resolves when the process is gone. */
  async ended(): Promise<void> {
    const child = this.#process;
    if (child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    await promise;
  }
}

/** Starts the app on a desktop. */
export async function launchApp(desktop: Desktop, options: LaunchOptions): Promise<RunningApp> {
  const { as, server, window = false, language = 'en_US', profile = 'ampel', executable } = options;
  const app = await electron.launch({
    ...(executable === undefined ? {} : { executablePath: executable }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...(executable === undefined ? [options.folder ?? root] : []),
      ...(window ? [] : ['--hidden']),
    ],
    env: {
      ...desktop.env,
      LANG: `${language}.UTF-8`,
      LANGUAGE: language,
      LC_ALL: `${language}.UTF-8`,
      AMPEL_PROFILE: path.join(desktop.home, profile),
      ...(as === undefined ? {} : { AMPEL_SERVER: server, AMPEL_TOKEN: as.token }),
      ...options.env,
    },
  });
  if (desktop.tray.isThere) await desktop.tray.waitForItem();
  return new RunningApp(app, desktop);
}

export type Launch = (options?: Partial<LaunchOptions>) => Promise<RunningApp>;

/** Lets a test start apps that know a server, and ends them after it. */
export async function launching(
  desktop: Desktop,
  server: string,
  test: (launch: Launch) => Promise<void>,
): Promise<void> {
  const running: RunningApp[] = [];
  await test(async (options = {}) => {
    const app = await launchApp(desktop, { server, ...options });
    running.push(app);
    return app;
  });
  for (const app of running) await app.close();
}

/** Waits until the tray says a status in words. */
export async function trayIs(app: RunningApp, words: string, timeout = 10_000): Promise<void> {
  await expect.poll(() => app.desktop.tray.toolTip(), { timeout }).toBe(`Ampel: ${words}`);
}
