import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { expect } from '@playwright/test';
import { test } from '../e2e/fixtures.ts';
import type { RunningApp } from '../e2e/running-app.ts';

const STARTS = 7;
const OPENINGS = 20;
const CHOICES = 40;
const RETURNS = 5;

async function trayShows(app: RunningApp, words: string): Promise<void> {
  await expect.poll(() => app.desktop.tray.toolTip(), { intervals: [10] }).toContain(words);
}

test('start', async ({ launch, me, desktop }) => {
  const times: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const began = performance.now();
    const app = await launch({ as: me });
    await trayShows(app, 'You are Online');
    times.push(performance.now() - began);
    await app.electron.close();
    await expect.poll(() => desktop.tray.count).toBe(0);
  }
  report('start to own status in the tray', times);
});

test('window', async ({ launch, me, desktop }) => {
  const app = await launch({ as: me });
  await trayShows(app, 'You are Online');
  const times: number[] = [];
  for (let round = 0; round < OPENINGS; round += 1) {
    const clicked = Date.now();
    const page = await app.openWindow();
    await page.getByRole('button', { name: /You are Online/ }).waitFor();
    // What the page knows itself, so that looking at it through the test tool does not count.
    times.push((await page.evaluate(firstContent)) - clicked);
    await desktop.closeWindow('Ampel');
    await expect.poll(() => app.electron.windows().length, { intervals: [20] }).toBe(0);
  }
  report('window, first opening: tray click to content on screen', times.slice(0, 1));
  report('window, opening again: tray click to content on screen', times.slice(1));
});

test('choice', async ({ launch, me, desktop, teammate }) => {
  const app = await launch({ as: me });
  await trayShows(app, 'You are Online');
  const times: number[] = [];
  for (let round = 0; round < CHOICES; round += 1) {
    const toBusy = round % 2 === 0;
    const chosen = Date.now();
    await desktop.tray.click(toBusy ? ['Busy', 'Until I change it'] : 'Online');
    const seen = await teammate.waitFor(me.memberId, toBusy ? 'busy' : 'online');
    times.push(seen.at - chosen);
    await trayShows(app, toBusy ? 'Busy' : 'Online');
  }
  report('choose in the tray to teammate', times);
});

test('return', async ({ launch, me, desktop, teammate }) => {
  const app = await launch({ as: me });
  await trayShows(app, 'You are Online');
  await teammate.changeSettings({ inactivityTimeoutMinutes: 1 });
  const times: number[] = [];
  for (let round = 0; round < RETURNS; round += 1) {
    await teammate.waitFor(me.memberId, 'offline', { timeout: 90_000 });
    const touched = Date.now();
    await desktop.input.moveMouse(100 + round, 100);
    times.push((await teammate.waitFor(me.memberId, 'online')).at - touched);
  }
  report('first input to teammate', times);
});

test('memory', async ({ launch, me, desktop }) => {
  const app = await launch({ as: me });
  await trayShows(app, 'You are Online');
  const page = await app.openWindow();
  await page.getByRole('button', { name: /You are Online/ }).waitFor();
  await desktop.closeWindow('Ampel');
  await expect.poll(() => app.electron.windows().length).toBe(0);
  const rollup = await readFile(`/proc/${app.pid}/smaps_rollup`, 'utf8');
  const mebibytes = (name: string) =>
    Math.round(Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(rollup)?.[1]) / 1024);
  say(`main with the window closed: ${mebibytes('Pss')} MiB PSS, ${mebibytes('Rss')} MiB RSS`);
});

/** When the page first showed something, epoch milliseconds. Runs in the page. */
function firstContent(): Promise<number> {
  return new Promise((resolve) => {
    new PerformanceObserver((list) => {
      const [paint] = list.getEntriesByName('first-contentful-paint');
      if (paint !== undefined) resolve(performance.timeOrigin + paint.startTime);
    }).observe({ type: 'paint', buffered: true });
  });
}

function report(what: string, times: readonly number[]): void {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) =>
    Math.round(
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN,
    );
  say(`${what}: median ${at(0.5)} ms, from ${at(0)} to ${at(1)} ms (${times.length} rounds)`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
