import { expect } from '@playwright/test';
import type { Desktop } from '../support/desktop.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { test as base } from './fixtures.ts';
import { type Launch, type RunningApp, trayIs } from './running-app.ts';
import { Teammate } from './teammate.ts';

const BUSY = ['Busy', 'Until I change it'];
const EVERYONE = ['Notifications', 'About everyone'];
const QUIET = 'Quiet while I am Busy';
const WATCH_ANNA = 'Tell me when Anna Keller is back';

const test = base.extend<{
  /** Somebody else in the team, who is there before the app. */
  cleo: Teammate;
  /** Starts the app of somebody who hears of everyone. */
  hearing: Launch;
}>({
  cleo: async ({ server, me: _ }, use) => {
    using cleo = await Teammate.join(server.url, await server.add('Cleo Winter'));
    await use(cleo);
  },
  hearing: async ({ signedIn }, use) =>
    use(async (options) => {
      const app = await signedIn(options);
      await app.desktop.tray.click(EVERYONE);
      return app;
    }),
});

/** What is on the screen, oldest first. */
function shown(desktop: Desktop): string[] {
  return desktop.notifications.list().map(({ summary, body }) => `${summary}: ${body}`);
}

/** Waits until the tray shows a colleague as something. */
async function seenAs(app: RunningApp, line: string): Promise<void> {
  await expect.poll(() => app.trayLabels('Team')).toContain(line);
}

test('NO3 changes within 3 s become one notification', async ({
  hearing,
  cleo,
  teammate,
  desktop,
}) => {
  await hearing();
  await teammate.choose('busy');
  await cleo.choose('busy');
  await expect
    .poll(() => shown(desktop))
    .toEqual(['2 colleagues changed status: Anna Keller is Busy and Cleo Winter is Busy']);
});

test('NO3 someone who comes back at once is not told of', async ({
  hearing,
  cleo,
  teammate,
  desktop,
}) => {
  const app = await hearing();
  await teammate.choose('busy');
  await seenAs(app, 'Anna Keller: Busy');
  await cleo.choose('busy');
  await teammate.choose('online');
  await expect.poll(() => shown(desktop)).toEqual(['Cleo Winter is Busy: Was Online before.']);
});

test('NO4 nothing of the team is told while Busy, unless it is wished', async ({
  hearing,
  teammate,
  desktop,
}) => {
  const app = await hearing();
  await app.desktop.tray.click(BUSY);
  await trayIs(app, 'You are Busy');
  expect(await app.trayChecked('Notifications')).toEqual(['About everyone', QUIET]);
  await teammate.choose('busy');
  await seenAs(app, 'Anna Keller: Busy');
  await app.desktop.tray.click(['Notifications', QUIET]);
  await expect.poll(() => app.trayChecked('Notifications')).toEqual(['About everyone']);
  await teammate.choose('online');
  await desktop.notifications.waitFor('Anna Keller is Online');
  expect(shown(desktop)).toEqual(['Anna Keller is Online: Was Busy before.']);
});

test('NO1 one digest tells what is different after the network was gone', async ({
  signedIn,
  server,
  teammate,
  desktop,
}) => {
  const cleo = await server.add('Cleo Winter');
  await using network = await TcpProxy.to(server.url);
  const app = await signedIn({ server: network.url });
  // Who is new to the app is not told of.
  await seenAs(app, 'Cleo Winter: Offline');
  await app.desktop.tray.click(EVERYONE);
  network.cut();
  await trayIs(app, 'Not connected. Trying again…');
  await teammate.choose('busy');
  using other = await Teammate.join(server.url, cleo);
  await other.waitFor(cleo.memberId, 'online');
  network.mend();
  await trayIs(app, 'You are Online', 20_000);
  const digest = 'Anna Keller is Busy and Cleo Winter is Online';
  await expect.poll(() => shown(desktop)).toEqual([`While you were not connected: ${digest}`]);
});

test('NO1 a server that was started again gives no reason to tell anything', async ({
  hearing,
  anna,
  server,
  teammate: _,
  desktop,
}) => {
  const app = await hearing();
  await server.stop();
  await trayIs(app, 'Not connected. Trying again…');
  await server.run();
  using back = await Teammate.join(server.url, anna);
  await trayIs(app, 'You are Online', 20_000);
  await seenAs(app, 'Anna Keller: Online');
  // What does notify comes after what must not, so nothing is still on its way.
  await back.choose('busy');
  await desktop.notifications.waitFor('Anna Keller is Busy');
  expect(shown(desktop)).toEqual(['Anna Keller is Busy: Was Online before.']);
});

test('NO2 NO5 someone is watched and opened from the tray', async ({
  launch,
  me,
  teammate,
  desktop,
}) => {
  const app = await launch({ as: me });
  await seenAs(app, 'Anna Keller: Online');
  expect(await app.trayLabels('Team', 'Anna Keller: Online')).toEqual([
    'Open in the window',
    WATCH_ANNA,
  ]);
  await app.desktop.tray.click(['Team', 'Anna Keller: Online', WATCH_ANNA]);
  await teammate.choose('busy');
  await desktop.notifications.waitFor('Anna Keller is Busy');
  const menu = await app.desktop.tray.menu();
  const team = menu.children.find(({ label }) => label === 'Team');
  const anna = team?.children.find(({ label }) => label === 'Anna Keller: Busy');
  expect(anna?.children.map(({ label, checked }) => [label, checked])).toEqual([
    ['Open in the window', undefined],
    [WATCH_ANNA, true],
  ]);
  const page = await app.openWindow(['Team', 'Anna Keller: Busy', 'Open in the window']);
  await expect(page.getByRole('button', { name: WATCH_ANNA })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
});

test('NO5 what was said of someone gives way to the next, and a click opens the window', async ({
  hearing,
  teammate,
  desktop,
}) => {
  const app = await hearing();
  await teammate.choose('busy');
  await desktop.notifications.waitFor('Anna Keller is Busy');
  await teammate.choose('online');
  await desktop.notifications.waitFor('Anna Keller is Online');
  await expect.poll(() => shown(desktop)).toEqual(['Anna Keller is Online: Was Busy before.']);
  await app.opens(() => desktop.notifications.clickNewest());
});

test('a name is no markup', async ({ hearing, server, teammate, desktop }) => {
  const pair = await server.add('Tom & <b>Jerry');
  using other = await Teammate.join(server.url, pair);
  await hearing();
  await teammate.choose('busy');
  await other.choose('busy');
  const { body } = await desktop.notifications.waitFor('2 colleagues changed status');
  expect(body).toBe('Anna Keller is Busy and Tom &amp; &lt;b&gt;Jerry is Busy');
});
