/** `npm run e2e`: the end-to-end tests on the stand-in host, or with --electron on Electron. */
import path from 'node:path';
import process from 'node:process';
import { buildIfNeeded } from './build-if-needed.ts';
import { startChild } from './children.ts';
import { shareCompileCache } from './compile-cache.ts';
import { findRuntime, installedElectron, standIn } from './electron-runtime.ts';
import { whyNoDesktop } from './required-programs.ts';

const root = path.join(import.meta.dirname, '..');
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const wantsElectron = process.argv.includes('--electron');
const rest = process.argv.slice(2).filter((argument) => argument !== '--electron');
if (wantsElectron) await findRuntime(process.env, say);
const runtime = wantsElectron ? installedElectron() : standIn();
if (runtime === null) {
  process.stderr.write(
    'Electron is not installed and cannot be fetched. Leave out --electron, or set ELECTRON_MIRROR.\n',
  );
  process.exit(1);
}
if (wantsElectron) process.env['AMPEL_E2E_ELECTRON'] = '1';
const skipped = whyNoDesktop();
if (skipped !== null) {
  say(`All tests but those for any system are skipped: each ${skipped}.`);
  if (process.platform === 'linux') say('To get them: npm run setup');
}
shareCompileCache();
await buildIfNeeded(say, ['app', 'board']);
say(`End-to-end tests on ${runtime.description}`);
const playwright = path.join(root, 'node_modules/@playwright/test/cli.js');
const { code } = await startChild(process.execPath, [playwright, 'test', ...rest], {
  cwd: root,
  stdio: 'inherit',
}).exited;
process.exit(code ?? 1);
