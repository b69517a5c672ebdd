import { spawn } from 'node:child_process';
import {
  chromiumProcesses,
  expect,
  logOf,
  type SampleGlobal,
  samplePage,
  TITLE,
  test,
} from './sample.ts';

test('invoke carries values and errors both ways', async ({ sample: { launch } }) => {
  const page = await samplePage(await launch());
  // biome-ignore lint/suspicious/noExplicitAny: the sample's own API
  const api = (expression: string): Promise<any> => page.evaluate(expression);
  const answer = await api(`window.api.greet({ name: 'x' }).then((r) =>
    [r.text, r.when instanceof Date, r.bytes instanceof Uint8Array, r.fromMainFrame, r.url])`);
  expect(answer.slice(0, 4)).toEqual(['hello x', true, true, true]);
  expect(answer[4]).toMatch(/^file:.*index\.html$/);
  expect(await api('window.api.fail().catch((error) => error.message)')).toBe(
    "Error invoking remote method 'fail': TypeError: bad thing",
  );
  expect(await api('window.api.version')).toMatch(/^45\./);
});

test('contextBridge gives a frozen copy, live callbacks and nothing else', async ({
  sample: { launch },
}) => {
  const page = await samplePage(await launch());
  const facts = await page.evaluate(async () => {
    const { api } = window as unknown as SampleGlobal['sample'];
    const noted = new Promise((resolve) => api.on('noted', resolve));
    api.note(new Map([['key', { list: [1, undefined, Number.NaN, 10n] }]]));
    const value = (await noted) as Map<string, { list: unknown[] }>;
    let cloneError = '';
    try {
      api.note(() => undefined);
    } catch (error) {
      cloneError = (error as Error).message;
    }
    const names = ['require', 'process', '__electronHostSend', '__electronHostReceive'];
    return {
      frozen: Object.isFrozen(api),
      list: value.get('key')?.list.map(String),
      cloneError,
      leaked: names.filter((name) => name in window),
    };
  });
  expect(facts).toEqual({
    frozen: true,
    list: ['1', 'undefined', 'NaN', '10'],
    cloneError: 'An object could not be cloned.',
    leaked: [],
  });
});

test('reloading keeps the preload', async ({ sample: { launch } }) => {
  const page = await samplePage(await launch());
  await page.reload();
  await page.click('#greet');
  await expect(page.locator('#answer')).toHaveText('hello page');
});

for (const windowManager of [false, true]) {
  test.describe(windowManager ? 'with a window manager' : 'without a window manager', () => {
    test.use({ desktopOptions: { windowManager } });

    test('a hidden window is drawn but never on the screen until it is shown', async ({
      sample: { desktop, launch },
    }) => {
      const mapped: string[] = [];
      const watcher = spawn('stdbuf', ['-oL', 'xev', '-root', '-event', 'substructure'], {
        env: desktop.env,
      });
      watcher.stdout.setEncoding('utf8').on('data', (text: string) => {
        mapped.push(...(text.match(/^MapNotify/gm) ?? []));
      });
      const app = await launch({ args: ['--hidden'] });
      await samplePage(app);
      expect(await desktop.mapped(TITLE)).toBe(false);
      expect(mapped).toEqual([]);
      await app.evaluate(() => (globalThis as unknown as SampleGlobal).sample.window.show());
      await expect.poll(() => desktop.mapped(TITLE)).toBe(true);
      await expect.poll(() => mapped.length).toBe(1);
      watcher.kill();
    });
  });
}

test('a renderer that dies is told, and reloading brings the page back', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  await samplePage(app);
  await app.evaluate(() => {
    const { sample } = globalThis as unknown as SampleGlobal;
    sample.window.webContents.on('render-process-gone', (_event: unknown, details: object) => {
      sample.log.push(['gone', details]);
    });
  });
  const [renderer] = chromiumProcesses(desktop, '--type=renderer');
  process.kill(Number(renderer), 'SIGKILL');
  await expect.poll(() => logOf(app)).toContainEqual(expect.stringContaining('"reason":"killed"'));
  const title = await app.evaluate(async () => {
    const { webContents } = (globalThis as unknown as SampleGlobal).sample.window;
    const loaded = new Promise((resolve) => webContents.once('did-finish-load', resolve));
    webContents.reload();
    await loaded;
    return webContents.executeJavaScript('document.title');
  });
  expect(title).toBe(TITLE);
});

