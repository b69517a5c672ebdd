import { test as base } from '@playwright/test';
import { onRealElectron, whyNoDesktop } from '../../scripts/required-programs.ts';
import { type Desktop, startDesktop } from '../support/desktop.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { TestMember } from '../support/team-server.ts';
import { type LaunchOptions, launchApp, type RunningApp } from './running-app.ts';
import { Teammate } from './teammate.ts';

type Fixtures = {
  desktop: Desktop;
  server: ServerProcess;
  /** Who sits at this desktop. */
  me: TestMember;
  /** Another member, who watches the team over the wire. */
  anna: TestMember;
  teammate: Teammate;
  launch: (options?: Partial<LaunchOptions>) => Promise<RunningApp>;
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
  launch: async ({ desktop, server }, use) => {
    const running: RunningApp[] = [];
    await use(async (options = {}) => {
      const app = await launchApp(desktop, { server: server.url, ...options });
      running.push(app);
      return app;
    });
    for (const app of running) await app.close();
  },
});
