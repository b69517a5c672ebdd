import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { runToEnd } from './children.ts';

const root = path.join(import.meta.dirname, '..');
/** What the bundles are made of. */
const SOURCES = [
  'src',
  'electron.vite.config.ts',
  'vite.board.config.ts',
  'scripts/leave-out.ts',
  'scripts/quiet-socket-io.ts',
  'package-lock.json',
];

/** What is built: how, and the file that is there afterwards. */
const BUILDS = {
  app: {
    command: ['electron-vite/bin/electron-vite.js', 'build'],
    result: 'out/renderer/index.html',
  },
  board: {
    command: ['vite/bin/vite.js', 'build', '--config', 'vite.board.config.ts'],
    result: 'out/board/index.html',
  },
} as const;
type Build = keyof typeof BUILDS;

export class BuildFailed extends Error {
  override readonly name = 'BuildFailed';
}

/**
 * Builds the app, or what else is named, where its sources are newer than what was built last.
 *
 * @throws {BuildFailed} with what the build said
 */
export async function buildIfNeeded(
  say: (line: string) => void,
  builds: readonly Build[] = ['app'],
): Promise<void> {
  for (const build of builds) {
    if (isUpToDate(build)) continue;
    say(`Building the ${build}…`);
    const [script, ...args] = BUILDS[build].command;
    const tool = path.join(root, 'node_modules', script);
    const options = { cwd: root };
    const { code, stdout, stderr } = await runToEnd(process.execPath, [tool, ...args], options);
    if (code !== 0) throw new BuildFailed(`The ${build} could not be built:\n${stdout}${stderr}`);
  }
}

/** Whether the build can be made here: an installation without development tools cannot. */
export function canBuild(build: Build): boolean {
  return existsSync(path.join(root, 'node_modules', BUILDS[build].command[0]));
}

function isUpToDate(build: Build): boolean {
  const result = path.join(root, BUILDS[build].result);
  return existsSync(result) && newestSource() < statSync(result).mtimeMs;
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
