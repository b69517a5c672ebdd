/**
 * `npm run bench:presence`: what teammates see and when, measured with the real server, real X
 * input and a second member on the wire. Several members on desktops of their own go through the
 * slow rounds side by side.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { test } from '@playwright/test';
import { launchApp, type RunningApp, trayIs } from '../e2e/running-app.ts';
import { Teammate } from '../e2e/teammate.ts';
import { type Desktop, startDesktop } from '../support/desktop.ts';
import { ServerProcess } from '../support/server-process.ts';
import type { TestMember } from '../support/team-server.ts';
import { percentile, say } from './figures.ts';
import { countTimers, cpuSeconds, timersFired } from './timer-count.ts';

const LANES = 6;
const ABSENCES = 6;
const KILLS = 5;
const CHOICES = 200;
const TIMEOUT_MS = 60_000;
const COUNTED_MINUTES = 3;
const IDLE_MINUTES = 10;

type Lane = { readonly desktop: Desktop; readonly member: TestMember; app: RunningApp };

const lanes: Lane[] = [];
let parts = new AsyncDisposableStack();
let server: ServerProcess;
let teammate: Teammate;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  parts = new AsyncDisposableStack();
  server = parts.use(await ServerProcess.start());
  const anna = await server.add('Anna Keller', 'manager');
  for (let lane = 0; lane < LANES; lane += 1) {
    const member = await server.add(`Member ${'abcdefgh'[lane]}`);
    const desktop = parts.use(await startDesktop());
    const app = await launchApp(desktop, { as: member, server: server.url });
    lanes.push({ desktop, member, app });
    await trayIs(app, 'You are Online');
  }
  teammate = parts.use(await Teammate.join(server.url, anna));
});

test.afterAll(async () => {
  for (const { app } of lanes) await app.close();
  await parts.disposeAsync();
});

test('choose', async () => {
  const [{ app, desktop, member }] = lanes as [Lane];
  const times: number[] = [];
  for (let round = 0; round < CHOICES; round += 1) {
    const toBusy = round % 2 === 0;
    const chosen = Date.now();
    await desktop.tray.click(toBusy ? ['Busy', 'Until I change it'] : 'Online');
    const seen = await teammate.waitFor(member.memberId, toBusy ? 'busy' : 'online');
    times.push(seen.at - chosen);
    await trayIs(app, `You are ${toBusy ? 'Busy' : 'Online'}`);
  }
  report('choose → teammate', times);
});

test('wake-ups while active', async () => {
  test.setTimeout((COUNTED_MINUTES + 1) * 60_000);
  const [{ app, desktop }] = lanes as [Lane];
  await countTimers(app);
  const before = await timersFired(app);
  const end = Date.now() + COUNTED_MINUTES * 60_000;
  for (let x = 100; Date.now() < end; x += 1) {
    await desktop.input.moveMouse(x % 1000, 100);
    await delay(Math.min(4_000, Math.max(0, end - Date.now())));
  }
  const perMinute = ((await timersFired(app)) - before) / COUNTED_MINUTES;
  say(`timer wake-ups of main while active, timeout 15 min: ${perMinute.toFixed(1)} a minute`);
});

test('processor time while nobody is there', async () => {
  test.setTimeout((IDLE_MINUTES + 3) * 60_000);
  const [waiting, away] = lanes as [Lane, Lane];
  await Promise.all([
    // Nobody touches the first computer; the second is locked.
    processorTime('no input yet, timeout 15 min', waiting),
    (async () => {
      away.desktop.lockScreen(true);
      await teammate.waitFor(away.member.memberId, 'offline', { timeout: 20_000 });
      await countTimers(away.app);
      await processorTime('Offline (locked)', away);
      const perMinute = (await timersFired(away.app)) / IDLE_MINUTES;
      say(`timer wake-ups of main while Offline: ${perMinute.toFixed(1)} a minute`);
      away.desktop.lockScreen(false);
      await teammate.waitFor(away.member.memberId, 'online');
    })(),
  ]);
});

test('going away and coming back', async () => {
  test.setTimeout((ABSENCES + 2) * 2 * TIMEOUT_MS);
  await teammate.changeSettings({ inactivityTimeoutMinutes: 1 });
  const left: number[] = [];
  const back: number[] = [];
  await Promise.all(
    lanes.map(async ({ desktop, member: { memberId } }, lane) => {
      // Not all in the same phase of the second in which the system counts.
      await delay(lane * 170);
      for (let round = 0; round < ABSENCES; round += 1) {
        const touched = Date.now();
        await desktop.input.moveMouse(100 + round, 100 + lane);
        const lastInput = Date.now();
        const returned = await teammate.waitFor(memberId, 'online');
        // In the first round nobody has been away yet.
        if (round > 0) back.push(returned.at - touched);
        const gone = await teammate.waitFor(memberId, 'offline', { timeout: 2 * TIMEOUT_MS });
        left.push(gone.at - (lastInput + TIMEOUT_MS));
      }
      const touched = Date.now();
      await desktop.input.moveMouse(500, 100 + lane);
      back.push((await teammate.waitFor(memberId, 'online')).at - touched);
    }),
  );
  report('last input + timeout → teammate sees Offline', left);
  report('first input → teammate sees the choice', back);
});

test('kill', async () => {
  test.setTimeout(KILLS * 40_000);
  await teammate.changeSettings({ inactivityTimeoutMinutes: 15 });
  const times: number[] = [];
  await Promise.all(
    lanes.map(async (lane) => {
      const { memberId } = lane.member;
      for (let round = 0; round < KILLS; round += 1) {
        await teammate.waitFor(memberId, 'online', { timeout: 20_000 });
        const killed = Date.now();
        process.kill(lane.app.pid, 'SIGKILL');
        const gone = await teammate.waitFor(memberId, 'offline', { timeout: 30_000 });
        times.push(gone.at - killed);
        await lane.app.ended();
        lane.app = await launchApp(lane.desktop, { server: server.url });
      }
    }),
  );
  report('kill -9 → teammate sees Offline', times);
});

async function processorTime(what: string, { app }: Lane): Promise<void> {
  const before = await cpuSeconds(app);
  await delay(IDLE_MINUTES * 60_000);
  const used = (await cpuSeconds(app)) - before;
  say(`processor time of main in ${IDLE_MINUTES} min, ${what}: ${used.toFixed(2)} s`);
}

function report(what: string, times: readonly number[]): void {
  const at = (share: number) => Math.round(percentile(times, share));
  say(
    `${what}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, ` +
      `from ${at(0)} to ${at(1)} ms (${times.length} rounds)`,
  );
}
