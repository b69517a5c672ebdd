import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';

const ENTRY = 'test-browser.desktop';

/** The desktop's default browser: it notes down what it is to open, and the test opens it. */
export class SystemBrowser {
  readonly #record: string;

  private constructor(record: string) {
    this.#record = record;
  }

  /** Installs it for the user with this home folder. */
  static async install(home: string): Promise<SystemBrowser> {
    const record = path.join(home, 'opened-addresses');
    const program = path.join(home, 'test-browser');
    const applications = path.join(home, '.local/share/applications');
    await mkdir(applications, { recursive: true });
    await mkdir(path.join(home, '.config'), { recursive: true });
    await writeFile(record, '');
    await writeFile(program, `#!/bin/sh\nprintf '%s\\n' "$1" >> ${record}\n`, { mode: 0o755 });
    await writeFile(
      path.join(applications, ENTRY),
      `[Desktop Entry]\nType=Application\nName=Browser\nExec=${program} %u\n`,
    );
    await writeFile(
      path.join(home, '.config/mimeapps.list'),
      `[Default Applications]\nx-scheme-handler/http=${ENTRY}\nx-scheme-handler/https=${ENTRY}\n`,
    );
    return new SystemBrowser(record);
  }

  /** What it was asked to open so far. */
  async opened(): Promise<readonly string[]> {
    const lines = await readFile(this.#record, 'utf8');
    return lines.split('\n').filter((line) => line !== '');
  }

  /** The address it is asked to open as the `nth`, from 1 on. */
  async asked(nth = 1): Promise<string> {
    await expect.poll(async () => (await this.opened()).length).toBeGreaterThanOrEqual(nth);
    return (await this.opened())[nth - 1] ?? '';
  }
}
