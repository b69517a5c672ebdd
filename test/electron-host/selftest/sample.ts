/** Starts the sample app on a desktop of its own, for one test. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  test as base,
  type ElectronApplication,
  _electron as electron,
  expect,
  type Page,
} from '@playwright/test';
import { type Desktop, type DesktopOptions, startDesktop } from '../../support/desktop.ts';

export { expect };

export interface LaunchOptions {
  readonly sample?: 'sample-esm' | 'sample-cjs';
  readonly args?: readonly string[];
  readonly env?: Record<string, string>;
  readonly executablePath?: string;
}

export interface Sample {
  readonly desktop: Desktop;
  /** Starts the app; it ends with the test. */
  launch(options?: LaunchOptions): Promise<ElectronApplication>;
}

export const SAMPLE = path.join(import.meta.dirname, 'sample-esm');
export const TITLE = 'Sample window';

export const test = base.extend<{ desktopOptions: DesktopOptions; sample: Sample }>({
  desktopOptions: [{}, { option: true }],
  sample: async ({ desktopOptions }, use) => {
    await using desktop = await startDesktop(desktopOptions);
    const running: ElectronApplication[] = [];
    await use({
      desktop,
      async launch({ sample = 'sample-esm', args = [], env = {}, executablePath } = {}) {
        const cwd = path.join(import.meta.dirname, sample);
        const app = await electron.launch({
          args: executablePath ? [...args] : ['.', ...args],
          cwd,
          env: { ...desktop.env, ...env },
          ...(executablePath ? { executablePath } : {}),
        });
        running.push(app);
        return app;
      },
    });
    for (const app of running) await app.close().catch(() => undefined);
  },
});

/** The app's window once its own page is in it. */
export async function samplePage(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForURL(/index\.html$/);
  await page.waitForLoadState();
  return page;
}

/** What the sample has noted so far, one line each. */
export function logOf(app: ElectronApplication): Promise<string[]> {
  return app.evaluate(() => {
    const { log } = (globalThis as unknown as { sample: { log: unknown[] } }).sample;
    return log.map((entry) => JSON.stringify(entry));
  });
}

/** Chromium's processes of one desktop, by a part of their command line. */
export function chromiumProcesses(desktop: Desktop, part = ''): string[] {
  return readdirSync('/proc').filter((name) => {
    if (!/^\d+$/.test(name)) return false;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      const ours = command.includes('chromium') && command.includes(desktop.home);
      return ours && command.includes(part);
    } catch {
      return false;
    }
  });
}

/** The sample's own object, for code that runs in the app. */
export interface SampleGlobal {
  // biome-ignore lint/suspicious/noExplicitAny: plain JavaScript on the other side
  sample: any;
}
