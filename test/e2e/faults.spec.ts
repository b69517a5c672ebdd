import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { crashMain, crashWindow } from './crashes.ts';
import { test } from './fixtures.ts';
import { trayIs } from './running-app.ts';
import { Teammate } from './teammate.ts';

const MINUTE = 60_000;
/** PR7: a connection may be lost for this long before teammates notice. */
const GRACE = 10_000;

test.describe('the server', () => {
  test('PR15 stopped for a minute and started: nothing is lost, and nobody seems to have left', {
    tag: '@waits',
  }, async ({ signedIn, me, anna, server, teammate }) => {
    test.setTimeout(3 * MINUTE);
    const app = await signedIn();
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
    signedIn,
    me,
    anna,
    server,
  }) => {
    const app = await signedIn();
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
    signedIn,
    me,
    server,
    anna,
  }) => {
    const first = await signedIn();
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
  }, async ({ signedIn, me, server, teammate }) => {
    test.setTimeout(2 * MINUTE);
    await using network = await TcpProxy.to(server.url);
    const app = await signedIn({ server: network.url });
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
    signedIn,
    me,
    server,
    teammate,
  }) => {
    await using network = await TcpProxy.to(server.url);
    const app = await signedIn({ server: network.url });
    network.cut();
    await trayIs(app, 'Not connected. Trying again…');
    network.mend();
    await trayIs(app, 'You are Online');
    await delay(GRACE + 1_000);
    expect(teammate.saw(me.memberId).map(({ status }) => status)).toEqual(['offline', 'online']);
  });

  test('is slow: a choice arrives late, once, and nobody seems to leave', async ({
    signedIn,
    me,
    server,
    teammate,
  }) => {
    await using network = await TcpProxy.to(server.url);
    const app = await signedIn({ server: network.url });
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
      signedIn,
      me,
      server,
      teammate,
    }) => {
      test.setTimeout(2 * MINUTE);
      await using network = await TcpProxy.to(server.url);
      const app = await signedIn({ server: network.url });
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
    signedIn,
    me,
    desktop,
    teammate,
  }) => {
    const app = await signedIn();
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
    signedIn,
    me,
    desktop,
    teammate,
  }) => {
    const app = await signedIn();
    desktop.lockScreen(true);
    // Linux does not tell of it by itself; the app looks four times a minute.
    const left = await teammate.waitFor(me.memberId, 'offline', { timeout: 16_000 });
    expect(left.cause).toBe('locked');
    await trayIs(app, 'You are Offline (screen locked)');
    const page = await app.openWindow('Why am I Offline?');
    await expect(page.getByRole('dialog', { name: 'Why am I Offline?' })).toBeVisible();
    desktop.lockScreen(false);
    await teammate.waitFor(me.memberId, 'online', { timeout: 1_000 });
  });

  test('PR14 is locked where the team ignores that: idle time alone decides', async ({
    signedIn,
    me,
    desktop,
    teammate,
  }) => {
    await signedIn();
    desktop.lockScreen(true);
    await teammate.waitFor(me.memberId, 'offline', { timeout: 16_000 });
    await teammate.changeSettings({ lockPolicy: 'ignore' });
    const back = await teammate.waitFor(me.memberId, 'online');
    expect(back.cause).toBe('policy');
  });

  test('PR12 does not tell its idle time: the app says so, and input inside it counts', {
    tag: '@waits',
  }, async ({ signedIn, me, desktop, teammate }) => {
    test.setTimeout(4 * MINUTE);
    const app = await signedIn();
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
  signedIn,
  me,
  teammate,
}) => {
  const killed = await signedIn();
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
    signedIn,
    me,
    desktop,
    teammate,
  }) => {
    const app = await signedIn();
    await desktop.tray.click(['Busy', '1 hour']);
    const before = await teammate.waitFor(me.memberId, 'busy');
    await crashMain(app, 'a crash made by a test');
    await expect.poll(() => desktop.tray.count, { timeout: 20_000 }).toBe(1);
    await expect.poll(() => desktop.tray.toolTip()).toContain('You are Busy until');
    await delay(GRACE + 1_000);
    expect(teammate.sees(me.memberId)).toEqual(before);
    expect(await desktop.mapped('Ampel')).toBe(false);
    await desktop.tray.click('Quit');
    await expect.poll(() => desktop.tray.count).toBe(0);
  });

  test('goes on as before when its window crashes', async ({ inWindow, me, teammate }) => {
    const { app, page } = await inWindow();
    await expect(page.getByRole('button', { name: /You are Online/ })).toBeVisible();
    const before = teammate.saw(me.memberId);
    await crashWindow(app);
    await trayIs(app, 'You are Online');
    const again = await app.openWindow();
    await expect(again.getByRole('button', { name: /You are Online/ })).toBeVisible();
    expect(teammate.saw(me.memberId)).toEqual(before);
  });
});
