import { execFile } from 'node:child_process';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { createPackage } from '@electron/asar';
import {
  FuseState,
  FuseV1Options,
  FuseVersion,
  flipFuses,
  getCurrentFuseWire,
} from '@electron/fuses';
import { packHost } from '../pack.ts';
import { test as base, expect, SAMPLE, samplePage } from './sample.ts';

/** For plain Node; as text, because Node would print a number in colour. */
const PRINT_42 = "process.stdout.write('42')";
const run = promisify(execFile);

/** A packed host with the sample in it, its executable renamed as electron-builder does. */
const test = base.extend<{ product: string }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a pattern
  product: async ({}, use) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'packed-host-'));
    await packHost(folder);
    await createPackage(SAMPLE, path.join(folder, 'resources/app.asar'));
    const executable = path.join(folder, 'sample');
    await rename(path.join(folder, 'electron'), executable);
    await use(executable);
    await rm(folder, { recursive: true, force: true });
  },
});

async function unpackedApps(): Promise<string[]> {
  return (await readdir(os.tmpdir())).filter((name) => name.startsWith('electron-host-app-'));
}

test('a packed app starts from its archive and cleans up after itself', async ({
  product,
  sample: { launch },
}) => {
  const before = new Set(await unpackedApps());
  const app = await launch({ executablePath: product });
  const page = await samplePage(app);
  await page.click('#greet');
  await expect(page.locator('#answer')).toHaveText('hello page');
  const facts = await app.evaluate(({ app: own }) => [
    own.isPackaged,
    process.defaultApp,
    own.getName(),
    own.getPath('exe'),
  ]);
  expect(facts).toEqual([true, undefined, 'Sample', product]);
  const own = path.basename(await app.evaluate(({ app: electronApp }) => electronApp.getAppPath()));
  expect(before.has(own)).toBe(false);
  await app.close();
  expect(await unpackedApps()).not.toContain(own);
});

test('fuses can be read and flipped, and those for Node are honoured', async ({
  product,
  sample: { desktop },
}) => {
  const env = { ...desktop.env, ELECTRON_RUN_AS_NODE: '1' };
  expect((await run(product, ['-e', PRINT_42], { env })).stdout).toBe('42');
  expect((await getCurrentFuseWire(product))[FuseV1Options.RunAsNode]).toBe(FuseState.ENABLE);

  await flipFuses(product, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: false,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
  });
  const wire = await getCurrentFuseWire(product);
  expect(wire[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
  expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);

  // No longer Node, but the app: without a screen it says so and leaves.
  const outcome = await run(product, ['-e', PRINT_42, '--inspect=0'], {
    env: { ...env, DISPLAY: '' },
  }).catch((error: { stdout: string; stderr: string }) => error);
  expect(outcome.stdout).toBe('');
  expect(outcome.stderr).toContain('DISPLAY is not set');
  expect(outcome.stderr).not.toContain('Debugger listening');
});

test('an app folder is refused when only an archive may be loaded', async ({
  product,
  sample: { desktop },
}) => {
  await flipFuses(product, {
    version: FuseVersion.V1,
    [FuseV1Options.OnlyLoadAppFromAsar]: true,
  });
  const resources = path.join(path.dirname(product), 'resources');
  await rename(path.join(resources, 'app.asar'), path.join(resources, 'other.asar'));
  await writeFile(path.join(resources, 'app'), '');
  const failed = await run(product, [], { env: desktop.env }).catch(
    (error: { stderr: string }) => error,
  );
  expect(failed.stderr).toContain('No app given');
});
