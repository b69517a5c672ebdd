/** `npm run package`: builds the app and packs it with electron-builder. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { packHost } from '../test/electron-host/pack.ts';
import { startChild } from './children.ts';
import { findRuntime } from './electron-runtime.ts';

const root = path.join(import.meta.dirname, '..');

async function run(script: string, args: readonly string[]): Promise<void> {
  const file = path.join(root, 'node_modules', script);
  const { code } = await startChild(process.execPath, [file, ...args], {
    cwd: root,
    stdio: 'inherit',
  }).exited;
  if (code !== 0) process.exit(code ?? 1);
}

const runtime = await findRuntime(process.env, (line) => process.stdout.write(`${line}\n`));
const options = [...process.argv.slice(2)];
if (runtime.kind === 'stand-in') {
  const folder = path.join(root, 'dist/stand-in');
  await rm(folder, { recursive: true, force: true });
  await packHost(folder);
  process.stdout.write(
    'The package is made with the stand-in host: to try it here, not to ship.\n',
  );
  options.push(`-c.electronDist=${folder}`);
}
await run('electron-vite/bin/electron-vite.js', ['build']);
await run('electron-builder/cli.js', ['--publish', 'never', ...options]);
