import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runToEnd } from './children.ts';

const root = path.join(import.meta.dirname, '..');
/** What the bundles are made of. */
const SOURCES = [
  'src',
  'electron.vite.config.ts',
  'scripts/leave-out.ts',
  'scripts/quiet-socket-io.ts',
  'package-lock.json',
];

export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
}

/**
 * Builds the app where its sources are newer than what was built last.
 *
 * @throws {BuildFailed} with what the build said
 */
export async function buildIfNeeded(say: (line: string) => void): Promise<void> {
  const built = path.join(root, 'out/renderer/index.html');
  if (existsSync(built) && newestSource() < statSync(built).mtimeMs) return;
  say('Building the app…');
  const vite = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const { code, stdout, stderr } = await runToEnd(process.execPath, [vite, 'build'], { cwd: root });
  if (code !== 0) throw new BuildFailed(`The app could not be built:\n${stdout}${stderr}`);
}

function newestSource(): number {
  const files = SOURCES.map((name) => path.join(root, name)).flatMap((place) =>
    statSync(place).isFile()
      ? [place]
      : readdirSync(place, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
