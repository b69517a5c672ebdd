import { test as base, type Page } from '@playwright/test';
import { onRealElectron, whyNoDesktop } from '../../scripts/required-programs.ts';
import { type Desktop, startDesktop } from '../support/desktop.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { TestMember } from '../support/team-server.ts';
import {
  type Launch,
  type LaunchOptions,
  launching,
  type RunningApp,
  trayIs,
} from './running-app.ts';
import { Teammate } from './teammate.ts';

type Fixtures = {
  desktop: Desktop;
  server: ServerProcess;
  /** Who sits at this desktop. */
  me: TestMember;
  /** Another member, who watches the team over the wire. */
  anna: TestMember;
  teammate: Teammate;
  launch: Launch;
  /** Starts the app of `me`, or of somebody else, and waits until its tray says Online. */
  signedIn: Launch;
  /** The same with its window, which may still be on its way to the team. */
  inWindow: (options?: Partial<LaunchOptions>) => Promise<{ app: RunningApp; page: Page }>;
};

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
  desktop: async ({}, use, { skip }) => {
    const reason = whyNoDesktop();
    skip(reason !== null, reason ?? '');
    await using desktop = await startDesktop({
      windowManager: true,
      electron: onRealElectron() ? 'real' : 'stand-in',
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
  launch: async ({ desktop, server }, use) => launching(desktop, server.url, use),
  signedIn: async ({ launch, me }, use) =>
    use(async (options = {}) => {
      const app = await launch({ as: me, ...options });
      await trayIs(app, 'You are Online');
      return app;
    }),
  inWindow: async ({ launch, me }, use) =>
    use(async (options = {}) => {
      const app = await launch({ as: me, window: true, ...options });
      return { app, page: await app.window() };
    }),
});
