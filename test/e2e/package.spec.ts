import path from 'node:path';
import process from 'node:process';
import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { expect } from '@playwright/test';
import { runToEnd, startChild } from '../../scripts/children.ts';
import { temporaryFolder } from '../support/team-server.ts';
import { test } from './fixtures.ts';

const root = path.join(import.meta.dirname, '../..');
/** What @electron/fuses reports of a fuse that is off or on. */
const OFF = '0'.charCodeAt(0);
const ON = '1'.charCodeAt(0);
/** What main reads until the tray is there; the updater, for one, is read minutes later. */
const START_BYTES = 400_000;

test('npm run package makes an app that holds nothing but itself, and starts', async ({
  desktop,
  server,
  me,
  teammate,
}) => {
  test.setTimeout(180_000);
  await using output = await temporaryFolder();
  const made = await runToEnd(
    'npm',
    ['run', '--silent', 'package', '--', '--dir', `-c.directories.output=${output.path}`],
    { cwd: root, env: desktop.env },
  );
  expect(made.code, made.stdout + made.stderr).toBe(0);
  const unpacked = path.join(output.path, 'linux-unpacked');
  const executable = path.join(unpacked, 'ampel');

  const archive = path.join(unpacked, 'resources/app.asar');
  const files = listPackage(archive, { isPack: false });
  expect(files).toContain('/out/main/index.js');
  expect(files).toContain('/out/preload/index.cjs');
  expect(files).toContain('/out/renderer/index.html');
  const strange = files.filter(
    (file) => !/^\/(out(\/(main|preload|renderer)(\/|$)|$)|package\.json$)/.test(file),
  );
  expect(strange).toEqual([]);
  expect(files.filter((file) => /\.(map|ts|tsx)$|\/server|test/.test(file))).toEqual([]);
  const read = (name: string) => extractFile(archive, `out/main/${name}`).toString('utf8');
  const atStart = [...withImports(['index.js', 'run-app.js'], read).values()].join('');
  expect(Buffer.byteLength(atStart)).toBeLessThan(START_BYTES);
  expect(atStart).not.toContain('updaterCacheDirName');
  const manifest = JSON.parse(extractFile(archive, 'package.json').toString('utf8'));
  expect(manifest.devDependencies).toBeUndefined();

  const fuses = await getCurrentFuseWire(executable);
  expect(fuses[FuseV1Options.RunAsNode]).toBe(OFF);
  expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(OFF);
  expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(ON);

  // CL1: the packaged executable is the command too, also without a desktop.
  const { DISPLAY: _, ...bare } = desktop.env;
  expect(await runToEnd(executable, ['--version'], { env: bare })).toMatchObject({
    code: 0,
    stdout: `${manifest.version}\n`,
  });
  expect(await runToEnd(executable, ['status'], { env: bare })).toMatchObject({ code: 3 });

  const app = startChild(
    executable,
    [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--hidden'],
    {
      env: {
        ...desktop.env,
        AMPEL_PROFILE: path.join(desktop.home, 'ampel'),
        AMPEL_SERVER: server.url,
        AMPEL_TOKEN: me.token,
      },
      stdio: 'ignore',
    },
  );
  await desktop.tray.waitForItem();
  await expect.poll(() => desktop.tray.toolTip()).toBe('Ampel: You are Online');
  await teammate.waitFor(me.memberId, 'online');
  await desktop.tray.click('Quit');
  expect(await app.exited).toMatchObject({ code: 0 });
});

/** Modules with those that they import statically, each with its text. */
function withImports(
  names: readonly string[],
  read: (name: string) => string,
  known = new Map<string, string>(),
): ReadonlyMap<string, string> {
  for (const name of names) {
    if (known.has(name)) continue;
    const text = read(name);
    known.set(name, text);
    const imports = text.matchAll(/(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g);
    withImports(
      [...imports].map(([, imported = '']) => imported),
      read,
      known,
    );
  }
  return known;
}
