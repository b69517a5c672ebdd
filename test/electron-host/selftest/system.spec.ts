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
