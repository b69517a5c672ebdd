import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { test } from './fixtures.ts';
import { trayIs } from './running-app.ts';
import { Teammate } from './teammate.ts';

const MINUTE = 60_000;
/** PR7: a connection may be lost for this long before teammates notice. */
const GRACE = 10_000;

test.describe('the server', () => {
  test('PR15 stopped for a minute and started: nothing is lost, and nobody seems to have left', {
    tag: '@waits',
  }, async ({ launch, me, anna, server, teammate }) => {
    test.setTimeout(3 * MINUTE);
    const app = await launch({ as: me });
    await trayIs(app, 'You are Online');
    await app.desktop.tray.click(['Busy', '1 hour']);
    const before = await teammate.waitFor(me.memberId, 'busy');
    await server.stop();
    await trayIs(app, 'Not connected. Trying again…');
    await delay(MINUTE);
    await server.run();
    using witness = await Teammate.join(server.url, anna);
    await expect.poll(() => app.desktop.tray.toolTip()).toContain('You are Busy until');
    // After the grace nothing can come of the restart any more.
    await delay(GRACE + 2_000);
    const seen = witness.saw(me.memberId);
    expect(seen).toMatchObject([
      { status: 'busy', cause: 'chosen', since: before.since, until: before.until },
    ]);
  });

  test('PR10 killed in the middle of a choice: the choice is made all the same', async ({
    launch,
    me,
    anna,
    server,
  }) => {
    const app = await launch({ as: me });
    await trayIs(app, 'You are Online');
    server.freeze();
    await app.desktop.tray.click(['Busy', 'Until I change it']);
    await server.kill();
    await trayIs(app, 'Not connected. Trying again…');
    expect(await app.trayLabels()).toContain('Busy as soon as the connection is back');
    await server.run();
    await trayIs(app, 'You are Busy');
    using witness = await Teammate.join(server.url, anna);
    expect(witness.sees(me.memberId)).toMatchObject({ status: 'busy', cause: 'chosen' });
    expect(await app.trayLabels()).not.toContain('Busy as soon as the connection is back');
  });

  test('PR10 a choice made without it survives a restart of the app', async ({
    launch,
    me,
    server,
    anna,
  }) => {
    const first = await launch({ as: me });
    await trayIs(first, 'You are Online');
    await server.stop();
    await trayIs(first, 'Not connected. Trying again…');
    await first.desktop.tray.click(['Busy', '2 hours']);
    await expect.poll(async () => (await first.trayLabels()).join()).toContain('Busy until');
    await first.electron.close();
    const app = await launch();
    await expect.poll(async () => (await app.trayLabels()).join()).toContain('Busy until');
    await server.run();
    await expect.poll(() => app.desktop.tray.toolTip()).toContain('You are Busy until');
    using witness = await Teammate.join(server.url, anna);
    expect(witness.sees(me.memberId)).toMatchObject({ status: 'busy' });
  });
});

