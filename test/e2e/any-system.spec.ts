import path from 'node:path';
import process from 'node:process';
import { _electron as electron, expect } from '@playwright/test';
import { onRealElectron, whyNoDesktop } from '../../scripts/required-programs.ts';
import { startDesktop } from '../support/desktop.ts';
import { temporaryFolder } from '../support/team-server.ts';
import { test } from './fixtures.ts';

const root = path.join(import.meta.dirname, '../..');

/** The variables of a desktop: on Linux one of the test's own, elsewhere that of the machine. */
async function surroundings(parts: AsyncDisposableStack): Promise<NodeJS.ProcessEnv> {
  if (process.platform !== 'linux') return process.env;
  const desktop = parts.use(
    await startDesktop({
      windowManager: true,
      electron: onRealElectron() ? 'real' : 'stand-in',
    }),
  );
  return desktop.env;
}

test('on any system: signing in, choosing, and quitting reach the team', async ({
  server,
  me,
  teammate,
}) => {
  const reason = process.platform === 'linux' ? whyNoDesktop() : null;
  test.skip(reason !== null, reason ?? '');
  await using parts = new AsyncDisposableStack();
  const profile = parts.use(await temporaryFolder());
  const env = Object.entries({
    ...(await surroundings(parts)),
    AMPEL_PROFILE: profile.path,
    AMPEL_SERVER: server.url,
    AMPEL_TOKEN: me.token,
  }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const app = await electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
    env: Object.fromEntries(env),
  });
  parts.defer(() => app.close().catch(() => undefined));

  const page = await app.firstWindow();
  const own = page.getByRole('button', { name: /You are Online/ });
  await expect(own).toBeVisible();
  await expect(page.getByRole('listitem', { name: /Anna Keller/ })).toBeVisible();
  await teammate.waitFor(me.memberId, 'online');

  await own.click();
  await page.getByRole('menuitemradio', { name: 'Busy', exact: true }).click();
  await teammate.waitFor(me.memberId, 'busy');
  await expect(page.getByRole('button', { name: /You are Busy/ })).toBeVisible();

  await app.evaluate(({ app: electronApp }) => electronApp.quit());
  await teammate.waitFor(me.memberId, 'offline');
  expect(teammate.sees(me.memberId)?.cause).toBe('signed-out');
});
