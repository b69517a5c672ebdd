/**
 * Packs the host into a folder that electron-builder takes for an unpacked Electron (`electronDist`).
 * The result runs only on this machine, with its Chromium and its Node: it is for trying a packaged
 * app, never for shipping one.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { build } from 'rolldown';
import { BLANK_PAGE_NAME } from './blank-page.ts';
import { fuseWire } from './fuses.ts';
import { electronVersion } from './host.ts';

const SOURCE = import.meta.dirname;
const MODULES = path.join(SOURCE, '../../node_modules');
const NODE = path.join(MODULES, 'node/bin/node');
const LICENSE_FILE = 'LICENSE';

/** @param targetDir is emptied first. */
export async function packHost(targetDir: string): Promise<void> {
  const target = path.resolve(targetDir);
  const hostFolder = path.join(target, 'host');
  await fs.rm(target, { recursive: true, force: true });
  await fs.mkdir(hostFolder, { recursive: true });
  await bundle(hostFolder);
  await fs.copyFile(path.join(SOURCE, BLANK_PAGE_NAME), path.join(hostFolder, BLANK_PAGE_NAME));
  await fs.writeFile(path.join(hostFolder, 'package.json'), '{ "type": "module" }\n');
  await fs.writeFile(path.join(hostFolder, 'version'), electronVersion());
  await fs.writeFile(path.join(target, 'electron'), await launcher(), { mode: 0o755 });
  await addFilesOfElectron(target);
}

/** Everything in a few files, packages included. */
async function bundle(folder: string): Promise<void> {
  await build({
    input: {
      main: path.join(SOURCE, 'main.ts'),
      'x-query-worker': path.join(SOURCE, 'x-query-worker.ts'),
    },
    platform: 'node',
    logLevel: 'warn',
    output: {
      dir: folder,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
    },
  });
}

/** The launcher with this machine's Node, the packed main script and the fuses at its end. */
async function launcher(): Promise<Buffer> {
  const script = await fs.readFile(path.join(SOURCE, 'electron'), 'utf8');
  const packed = script
    .replace(/^node=.*$/m, `node=\${ELECTRON_HOST_NODE:-${NODE}}`)
    .replace(/^main=.*$/m, 'main=$here/host/main.js');
  if (!packed.includes('host/main.js')) throw new Error('the launcher has no line main=');
  return Buffer.concat([Buffer.from(packed), fuseWire()]);
}

/** What electron-builder expects beside the executable. */
async function addFilesOfElectron(target: string): Promise<void> {
  await fs.mkdir(path.join(target, 'resources'));
  await fs.mkdir(path.join(target, 'locales'));
  for (const language of ['de', 'en-US']) {
    await fs.writeFile(path.join(target, 'locales', `${language}.pak`), '');
  }
  await fs.writeFile(path.join(target, 'version'), electronVersion());
  await fs.copyFile(path.join(MODULES, 'electron', LICENSE_FILE), path.join(target, LICENSE_FILE));
  const note =
    '<!doctype html>\n<title>Licenses</title>\n<p>Chromium is not part of this folder.</p>\n';
  await fs.writeFile(path.join(target, 'LICENSES.chromium.html'), note);
}

if (import.meta.main) {
  const [folder] = process.argv.slice(2);
  if (folder) {
    await packHost(folder);
  } else {
    process.stderr.write('usage: node pack.ts <folder>\n');
    process.exitCode = 1;
  }
}
