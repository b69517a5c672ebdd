import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import dbus from 'dbus-native';
import { clickAway } from '../../support/click-away.ts';
import type { Desktop } from '../../support/desktop.ts';
import { openDisplay } from '../x-client.ts';
import { XKeys } from '../x-keys.ts';
import { CONTROL, SHIFT } from '../x-query-protocol.ts';
import { expect, logOf, type SampleGlobal, samplePage, test } from './sample.ts';

const LETTER_O = 0x6f;

test('a global shortcut is heard wherever the keyboard is, until it is given back', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch({ args: ['--hidden'] });
  const registered = await app.evaluate(({ globalShortcut }) => {
    const { log } = (globalThis as unknown as SampleGlobal).sample;
    const register = (accelerator: string) =>
      globalShortcut.register(accelerator, () => log.push([accelerator]));
    return [
      register('CmdOrCtrl+Shift+O'),
      register('Alt+F9'),
      register('Control+Shift+o'),
      globalShortcut.isRegistered('Ctrl+Shift+O'),
    ];
  });
  expect(registered).toEqual([true, true, false, true]);
  await desktop.input.key('ctrl+shift+o');
  await expect.poll(() => logOf(app)).toContain('["CmdOrCtrl+Shift+O"]');
  await app.evaluate(({ globalShortcut }) => globalShortcut.unregister('CmdOrCtrl+Shift+O'));
  await desktop.input.key('ctrl+shift+o');
  await desktop.input.key('alt+F9');
  await expect.poll(() => logOf(app)).toContain('["Alt+F9"]');
  const heard = (await logOf(app)).filter((line) => line.includes('CmdOrCtrl'));
  expect(heard).toHaveLength(1);
});

test('a global shortcut that another program has cannot be had', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch({ args: ['--hidden'] });
  // Another program on the same screen.
  const display = await openDisplay(desktop.env['DISPLAY'] ?? '');
  const other = new XKeys(display, () => undefined);
  const combination = { keysym: LETTER_O, modifiers: CONTROL | SHIFT };
  const register = () =>
    app.evaluate(({ globalShortcut }) => [
      globalShortcut.register('Ctrl+Shift+O', () => undefined),
      globalShortcut.isRegistered('Ctrl+Shift+O'),
    ]);
  expect(await other.grab(combination)).toBe(true);
  expect(await register()).toEqual([false, false]);
  await other.release(combination);
  expect(await register()).toEqual([true, true]);
  expect(await other.grab(combination)).toBe(false);
  await app.evaluate(({ globalShortcut }) => globalShortcut.unregisterAll());
  expect(await other.grab(combination)).toBe(true);
  display.client.terminate();
});

test('what is no accelerator is refused as Electron refuses it', async ({ sample: { launch } }) => {
  const app = await launch({ args: ['--hidden'] });
  await app.evaluate(({ app: own }) => own.whenReady());
  const complaint = app.evaluate(({ globalShortcut }) =>
    globalShortcut.register('Ctrl+Nonsense', () => undefined),
  );
  await expect(complaint).rejects.toThrow('conversion failure from Ctrl+Nonsense');
});

test('text in the clipboard passes between the app and other programs', async ({
  sample: { launch },
}) => {
  const app = await launch();
  const page = await samplePage(app);
  // Chromium, which has an X connection of its own, stands for the other programs.
  const paste = () => page.evaluate(() => navigator.clipboard.readText());
  const read = () => app.evaluate(({ clipboard }) => clipboard.readText());
  expect(await read()).toBe('');
  await app.evaluate(({ clipboard }) => clipboard.writeText('Grüße ✓'));
  expect(await paste()).toBe('Grüße ✓');
  expect(await read()).toBe('Grüße ✓');
  await page.evaluate(() => navigator.clipboard.writeText('from the page'));
  await expect.poll(read).toBe('from the page');
  await app.evaluate(({ clipboard }) => clipboard.clear());
  await expect.poll(read).toBe('');
});

/** Installs a program that notes what it is given, and its desktop file. */
async function installProgram(desktop: Desktop, name: string, lines: string): Promise<string> {
  const program = path.join(desktop.home, name);
  const note = `${program}.note`;
  await writeFile(program, `#!/bin/sh\necho "$1" >${note}.new\nmv ${note}.new ${note}\n`);
  await chmod(program, 0o755);
  const folder = path.join(desktop.home, '.local/share/applications');
  await mkdir(folder, { recursive: true });
  const entry = `[Desktop Entry]\nType=Application\nName=${name}\nExec=${program} %u\n${lines}\n`;
  await writeFile(path.join(folder, `${name}.desktop`), entry);
  return note;
}

