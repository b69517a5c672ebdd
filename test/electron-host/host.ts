/** What the start-up knows before Electron's API exists. `main.ts` fills it in first. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export interface Host {
  /** The launcher, standing for Electron's executable. */
  readonly executable: string;
  /** The Node binary that really runs. */
  readonly node: string;
  /** Whether the executable carries its own app. */
  readonly packaged: boolean;
}

/** Electron's version: a packed host has it in a file, otherwise it is that of the npm package. */
export function electronVersion(): string {
  try {
    return readFileSync(new URL('./version', import.meta.url), 'utf8').trim();
  } catch {
    const { version } = createRequire(import.meta.url)('electron/package.json');
    return String(version);
  }
}
