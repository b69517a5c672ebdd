import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { LoginItem } from '../ports.ts';
import {
  type AutostartEntry,
  autostartText,
  parseAutostart,
  type ReadEntry,
} from './autostart-entry.ts';

/** The name under which desktops know Ampel. */
const FILE_NAME = 'io.github.ampel.Ampel.desktop';

/**
 * Launch at login on Linux: a file that every desktop reads. `configFolder` is the member's
 * (`$XDG_CONFIG_HOME`), absolute.
 */
export function autostartFile(configFolder: string, entry: AutostartEntry): LoginItem {
  const folder = path.join(configFolder, 'autostart');
  const file = path.join(folder, FILE_NAME);

  function write(): void {
    mkdirSync(folder, { recursive: true });
    const unfinished = `${file}.tmp`;
    writeFileSync(unfinished, autostartText(entry));
    renameSync(unfinished, file);
  }

  return {
    get: () => read(file)?.enabled ?? false,
    set: (on) => (on ? write() : rmSync(file, { force: true })),
    // The arguments tell.
    launchedThis: () => false,
    refresh: () => {
      const found = read(file);
      // Switched off outside of Ampel it stays as it is: that was the member's wish.
      if (!found?.enabled) return;
      if (!isDeepStrictEqual(found.command, [entry.program, ...entry.args])) write();
    },
  };
}

function read(file: string): ReadEntry | null {
  try {
    return parseAutostart(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
