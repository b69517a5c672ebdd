import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { test } from '../e2e/fixtures.ts';
import type { RunningApp } from '../e2e/running-app.ts';
import { addManyMembers } from '../support/large-team.ts';
import { percentile, say } from './figures.ts';

const STARTS = 7;
const OPENINGS = 20;
const CHOICES = 40;
const ROSTERS = 7;
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

for (const others of [12, 5_000]) {
  test(`roster of ${others}`, async ({ launch, me, desktop, server }) => {
    await addManyMembers(server, others);
    const app = await launch({ as: me });
    await trayShows(app, 'You are Online');
    await app.electron.context().addInitScript(notePainting);
    const painted: number[] = [];
    const frames: number[] = [];
    for (let round = 0; round < ROSTERS; round += 1) {
      const page = await app.openWindow();
      await page.getByRole('listitem').first().waitFor();
      painted.push(await page.evaluate(() => (globalThis as WithPainting).rosterPainted));
      if (others > 100) frames.push(...(await page.evaluate(framesWhileScrolling)));
      await desktop.closeWindow('Ampel');
      await expect.poll(() => app.electron.windows().length, { intervals: [20] }).toBe(0);
    }
    report(`window's first frame to a painted roster of ${others}`, painted);
    if (frames.length === 0) return;
    const [p50, p99, max] = [0.5, 0.99, 1].map((share) => percentile(frames, share).toFixed(1));
    say(
      `scrolling ${others}: frames of ${p50} ms, p99 ${p99} ms, max ${max} ms (${frames.length})`,
    );
  });
}

test('bundle', async () => {
  const out = path.join(import.meta.dirname, '../../out');
  const page = await readFile(path.join(out, 'renderer/index.html'), 'utf8');
  const entry = /src="\.\/assets\/([^"]+)"/.exec(page)?.[1] ?? '';
  // What `index.js` goes on with where it is not a command line.
  await sayBundle('main, until the tray is there', path.join(out, 'main'), [
    'index.js',
    'run-app.js',
  ]);
  await sayBundle('preload', path.join(out, 'preload'), ['index.cjs']);
  await sayBundle('renderer, to show the roster', path.join(out, 'renderer/assets'), [entry]);
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

type WithPainting = typeof globalThis & { rosterPainted: Promise<number> };

/** Measures the milliseconds from the first frame to the one with people in it. Runs in the page. */
function notePainting(): void {
  (globalThis as WithPainting).rosterPainted = new Promise((resolve) => {
    requestAnimationFrame((firstFrame) => {
      function look(): void {
        if (document.querySelector('li.person') === null) requestAnimationFrame(look);
        // The frame that has them is on screen when the one after it begins.
        else requestAnimationFrame((next) => resolve(next - firstFrame));
      }
      look();
    });
  });
}

/** How long each frame took while the roster was scrolled through. Runs in the page. */
function framesWhileScrolling(): Promise<number[]> {
  const area = document.querySelector('.roster-scroll');
  if (area === null) throw new Error('there is no roster');
  const frames: number[] = [];
  return new Promise((resolve) => {
    let before: number | null = null;
    function frame(now: number): void {
      if (before !== null) frames.push(now - before);
      before = now;
      area?.scrollBy(0, 300);
      if (frames.length < 240) requestAnimationFrame(frame);
      else resolve(frames);
    }
    requestAnimationFrame(frame);
  });
}

/** Says which scripts are loaded with the entries, and how large they and the others are. */
async function sayBundle(what: string, folder: string, entries: readonly string[]): Promise<void> {
  const names = (await readdir(folder)).filter((name) => /\.c?js$/.test(name));
  const first = new Set(entries);
  for (const name of first) {
    const script = await readFile(path.join(folder, name), 'utf8');
    for (const [, imported = ''] of script.matchAll(/(?:from|import)["`']\.\/([^"`']+)["`']/g)) {
      first.add(imported);
    }
  }
  const sizes = await Promise.all(
    names.map(async (name) => ({ name, size: (await stat(path.join(folder, name))).size })),
  );
  const kilobytes = (some: typeof sizes) =>
    (some.reduce((sum, { size }) => sum + size, 0) / 1000).toFixed(1);
  const ofFirst = sizes.filter(({ name }) => first.has(name));
  say(`${what}: ${kilobytes(ofFirst)} kB of ${kilobytes(sizes)} kB`);
  for (const { name, size } of sizes.toSorted((a, b) => b.size - a.size)) {
    say(`  ${(size / 1000).toFixed(1)} kB ${first.has(name) ? 'first' : 'later'} ${name}`);
  }
}

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