test('no renderer is left when the last window is closed, and the next window is quick', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  await samplePage(app);
  for (let round = 0; round < 3; round++) {
    expect(chromiumProcesses(desktop, '--type=renderer')).toHaveLength(1);
    await app.evaluate(() => (globalThis as unknown as SampleGlobal).sample.window.close());
    await expect.poll(() => chromiumProcesses(desktop, '--type=renderer')).toEqual([]);
    const opened = await app.evaluate(
      () =>
        new Promise<number>((resolve) => {
          const { sample } = globalThis as unknown as SampleGlobal;
          sample.window = sample.openWindow();
          sample.window.once('ready-to-show', () => resolve(sample.openMs.length));
        }),
    );
    expect(opened).toBe(round + 2);
  }
  const times: number[] = await app.evaluate(
    () => (globalThis as unknown as SampleGlobal).sample.openMs,
  );
  test.info().annotations.push({
    type: 'ms from new BrowserWindow to ready-to-show',
    description: `${times}`,
  });
  expect(Math.min(...times)).toBeLessThan(500);
  expect(await logOf(app)).toContain('["window-all-closed"]');
});

test('closing the page from outside closes the window', async ({ sample: { launch } }) => {
  const app = await launch();
  const page = await samplePage(app);
  await page.close();
  await expect.poll(() => logOf(app)).toContain('["window-all-closed"]');
});

test('the size is that of the page, and changes reach it', async ({ sample: { launch } }) => {
  const app = await launch();
  const page = await samplePage(app);
  const inner = () => page.evaluate(() => [innerWidth, innerHeight, screenX, screenY]);
  await expect.poll(inner).toEqual([500, 400, 20, 30]);
  await app.evaluate(() => {
    const { window } = (globalThis as unknown as SampleGlobal).sample;
    window.setBounds({ x: 60, y: 70, width: 640, height: 300 });
  });
  await expect.poll(inner).toEqual([640, 300, 60, 70]);
});

test('keys and clicks of the X server reach the page', async ({ sample: { desktop, launch } }) => {
  const app = await launch();
  const page = await samplePage(app);
  const box = await page.locator('#greet').boundingBox();
  await desktop.input.click(Math.round(20 + (box?.x ?? 0) + 5), Math.round(30 + (box?.y ?? 0) + 5));
  await expect(page.locator('#answer')).toHaveText('hello page');
});

test('the theme that the app chooses is the one the page sees', async ({ sample: { launch } }) => {
  const app = await launch();
  const page = await samplePage(app);
  const dark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  expect(await dark()).toBe(false);
  for (const theme of ['dark', 'light'] as const) {
    await app.evaluate(({ nativeTheme }, source) => {
      nativeTheme.themeSource = source;
    }, theme);
    await expect.poll(dark).toBe(theme === 'dark');
    const own = await app.evaluate(({ nativeTheme }) => nativeTheme.shouldUseDarkColors);
    expect(own).toBe(theme === 'dark');
  }
});

test('the app can forbid navigation by a link', async ({ sample: { launch } }) => {
  const app = await launch();
  const page = await samplePage(app);
  await app.evaluate(() => {
    const { sample } = globalThis as unknown as SampleGlobal;
    sample.window.webContents.on(
      'will-navigate',
      (event: { preventDefault(): void }, url: string) => {
        sample.log.push(['will-navigate', url.split('/').pop()]);
        event.preventDefault();
      },
    );
  });
  await page.click('#away');
  await expect.poll(() => logOf(app)).toContain('["will-navigate","away.html"]');
  await page.click('#greet');
  await expect(page.locator('#answer')).toHaveText('hello page');
});

