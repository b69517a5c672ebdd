import { cp, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { createPackage } from '@electron/asar';
import { packHost } from '../electron-host/pack.ts';

const root = path.join(import.meta.dirname, '../..');

/**
 * Makes an installed app of what is built in `built`, on the stand-in host and without its fuses,
 * so that Playwright can drive it. Gives the path of the program; `folder` is emptied first.
 */
export async function packApp(folder: string, built = root): Promise<string> {
  await packHost(folder);
  const source = path.join(folder, 'source');
  await mkdir(source);
  await cp(path.join(root, 'package.json'), path.join(source, 'package.json'));
  await cp(path.join(built, 'out'), path.join(source, 'out'), { recursive: true });
  await createPackage(source, path.join(folder, 'resources/app.asar'));
  const program = path.join(folder, 'ampel');
  await rename(path.join(folder, 'electron'), program);
  return program;
}
