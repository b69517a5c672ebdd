/** `npm run package`: builds the app and packs it with electron-builder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { packHost } from '../test/electron-host/pack.ts';
import { buildIfNeeded } from './build-if-needed.ts';
import { startChild } from './children.ts';
import { findRuntime } from './electron-runtime.ts';
import { writeShellCompletions } from './shell-completions.ts';

const root = path.join(import.meta.dirname, '..');
const builder = path.join(root, 'node_modules/electron-builder/cli.js');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const given = process.argv.slice(2);
const publish = given.includes('--publish') ? given[given.indexOf('--publish') + 1] : undefined;
const runtime = await findRuntime(process.env, say);
if (publish !== undefined && publish !== 'never' && runtime.kind === 'stand-in') {
  process.stderr.write('Only packages with Electron are published, and it could not be fetched.\n');
  process.exit(1);
}
await buildIfNeeded(say);
if (process.platform === 'linux') await writeShellCompletions(runtime);
const options = [...(publish === undefined ? ['--publish', 'never'] : []), ...given];
const standInFolder = await mkdtemp(path.join(tmpdir(), 'ampel-package-'));
try {
  if (runtime.kind === 'stand-in') {
    say('The package is made with the stand-in host: to try it here, not to ship.');
    await packHost(standInFolder);
    options.push(`-c.electronDist=${standInFolder}`);
    // fpm would be fetched from GitHub, which cannot be reached where Electron's binary cannot.
    process.env['CUSTOM_FPM_PATH'] ??= path.join(root, 'test/packaging/fpm');
  }
  const { code } = await startChild(process.execPath, [builder, ...options], {
    cwd: root,
    stdio: 'inherit',
  }).exited;
  process.exitCode = code ?? 1;
} finally {
  await rm(standInFolder, { recursive: true, force: true });
}