test.describe('the network', () => {
  test('drops everything: Offline by the rule, and back with the choice without a click', {
    tag: '@waits',
  }, async ({ launch, me, server, teammate }) => {
    test.setTimeout(2 * MINUTE);
    await using network = await TcpProxy.to(server.url);
    const app = await launch({ as: me, server: network.url });
    await trayIs(app, 'You are Online');
    await app.desktop.tray.click(['Busy', 'Until I change it']);
    await teammate.waitFor(me.memberId, 'busy');
    network.stall();
    const stalled = Date.now();
    // PR7: noticed within 15 s, then 10 s of grace.
    const left = await teammate.waitFor(me.memberId, 'offline', { timeout: 27_000 });
    expect(left.cause).toBe('connection-lost');
    expect(left.at - stalled).toBeLessThan(26_000);
    await trayIs(app, 'Not connected. Trying again…');
    network.mend();
    const back = await teammate.waitFor(me.memberId, 'busy', { timeout: 20_000 });
    expect(back.cause).toBe('returned');
    await trayIs(app, 'You are Busy');
  });

  test('PR7 is cut and mended within the grace: teammates see nothing of it', async ({
    launch,
    me,
    server,
    teammate,
  }) => {
    await using network = await TcpProxy.to(server.url);
    const app = await launch({ as: me, server: network.url });
    await trayIs(app, 'You are Online');
    network.cut();
    await trayIs(app, 'Not connected. Trying again…');
    network.mend();
    await trayIs(app, 'You are Online');
    await delay(GRACE + 1_000);
    expect(teammate.saw(me.memberId).map(({ status }) => status)).toEqual(['offline', 'online']);
  });

  test('is slow: a choice arrives late, once, and nobody seems to leave', async ({
    launch,
    me,
    server,
    teammate,
  }) => {
    await using network = await TcpProxy.to(server.url);
    const app = await launch({ as: me, server: network.url });
    await trayIs(app, 'You are Online');
    network.delay(1_500);
    await app.desktop.tray.click(['Busy', 'Until I change it']);
    await teammate.waitFor(me.memberId, 'busy');
    await trayIs(app, 'You are Busy');
    expect(teammate.saw(me.memberId).map(({ status }) => status)).toEqual([
      'offline',
      'online',
      'busy',
    ]);
  });

  for (const end of ['client', 'server'] as const) {
    test(`closes one half, heard by the ${end} alone: right again without a click`, async ({
      launch,
      me,
      server,
      teammate,
    }) => {
      test.setTimeout(2 * MINUTE);
      await using network = await TcpProxy.to(server.url);
      const app = await launch({ as: me, server: network.url });
      await trayIs(app, 'You are Online');
      network.halfClose(end);
      await trayIs(app, 'Not connected. Trying again…', 20_000);
      await trayIs(app, 'You are Online', 20_000);
      await app.desktop.tray.click(['Busy', 'Until I change it']);
      await teammate.waitFor(me.memberId, 'busy');
      const statuses = teammate.saw(me.memberId).map(({ status }) => status);
      // Where the app hears of it at once, nobody else does (PR7).
      if (end === 'client') expect(statuses).toEqual(['offline', 'online', 'busy']);
      await trayIs(app, 'You are Busy');
    });
  }
});

test.describe('the computer', () => {
  test('PR14 sleeps and wakes: Offline at once, and back within a second', async ({
    launch,
    me,
    desktop,
    teammate,
  }) => {
    const app = await launch({ as: me });
    await trayIs(app, 'You are Online');
    desktop.login1.suspend();
    const left = await teammate.waitFor(me.memberId, 'offline', { timeout: 2_000 });
    expect(left.cause).toBe('suspended');
    await trayIs(app, 'Not connected. Trying again…');
    desktop.login1.resume();
    const back = await teammate.waitFor(me.memberId, 'online', { timeout: 1_000 });
    expect(back.cause).toBe('returned');
    await trayIs(app, 'You are Online');
  });

  test('PR14 is locked and unlocked: Offline with its reason, and back within a second', async ({
    launch,
    me,
    desktop,
    teammate,
  }) => {
    const app = await launch({ as: me });
    await trayIs(app, 'You are Online');
    desktop.lockScreen(true);
    // Linux does not tell of it by itself; the app looks four times a minute.
    const left = await teammate.waitFor(me.memberId, 'offline', { timeout: 16_000 });
    expect(left.cause).toBe('locked');
    await trayIs(app, 'You are Offline (screen locked)');
    const opened = app.electron.waitForEvent('window');
    await desktop.tray.click('Why am I Offline?');
    const page = await opened;
    await expect(page.getByRole('dialog', { name: 'Why am I Offline?' })).toBeVisible();
    desktop.lockScreen(false);
    await teammate.waitFor(me.memberId, 'online', { timeout: 1_000 });
  });

  test('PR14 is locked where the team ignores that: idle time alone decides', async ({
    launch,
    me,
    desktop,
    teammate,
  }) => {
    const app = await launch({ as: me });
    await trayIs(app, 'You are Online');
    desktop.lockScreen(true);
    await teammate.waitFor(me.memberId, 'offline', { timeout: 16_000 });
    await teammate.changeSettings({ lockPolicy: 'ignore' });
    const back = await teammate.waitFor(me.memberId, 'online');
    expect(back.cause).toBe('policy');
  });

  test('PR12 does not tell its idle time: the app says so, and input inside it counts', {
    tag: '@waits',
  }, async ({ launch, me, desktop, teammate }) => {
    test.setTimeout(4 * MINUTE);
    const app = await launch({ as: me });
    await trayIs(app, 'You are Online');
    await app.electron.evaluate(({ powerMonitor }) => {
      powerMonitor.getSystemIdleTime = () => 0;
    });
    await teammate.changeSettings({ inactivityTimeoutMinutes: 1 });
    // A minute until it is found out, and the timeout from then on.
    await teammate.waitFor(me.memberId, 'offline', { timeout: 150_000 });
    await desktop.tray.click('Open Ampel');
    await teammate.waitFor(me.memberId, 'online', { timeout: 1_000 });
    await expect
      .poll(() => app.trayLabels())
      .toContain('Only input in Ampel counts on this computer');
  });
});

