import path from 'node:path';
import process from 'node:process';
import {
  test as base,
  type ElectronApplication,
  _electron as electron,
  type Page,
} from '@playwright/test';
import { missingPrograms } from '../../scripts/required-programs.ts';
import { type Desktop, startDesktop } from '../support/desktop.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { TestMember } from '../support/team-server.ts';
import { Teammate } from './teammate.ts';

const root = path.join(import.meta.dirname, '../..');
const onRealElectron = process.env['AMPEL_E2E_ELECTRON'] === '1';

export type LaunchOptions = {
  /** Signs this member in without the form, as `npm start` does. */
  readonly as?: TestMember;
  /** Shows the window at start; most tests want the tray alone. */
  readonly window?: boolean;
  readonly language?: 'en_US' | 'de_DE';
};

/** The app as it runs on a desktop of its own. */
export class RunningApp {
  readonly electron: ElectronApplication;
  readonly desktop: Desktop;

  constructor(running: ElectronApplication, desktop: Desktop) {
    this.electron = running;
    this.desktop = desktop;
  }

  /** The window's page, once it has loaded. */
  async window(): Promise<Page> {
    const page = await this.electron.firstWindow();
    await page.waitForURL(/renderer\/index\.html/);
    return page;
  }

  /** Opens the window as its user does, and gives its page. */
  async openWindow(label = 'Open Ampel'): Promise<Page> {
    const opened = this.electron.waitForEvent('window');
    await this.desktop.tray.click(label);
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

  get pid(): number {
    return this.electron.process().pid ?? -1;
  }

  /** Resolves when the process is gone. */
  async ended(): Promise<void> {
    const child = this.electron.process();
    if (child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    await promise;
  }
}

type Fixtures = {
  desktop: Desktop;
  server: ServerProcess;
  /** Who sits at this desktop. */
  me: TestMember;
  /** Another member, who watches the team over the wire. */
  anna: TestMember;
  teammate: Teammate;
  launch: (options?: LaunchOptions) => Promise<RunningApp>;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
  desktop: async ({}, use, { skip }) => {
    // scripts/e2e.ts has said on screen what is missing.
    skip(missingPrograms().length > 0);
    await using desktop = await startDesktop({
      windowManager: true,
      electron: onRealElectron ? 'real' : 'stand-in',
    });
    await use(desktop);
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
  server: async ({}, use) => {
    await using server = await ServerProcess.start();
    await use(server);
  },
  anna: async ({ server }, use) => use(await server.add('Anna Keller', 'manager')),
  // After Anna, so that the tests' own member is not the team's first, who becomes its owner.
  me: async ({ server, anna: _ }, use) => use(await server.add('Ben Sommer')),
  teammate: async ({ server, anna, me: _ }, use) => {
    using teammate = await Teammate.join(server.url, anna);
    await use(teammate);
  },
  launch: async ({ desktop, server }, use) => {
    const running: ElectronApplication[] = [];
    await use(async ({ as, window = false, language = 'en_US' } = {}) => {
      const app = await electron.launch({
        args: [
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
          root,
          ...(window ? [] : ['--hidden']),
        ],
        env: {
          ...desktop.env,
          LANG: `${language}.UTF-8`,
          LANGUAGE: language,
          LC_ALL: `${language}.UTF-8`,
          AMPEL_PROFILE: path.join(desktop.home, 'ampel'),
          ...(as === undefined ? {} : { AMPEL_SERVER: server.url, AMPEL_TOKEN: as.token }),
        },
      });
      running.push(app);
      await desktop.tray.waitForItem();
      return new RunningApp(app, desktop);
    });
    for (const app of running) await app.close().catch(() => app.process().kill('SIGKILL'));
  },
});
