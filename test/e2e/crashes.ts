import process from 'node:process';
import { expect } from '@playwright/test';
import type { RunningApp } from './running-app.ts';

/** Lets main meet an error that nobody handles, and waits until it has ended. */
export async function crashMain(app: RunningApp, message: string): Promise<void> {
  await app.electron.evaluate((_, text) => {
    setTimeout(() => {
      throw new Error(text);
    });
  }, message);
  await app.ended();
}

/** Kills the process of the window, and waits until the window is gone. */
export async function crashWindow(app: RunningApp): Promise<void> {
  for (const pid of await rendererPids(app)) process.kill(pid, 'SIGKILL');
  await expect.poll(() => app.desktop.mapped('Ampel')).toBe(false);
}

/** The processes that draw windows. */
export function rendererPids(app: RunningApp): Promise<number[]> {
  return app.electron.evaluate(({ app: electronApp }) =>
    electronApp
      .getAppMetrics()
      .filter(({ type }) => type === 'Tab')
      .map(({ pid }) => pid),
  );
}
