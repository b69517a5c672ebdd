import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Desktop } from '../support/desktop.ts';

/** A file of the app's in the home of whoever sits at a desktop. */
export const profileFile = ({ home }: Desktop, name: string): string =>
  path.join(home, 'ampel', name);

export const readLog = (desktop: Desktop): Promise<string> =>
  readFile(profileFile(desktop, 'ampel.log'), 'utf8');

export async function savedSettings(desktop: Desktop): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(profileFile(desktop, 'settings.json'), 'utf8'));
}

/** Writes a settings file as it lies there before the app starts. */
export async function leaveSettings(desktop: Desktop, text: string): Promise<void> {
  await mkdir(profileFile(desktop, ''), { recursive: true });
  await writeFile(profileFile(desktop, 'settings.json'), text);
}

/** The settings file that was kept aside: its name, and what it holds. */
export async function keptAside(desktop: Desktop): Promise<{ name: string; text: string }> {
  const names = await readdir(profileFile(desktop, ''));
  const name = names.find((entry) => entry.startsWith('settings.unreadable-'));
  if (name === undefined) throw new Error(`No settings were kept aside: ${names.join(', ')}`);
  return { name, text: await readFile(profileFile(desktop, name), 'utf8') };
}
