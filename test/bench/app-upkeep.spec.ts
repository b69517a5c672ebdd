/** `npm run bench:app`: what the app costs while it is only there, with its window closed. */
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { test } from '../e2e/fixtures.ts';
import { type RunningApp, trayIs } from '../e2e/running-app.ts';
import { Teammate } from '../e2e/teammate.ts';
import { say } from './figures.ts';
import { cpuSeconds } from './timer-count.ts';

const COLLEAGUES = 20;
/** An hour in which every second somebody's status changes. */
const EVENTS = 3_600;
/** What is made once and kept is made by then. */
const WARM_UP_EVENTS = 600;
/** As fast as they go, V8 takes more room than what there is to keep: an hour is not a burst. */
const PACE_MS = 50;
const HOURS = 2;
const OWN_CHANGES = 60;
const IDLE_MINUTES = 5;

test('memory after an hour of events', async ({ launch, me, server, desktop }) => {
  test.setTimeout(600_000);
  using team = new DisposableStack();
  const colleagues: Teammate[] = [];
  for (let index = 0; index < COLLEAGUES; index += 1) {
    const member = await server.add(`Colleague ${String.fromCodePoint(0x61 + index)}`);
    colleagues.push(team.use(await Teammate.join(server.url, member)));
  }
  const watcher = colleagues[0] as Teammate;
  const app = await launch({ as: me });
  await trayIs(app, 'You are Online');
  await desktop.tray.click(['Notifications', 'About everyone']);

  /** Every colleague in turn changes between Online and Busy; now and then the member does. */
  async function live(events: number): Promise<void> {
    for (let event = 0; event < events; event += 1) {
      const round = Math.floor(event / COLLEAGUES);
      const choice = round % 2 === 0 ? 'busy' : 'online';
      await colleagues[event % COLLEAGUES]?.choose(choice);
      await delay(PACE_MS);
      if (event % (EVENTS / OWN_CHANGES) !== 0) continue;
      const toBusy = (event / (EVENTS / OWN_CHANGES)) % 2 === 0;
      await desktop.tray.click(toBusy ? ['Busy', 'Until I change it'] : 'Online');
      await watcher.waitFor(me.memberId, toBusy ? 'busy' : 'online');
    }
  }

  await live(WARM_UP_EVENTS);
  let before = await memoryOf(app);
  say(`main, window closed, after ${WARM_UP_EVENTS} changes of status: ${inWords(before)}`);
  for (let hour = 1; hour <= HOURS; hour += 1) {
    await live(EVENTS);
    const after = await memoryOf(app);
    say(`after ${hour} h, ${EVENTS} changes each: ${inWords(after)}; ${growth(before, after)}`);
    before = after;
  }
});

test('processor time while nothing happens', async ({ launch, me }) => {
  test.setTimeout(IDLE_MINUTES * 60_000 + 60_000);
  const app = await launch({ as: me });
  await trayIs(app, 'You are Online');
  const page = await app.openWindow();
  await page.getByRole('button', { name: /You are Online/ }).waitFor();
  await page.close();
  await expect.poll(() => app.electron.windows().length).toBe(0);
  const before = await cpuSeconds(app);
  await delay(IDLE_MINUTES * 60_000);
  const used = (await cpuSeconds(app)) - before;
  const perHour = used * (60 / IDLE_MINUTES);
  say(`processor time of main, window closed: ${perHour.toFixed(1)} s in an hour`);
});

type Memory = { readonly heap: number; readonly resident: number };

/** In bytes, after everything that can be collected is. */
async function memoryOf(app: RunningApp): Promise<Memory> {
  const heap = await app.electron.evaluate(() => {
    process.getBuiltinModule('node:v8').setFlagsFromString('--expose-gc');
    const collect = process.getBuiltinModule('node:vm').runInNewContext('gc') as () => void;
    collect();
    collect();
    return process.memoryUsage().heapUsed;
  });
  const rollup = await readFile(`/proc/${app.pid}/smaps_rollup`, 'utf8');
  return { heap, resident: Number(/^Pss: +(\d+)/m.exec(rollup)?.[1]) * 1024 };
}

function growth(before: Memory, after: Memory): string {
  const percent = (a: number, b: number) => `${((b / a - 1) * 100).toFixed(1)} %`;
  const { heap, resident } = before;
  return `heap ${percent(heap, after.heap)}, resident ${percent(resident, after.resident)}`;
}

function inWords({ heap, resident }: Memory): string {
  const mebibytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);
  return `heap ${mebibytes(heap)} MiB, resident (PSS) ${mebibytes(resident)} MiB`;
}
