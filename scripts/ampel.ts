/** `npm run -s ampel -- <command>`: the command line of the app that `npm start` runs. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import process from 'node:process';
import { BuildFailed, buildIfNeeded } from './build-if-needed.ts';
import { findRuntime, standIn } from './electron-runtime.ts';

const root = path.join(import.meta.dirname, '..');

/** On stderr: what a command prints may be read by a program. */
const say = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  await buildIfNeeded(say);
} catch (error) {
  say(error instanceof BuildFailed ? error.message : String((error as Error).stack));
  process.exit(1);
}
const runtime = await findRuntime(
  process.env,
  () => {},
  async () => {},
).catch(() => standIn());
const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
const args = [...(isRoot ? ['--no-sandbox'] : []), root, ...process.argv.slice(2)];
const child = spawn(runtime.executable, args, {
  stdio: 'inherit',
  env: { AMPEL_PROFILE: path.join(root, 'data/demo/app'), ...process.env },
});
// Ctrl-C reaches the command too, which decides what it means.
process.on('SIGINT', () => {});
child.once('error', (error) => {
  say(`The app's runtime cannot be started: ${error.message}`);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
