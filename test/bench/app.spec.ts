import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { expect } from '@playwright/test';
import { test } from '../e2e/fixtures.ts';

const STARTS = 5;
const OPENINGS = 15;
const CHOICES = 40;
const RETURNS = 3;

test('the app', async ({ launch, me, teammate, desktop }) => {
  const starts: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const began = performance.now();
    const app = await launch({ as: me });
    await expect.poll(() => desktop.tray.toolTip(), { intervals: [10] }).toMatch(/You are Online/);
    starts.push(performance.now() - began);
    if (round < STARTS - 1) {
      await app.electron.close();
      await expect.poll(() => desktop.tray.count).toBe(0);
      continue;
    }
    report('start to own status in the tray', starts);

    const openings: number[] = [];
    for (let opening = 0; opening < OPENINGS; opening += 1) {
      const clicked = performance.now();
      const page = await app.openWindow();
      await page.getByRole('button', { name: /You are Online/ }).waitFor();
      openings.push(performance.now() - clicked);
      await desktop.closeWindow('Ampel');
      await expect.poll(() => app.electron.windows().length, { intervals: [20] }).toBe(0);
    }
    report('window: first opening, tray click to own status', openings.slice(0, 1));
    report('window: opening again', openings.slice(1));

    const choices: number[] = [];
    for (let choice = 0; choice < CHOICES; choice += 1) {
      const status = choice % 2 === 0 ? 'busy' : 'online';
      const chosen = Date.now();
      await desktop.tray.click(status === 'busy' ? 'Busy' : 'Online');
      choices.push((await teammate.waitFor(me.memberId, status)).at - chosen);
      await expect
        .poll(() => desktop.tray.toolTip(), { intervals: [10] })
        .toContain(status === 'busy' ? 'Busy' : 'Online');
    }
    report('choose in the tray to teammate', choices);

    await teammate.changeSettings({ inactivityTimeoutMinutes: 1 });
    const returns: number[] = [];
    for (let away = 0; away < RETURNS; away += 1) {
      await teammate.waitFor(me.memberId, 'offline', { timeout: 90_000 });
      const touched = Date.now();
      await desktop.input.moveMouse(100 + away, 100);
      returns.push((await teammate.waitFor(me.memberId, 'online')).at - touched);
    }
    report('first input to teammate', returns);

    const rollup = await readFile(`/proc/${app.pid}/smaps_rollup`, 'utf8');
    const mebibytes = (name: string) =>
      Math.round(Number(new RegExp(`^${name}: +(\\d+)`, 'm').exec(rollup)?.[1]) / 1024);
    say(
      `main's memory with the window closed: ${mebibytes('Pss')} MiB PSS, ${mebibytes('Rss')} MiB RSS`,
    );
  }
});

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
