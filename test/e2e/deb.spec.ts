import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { test as base, expect } from '@playwright/test';
import { runToEnd } from '../../scripts/children.ts';
import { temporaryFolder } from '../support/team-server.ts';

const root = path.join(import.meta.dirname, '../..');

async function run(command: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runToEnd(command, args, { cwd: root });
  expect(code, stdout + stderr).toBe(0);
  return stdout;
}

async function has(command: string, ...args: string[]): Promise<boolean> {
  return runToEnd(command, args, {}).then(
    ({ code }) => code === 0,
    () => false,
  );
}

/** The deb, and the files in it as they come to lie in the system. */
const test = base.extend<object, { deb: { file: string; content: string } }>({
  deb: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
    async ({}, use) => {
      await using output = await temporaryFolder();
      const content = path.join(output.path, 'content');
      await run(
        'npm',
        ...['run', '--silent', 'package', '--', '--linux', 'deb'],
        `-c.directories.output=${output.path}`,
        '-c.publish.provider=generic',
        '-c.publish.url=https://updates.example.com/ampel',
      );
      const name = (await readdir(output.path)).find((entry) => entry.endsWith('.deb')) ?? '';
      const file = path.join(output.path, name);
      await run('dpkg-deb', '-x', file, content);
      await use({ file, content });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});
test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  const tools = ['dpkg-deb', 'desktop-file-validate', 'xdg-mime'];
  const found = await Promise.all(tools.map((tool) => has('sh', '-c', `command -v ${tool}`)));
  test.skip(found.includes(false), `needs ${tools.join(', ')}: npm run setup`);
});

test('the deb has an entry that desktops understand, with deep links, actions and icons', async ({
  deb,
}) => {
  const entry = path.join(deb.content, 'usr/share/applications/io.github.ampel.Ampel.desktop');
  await run('desktop-file-validate', entry);
  const lines = (await readFile(entry, 'utf8')).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'Exec=/opt/Ampel/ampel %U',
      'MimeType=x-scheme-handler/ampel;',
      // What windows call themselves, from package.json's desktopName.
      'StartupWMClass=io.github.ampel.Ampel',
      'GenericName=Team Status',
      'GenericName[de]=Teamstatus',
      'Comment=See who in the team is Online, Busy or Offline',
      'Comment[de]=Sehen, wer im Team Online, Beschäftigt oder Offline ist',
      'Actions=Online;Busy;',
      'Exec=ampel online',
    ]),
  );
  // Offline cannot be chosen (PR1), and nothing on the way offers it.
  expect(lines).not.toContain('Exec=ampel offline');
  const icons = await readdir(path.join(deb.content, 'usr/share/icons/hicolor'));
  expect(icons.toSorted()).toEqual(
    ['128x128', '16x16', '24x24', '256x256', '32x32', '48x48', '512x512', '64x64'].toSorted(),
  );
});

test('UP2 the deb knows where newer versions lie, and that it is a deb', async ({ deb }) => {
  const resources = path.join(deb.content, 'opt/Ampel/resources');
  expect(await readFile(path.join(resources, 'package-type'), 'utf8')).toBe('deb');
  const place = await readFile(path.join(resources, 'app-update.yml'), 'utf8');
  expect(place).toContain('url: https://updates.example.com/ampel');
});

test('installing registers command and deep links, and removing leaves nothing', async ({
  deb,
}) => {
  test.skip(process.getuid?.() !== 0, 'needs root, to install into a copy of this system');
  const script = path.join(root, 'test/packaging/try-deb.sh');
  const { code, stdout, stderr } = await runToEnd(script, [deb.file], {});
  test.skip(code === 77, 'no copy of this system can be mounted here');
  expect(code, stdout + stderr).toBe(0);
  expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
    'command: /opt/Ampel/ampel',
    'deep links: io.github.ampel.Ampel.desktop',
    'command after removal:',
    'deep links after removal:',
    'left behind:',
    '',
  ]);
});
