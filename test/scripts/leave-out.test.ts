import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { expect, test } from 'vitest';
import { leaveOut } from '../../scripts/leave-out.ts';
import { temporaryFolder } from '../support/team-server.ts';

/** Bundles `code` as a package that imports `heavy`, without it, and loads the result. */
async function bundled(
  folder: string,
  importer: string,
  code: string,
): Promise<{ use: () => unknown }> {
  const heavy = path.join(folder, 'node_modules/heavy');
  const light = path.join(folder, 'node_modules', importer);
  await mkdir(heavy, { recursive: true });
  await mkdir(light, { recursive: true });
  await writeFile(path.join(heavy, 'package.json'), '{"type":"module","main":"index.js"}');
  await writeFile(path.join(heavy, 'index.js'), 'export const Tool = { size: () => 42 };');
  await writeFile(path.join(light, 'index.js'), code);
  const outDir = path.join(folder, `out-${importer}`);
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    plugins: [
      leaveOut([{ module: 'heavy', importedBy: 'light', names: ['Tool'], neededFor: 'weighing' }]),
    ],
    build: {
      outDir,
      ssr: path.join(light, 'index.js'),
      rollupOptions: { output: { entryFileNames: 'index.mjs' } },
    },
    ssr: { noExternal: true },
  });
  return import(path.join(outDir, 'index.mjs'));
}

test.for([
  ['called', "import { Tool } from 'heavy'; export const use = () => Tool();"],
  ['constructed', "import { Tool } from 'heavy'; export const use = () => new Tool();"],
  ['looked into', "import { Tool } from 'heavy'; export const use = () => Tool.size();"],
] as const)(
  'what is left out of the bundle throws with its reason when it is %s',
  async ([, code]) => {
    await using folder = await temporaryFolder();
    const { use } = await bundled(folder.path, 'light', code);
    expect(use).toThrow('"heavy" is left out of the bundle, but weighing needs it');
  },
);

test('a module is left out for one package only', async () => {
  await using folder = await temporaryFolder();
  const code = "import { Tool } from 'heavy'; export const use = () => Tool.size();";
  const { use } = await bundled(folder.path, 'other', code);
  expect(use()).toBe(42);
});
