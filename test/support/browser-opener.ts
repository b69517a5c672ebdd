import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/** Stands in for the desktop's `xdg-open`: notes what it is to open, and opens nothing. */
export class BrowserOpener {
  readonly env: Readonly<Record<string, string>>;
  readonly #file: string;

  private constructor(folder: string, file: string) {
    this.env = { PATH: `${folder}:${process.env['PATH'] ?? ''}` };
    this.#file = file;
  }

  static async in(home: string): Promise<BrowserOpener> {
    const folder = path.join(home, 'opener');
    const file = path.join(folder, 'opened');
    const program = path.join(folder, 'xdg-open');
    await mkdir(folder);
    await writeFile(program, `#!/bin/sh\necho "$1" >> '${file}'\n`);
    await chmod(program, 0o755);
    return new BrowserOpener(folder, file);
  }

  /** The addresses that were opened. */
  async opened(): Promise<readonly string[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '');
    return text.split('\n').filter((line) => line !== '');
  }
}