test('the app is asked about window.open', async ({ sample: { launch } }) => {
  const app = await launch();
  const page = await samplePage(app);
  await app.evaluate(() => {
    const { sample } = globalThis as unknown as SampleGlobal;
    sample.window.webContents.setWindowOpenHandler(({ url }: { url: string }) => {
      sample.log.push(['open', url]);
      return { action: 'deny' };
    });
  });
  // Not within what is evaluated: the page that is opened and refused would be part of the answer.
  await page.evaluate(() => void setTimeout(() => window.open('https://example.org/x')));
  await expect.poll(() => logOf(app)).toContain('["open","https://example.org/x"]');
  await expect.poll(() => app.windows().length).toBe(1);
});

test('the page can be photographed and asked, and its console heard', async ({
  sample: { launch },
}) => {
  const app = await launch();
  await samplePage(app);
  const facts = await app.evaluate(async () => {
    const { webContents } = (globalThis as unknown as SampleGlobal).sample.window;
    const heard = new Promise((resolve) => {
      webContents.once('console-message', (event: { message: string; level: string }) =>
        resolve([event.level, event.message]),
      );
    });
    const sum = await webContents.executeJavaScript('console.warn("hello"); 1 + 1');
    const picture = await webContents.capturePage();
    return { sum, heard: await heard, size: picture.getSize() };
  });
  expect(facts).toEqual({ sum: 2, heard: ['warning', 'hello'], size: { width: 500, height: 400 } });
});

test('permissions follow the handlers', async ({ sample: { launch } }) => {
  const app = await launch();
  const page = await samplePage(app);
  await app.evaluate(({ session }) => {
    session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
      answer(permission === 'notifications');
    });
  });
  await page.reload();
  await expect.poll(() => page.evaluate(() => Notification.permission)).toBe('granted');
  const geolocation = () =>
    page.evaluate(async () => (await navigator.permissions.query({ name: 'geolocation' })).state);
  await expect.poll(geolocation).toBe('denied');
});

test.describe('under a window manager', () => {
  test.use({ desktopOptions: { windowManager: true } });

  test('its close button can be vetoed, and closes otherwise', async ({
    sample: { desktop, launch },
  }) => {
    const app = await launch();
    await samplePage(app);
    await expect.poll(() => desktop.mapped(TITLE)).toBe(true);
    await app.evaluate(() => {
      (globalThis as unknown as SampleGlobal).sample.keepOpen = true;
    });
    await desktop.closeWindow(TITLE);
    await expect.poll(() => desktop.mapped(TITLE)).toBe(false);
    expect(await logOf(app)).not.toContain('["window-all-closed"]');
    await app.evaluate(() => {
      const { sample } = globalThis as unknown as SampleGlobal;
      sample.keepOpen = false;
      sample.window.show();
    });
    await expect.poll(() => desktop.mapped(TITLE)).toBe(true);
    await desktop.closeWindow(TITLE);
    await expect.poll(() => logOf(app)).toContain('["window-all-closed"]');
  });

  test('the window gets the focus, and typed keys reach the page', async ({
    sample: { desktop, launch },
  }) => {
    const app = await launch();
    const page = await samplePage(app);
    const focused = () =>
      app.evaluate(() => (globalThis as unknown as SampleGlobal).sample.window.isFocused());
    await expect.poll(focused).toBe(true);
    await page.focus('#greet');
    await desktop.input.key('Return');
    await expect(page.locator('#answer')).toHaveText('hello page');
  });

  test('minimizing and restoring is told', async ({ sample: { desktop, launch } }) => {
    const app = await launch();
    await samplePage(app);
    await expect.poll(() => desktop.mapped(TITLE)).toBe(true);
    await app.evaluate(() => (globalThis as unknown as SampleGlobal).sample.window.minimize());
    await expect.poll(() => desktop.mapped(TITLE)).toBe(false);
    await app.evaluate(() => (globalThis as unknown as SampleGlobal).sample.window.restore());
    await expect.poll(() => desktop.mapped(TITLE)).toBe(true);
  });
});