test('PR3 two devices of one member, one of them killed: nobody notices', async ({
  launch,
  me,
  teammate,
}) => {
  const killed = await launch({ as: me });
  await trayIs(killed, 'You are Online');
  await killed.desktop.tray.click(['Busy', 'Until I change it']);
  await teammate.waitFor(me.memberId, 'busy');
  const other = await launch({ as: me, profile: 'second' });
  await expect.poll(() => other.desktop.tray.count).toBe(2);
  await trayIs(other, 'You are Busy');
  process.kill(killed.pid, 'SIGKILL');
  await delay(GRACE + 2_000);
  expect(teammate.sees(me.memberId)).toMatchObject({ status: 'busy', cause: 'chosen' });
  await other.desktop.tray.click('Quit');
  expect(await teammate.waitFor(me.memberId, 'offline')).toMatchObject({ cause: 'signed-out' });
});

test.describe('the app', () => {
  test('starts again quietly after a crash of main, in the same state', async ({
    launch,
    me,
    desktop,
    teammate,
  }) => {
    const app = await launch({ as: me });
    await trayIs(app, 'You are Online');
    await desktop.tray.click(['Busy', '1 hour']);
    const before = await teammate.waitFor(me.memberId, 'busy');
    await app.electron.evaluate(() => {
      setTimeout(() => {
        throw new Error('a crash made by a test');
      });
    });
    await app.ended();
    await expect.poll(() => desktop.tray.count, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => desktop.tray.toolTip()).toContain('You are Busy until');
    await delay(GRACE + 1_000);
    expect(teammate.sees(me.memberId)).toEqual(before);
    expect(await desktop.mapped('Ampel')).toBe(false);
    await desktop.tray.click('Quit');
    await expect.poll(() => desktop.tray.count).toBe(0);
  });

  test('goes on as before when its window crashes', async ({ launch, me, teammate }) => {
    const app = await launch({ as: me, window: true });
    const page = await app.window();
    await expect(page.getByRole('button', { name: /You are Online/ })).toBeVisible();
    const before = teammate.saw(me.memberId);
    await app.electron.evaluate(({ app: electronApp }) => {
      for (const { type, pid } of electronApp.getAppMetrics()) {
        if (type === 'Tab') process.kill(pid, 'SIGKILL');
      }
    });
    await expect.poll(() => app.desktop.mapped('Ampel')).toBe(false);
    await trayIs(app, 'You are Online');
    const again = await app.openWindow();
    await expect(again.getByRole('button', { name: /You are Online/ })).toBeVisible();
    expect(teammate.saw(me.memberId)).toEqual(before);
  });
});
