import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { runToEnd } from './children.ts';
import type { Runtime } from './electron-runtime.ts';

const root = path.join(import.meta.dirname, '..');
/** What the deb puts beside the app, as it lies in the system's root. */
const DEB_ROOT = path.join(root, 'build/linux');

/** Where each shell looks for the completions of a command. */
const PLACES = {
  bash: 'usr/share/bash-completion/completions/ampel',
  zsh: 'usr/share/zsh/vendor-completions/_ampel',
  fish: 'usr/share/fish/vendor_completions.d/ampel.fish',
} as const;

/**
 * Writes the shell completions that the deb brings, as the built app prints them.
 *
 * @throws where the app has the command and it fails
 */
export async function writeShellCompletions({ executable }: Runtime): Promise<void> {
  if (!existsSync(path.join(root, 'src/main/cli/completions.ts'))) return;
  for (const [shell, place] of Object.entries(PLACES)) {
    const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
    const printed = await runToEnd(executable, [...sandbox, root, 'completions', shell], {
      cwd: root,
      timeout: 30_000,
    });
    if (printed.code !== 0 || !printed.stdout.includes('ampel')) {
      throw new Error(`"ampel completions ${shell}" failed:\n${printed.stdout}${printed.stderr}`);
    }
    const file = path.join(DEB_ROOT, place);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, printed.stdout);
  }
}