test('a file is opened by the program that the desktop has for it', async ({
  sample: { desktop, launch },
}) => {
  const note = await installProgram(desktop, 'reader', 'MimeType=text/plain;');
  const associations = '[Default Applications]\ntext/plain=reader.desktop\n';
  await writeFile(path.join(desktop.home, '.config/mimeapps.list'), associations);
  const file = path.join(desktop.home, 'letter.txt');
  await writeFile(file, 'Dear Anna');
  const app = await launch({ args: ['--hidden'] });
  const open = (target: string) => app.evaluate(({ shell }, to) => shell.openPath(to), target);
  expect(await open(file)).toBe('');
  await expect.poll(() => readFile(note, 'utf8').catch(() => '')).toContain('letter.txt');
  expect(await open(path.join(desktop.home, 'nothing.txt'))).toContain('Failed to open');
});

test('a file is shown by the file manager on the bus', async ({ sample: { desktop, launch } }) => {
  const bus = dbus.createClient({ busAddress: desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' });
  const shown: unknown[] = [];
  const name = 'org.freedesktop.FileManager1';
  const methods = {
    ShowItems: {
      in: { uris: 'as', startupId: 's' },
      out: {},
      handler: ({ uris }: { uris: string[] }) => void shown.push(...uris),
    },
  };
  const definition = dbus.defineInterface({ name, methods });
  await bus.export('/org/freedesktop/FileManager1', definition);
  await bus.requestName(name, 0);
  const app = await launch({ args: ['--hidden'] });
  const file = path.join(desktop.home, 'letter.txt');
  await app.evaluate(({ shell }, to) => shell.showItemInFolder(to), file);
  await expect.poll(() => shown).toEqual([pathToFileURL(file).href]);
  bus.close();
});

test('links of a scheme can be had by an app with a desktop file, and by no other', async ({
  sample: { desktop, launch },
}) => {
  // On a desktop that it does not know, xdg-settings refuses everybody.
  const app = await launch({ args: ['--hidden'], env: { XDG_CURRENT_DESKTOP: 'GNOME' } });
  const ask = () =>
    app.evaluate(({ app: own }) => [
      own.setAsDefaultProtocolClient('sample'),
      own.isDefaultProtocolClient('sample'),
    ]);
  expect(await ask()).toEqual([false, false]);
  await installProgram(desktop, 'Sample', 'MimeType=x-scheme-handler/sample;');
  expect(await ask()).toEqual([true, true]);
});

/** Class and name of the window that gets the keys; Chromium's names the host in its class. */
async function classWithFocus(desktop: Desktop): Promise<string> {
  const { stdout: window } = await desktop.run('xdotool', 'getwindowfocus', '-f');
  return (await desktop.run('xprop', '-id', window.trim(), 'WM_CLASS', 'WM_NAME')).stdout;
}

const MESSAGE_BOX = {
  title: 'Sample box',
  message: 'Something <b>happened</b>',
  detail: 'Nothing is lost.',
  buttons: ['Show log', 'Close'],
  defaultId: 1,
  cancelId: 1,
};

test.describe('a message box', () => {
  test.use({ desktopOptions: { windowManager: true } });

  for (const [how, act, response] of [
    ['a button is clicked', { click: 'Show log' }, 0],
    ['Return presses the default button', { key: 'Return' }, 1],
    ['Tab and space press another', { key: 'shift+Tab space' }, 0],
    ['Escape cancels', { key: 'Escape' }, 1],
    ['its window is closed', { close: true }, 1],
  ] as const) {
    test(`says which button was chosen when ${how}`, async ({ sample: { desktop, launch } }) => {
      const app = await launch({ args: ['--hidden'] });
      await samplePage(app);
      const opened = app.waitForEvent('window');
      const answer = app.evaluate(({ dialog }, options) => dialog.showMessageBox(options), {
        ...MESSAGE_BOX,
        buttons: [...MESSAGE_BOX.buttons],
      });
      const page = await opened;
      await expect(page.getByRole('alertdialog')).toContainText('Something <b>happened</b>');
      await expect.poll(() => desktop.mapped('Sample box')).toBe(true);
      if ('click' in act) await clickAway(page.getByRole('button', { name: act.click }));
      else if ('close' in act) await desktop.closeWindow('Sample box');
      else {
        await expect.poll(() => classWithFocus(desktop)).toMatch(/electron-host[\s\S]*Sample box/);
        for (const key of act.key.split(' ')) await desktop.input.key(key);
      }
      expect(await answer).toEqual({ response, checkboxChecked: false });
      await expect.poll(() => desktop.mapped('Sample box')).toBe(false);
    });
  }
});
