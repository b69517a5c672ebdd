import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** What the end-to-end tests run beside the app, with what each is for. */
const PROGRAMS = {
  chromium: 'the stand-in host',
  Xvfb: 'a screen of its own for each test',
  'dbus-daemon': 'a session bus of its own for each test',
  dunst: 'real notifications',
  xdotool: 'real input',
  openbox: 'a window manager',
  xwininfo: 'what is on the screen',
  import: 'pictures of the screen',
} as const;

/** Whether the tests run on Electron itself, which brings its own Chromium. */
export const onRealElectron = (): boolean => process.env['AMPEL_E2E_ELECTRON'] === '1';

function neededPrograms(): readonly string[] {
  return Object.keys(PROGRAMS).filter((name) => name !== 'chromium' || !onRealElectron());
}

/** Why tests cannot have a desktop of their own on this machine, or null where they can. */
export function whyNoDesktop(): string | null {
  if (process.platform !== 'linux') return 'needs a desktop of its own, which only Linux has';
  const missing = missingPrograms();
  return missing.length === 0 ? null : `needs programs that are missing: ${missing.join(', ')}`;
}

/** The programs that are missing on this machine, each with what would need it. */
export function missingPrograms(needed = neededPrograms()): readonly string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return Object.entries(PROGRAMS)
    .filter(([name]) => needed.includes(name))
    .filter(([name]) => !folders.some((folder) => existsSync(path.join(folder, name))))
    .map(([name, purpose]) => `${name} (${purpose})`);
}
