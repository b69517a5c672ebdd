import { expect, logOf, type SampleGlobal, samplePage, test } from './sample.ts';

test('the tray shows tool tip, icons of both sizes and the menu', async ({
  sample: { desktop, launch },
}) => {
  await launch();
  await desktop.tray.waitForItem();
  const { IconPixmap } = await desktop.tray.properties();
  expect(IconPixmap.map(([width]: [number]) => width)).toEqual([22, 44]);
  expect((await desktop.tray.iconPng()).readUInt32BE(16)).toBe(44);
  expect(await desktop.tray.toolTip()).toBe('Sample: running');
  const { children } = await desktop.tray.menu();
  expect(children.map(({ label, type }) => label || type)).toEqual([
    'Open',
    'Paused',
    'separator',
    'Team',
    'Quit',
  ]);
  const team = children.find(({ label }) => label === 'Team');
  expect(team?.children.map(({ label, enabled }) => [label, enabled])).toEqual([
    ['Anna_B', true],
    ['Off', false],
  ]);
});

test('a click in the menu reaches the app, and a check mark changes', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  await desktop.tray.waitForItem();
  const paused = async () => (await desktop.tray.menu()).children[1]?.checked;
  expect(await paused()).toBe(false);
  await desktop.tray.click('Paused');
  await expect.poll(paused).toBe(true);
  expect(await desktop.tray.toolTip()).toBe('Sample: paused');
  await desktop.tray.click(['Team', 'Anna_B']);
  await expect.poll(() => logOf(app)).toContain('["anna"]');
  await desktop.tray.activate();
  await expect.poll(() => logOf(app)).toContain('["tray-click"]');
});

test('Quit in the tray menu ends the app', async ({ sample: { desktop, launch } }) => {
  const app = await launch();
  await desktop.tray.waitForItem();
  const gone = new Promise((resolve) => app.process().once('exit', resolve));
  await desktop.tray.click('Quit');
  expect(await gone).toBe(0);
  await expect.poll(() => desktop.tray.count).toBe(0);
});

test('the tray item comes back when the panel restarts', async ({
  sample: { desktop, launch },
}) => {
  await launch();
  await desktop.tray.waitForItem();
  await desktop.tray.restart();
  await expect.poll(() => desktop.tray.count).toBe(1);
  expect(await desktop.tray.toolTip()).toBe('Sample: running');
});

test('a click on a notification reaches the app', async ({ sample: { desktop, launch } }) => {
  const app = await launch();
  await app.evaluate(() => (globalThis as unknown as SampleGlobal).sample.show({ silent: true }));
  const { body } = await desktop.notifications.waitFor('Sample title');
  expect(body).toBe('Sample body');
  await expect.poll(() => logOf(app)).toContain('["notification-show",null]');
  await desktop.notifications.clickNewest();
  await expect.poll(() => logOf(app)).toContain('["notification-click",null]');
});

test("a notification's button reaches the app by its number", async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  await app.evaluate(() => {
    const actions = ['Later', 'Take'].map((text) => ({ type: 'button', text }));
    (globalThis as unknown as SampleGlobal).sample.show({ actions });
  });
  await desktop.notifications.waitFor('Sample title');
  await desktop.notifications.press('Take');
  await expect.poll(() => logOf(app)).toContain('["notification-action",1]');
});

test('without a notification daemon the app is told that it failed', async ({
  sample: { launch },
}) => {
  const app = await launch({ env: { DBUS_SESSION_BUS_ADDRESS: '' } });
  await app.evaluate(() => (globalThis as unknown as SampleGlobal).sample.show());
  await expect
    .poll(() => logOf(app))
    .toContain('["notification-failed","Error: there is no session bus"]');
});

test('idle time counts whole seconds and ends with a movement', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  const idle = () =>
    app.evaluate(({ powerMonitor }) => [
      powerMonitor.getSystemIdleTime(),
      powerMonitor.getSystemIdleState(2),
    ]);
  await desktop.input.moveMouse(5, 5);
  expect(await idle()).toEqual([0, 'active']);
  // Often enough that on a busy machine no second is missed.
  await expect.poll(idle, { intervals: [100] }).toEqual([2, 'idle']);
  await desktop.input.moveMouse(50, 60);
  expect(await idle()).toEqual([0, 'active']);
  expect(await app.evaluate(({ screen }) => screen.getCursorScreenPoint())).toEqual({
    x: 50,
    y: 60,
  });
});

test('sleep and waking up are told, and the page stays connected', async ({
  sample: { desktop, launch },
}) => {
  const app = await launch();
  const page = await samplePage(app);
  desktop.login1.suspend();
  await expect.poll(() => logOf(app)).toContain('["suspend"]');
  desktop.login1.resume();
  await expect.poll(() => logOf(app)).toContain('["resume"]');
  await page.click('#greet');
  await expect(page.locator('#answer')).toHaveText('hello page');
});

test('a locked screen is a state to be asked for', async ({ sample: { desktop, launch } }) => {
  const app = await launch();
  const state = () => app.evaluate(({ powerMonitor }) => powerMonitor.getSystemIdleState(60));
  expect(await state()).toBe('active');
  desktop.lockScreen(true);
  await expect.poll(state).toBe('locked');
  desktop.lockScreen(false);
  await expect.poll(state).toBe('active');
});

test('secrets need the consent to plain text, as on a Linux without keyring', async ({
  sample: { launch },
}) => {
  const app = await launch();
  const facts = await app.evaluate(({ safeStorage }) => {
    const before = safeStorage.isEncryptionAvailable();
    let message = '';
    try {
      safeStorage.encryptString('x');
    } catch (error) {
      message = (error as Error).message;
    }
    safeStorage.setUsePlainTextEncryption(true);
    const encrypted = safeStorage.encryptString('token');
    return {
      before,
      message,
      backend: safeStorage.getSelectedStorageBackend(),
      after: safeStorage.isEncryptionAvailable(),
      hidden: !encrypted.toString('latin1').includes('token'),
      plain: safeStorage.decryptString(encrypted),
    };
  });
  expect(facts).toMatchObject({
    before: false,
    backend: 'basic_text',
    after: true,
    hidden: true,
    plain: 'token',
  });
  expect(facts.message).toContain('Encryption is not available');
});

test('an image has the representations that lie beside it', async ({ sample: { launch } }) => {
  const app = await launch();
  const facts = await app.evaluate(({ app: own, nativeImage }) => {
    const image = nativeImage.createFromPath(`${own.getAppPath()}/icon.png`);
    const copy = nativeImage.createFromBuffer(image.toPNG({ scaleFactor: 2 }), { scaleFactor: 2 });
    return {
      factors: image.getScaleFactors(),
      size: image.getSize(),
      large: copy.getSize(),
      small: image.resize({ width: 11 }).getSize(),
      same: nativeImage.createFromDataURL(image.toDataURL()).toBitmap().equals(image.toBitmap()),
      missing: nativeImage.createFromPath('/nowhere.png').isEmpty(),
    };
  });
  expect(facts).toEqual({
    factors: [1, 2],
    size: { width: 22, height: 22 },
    large: { width: 22, height: 22 },
    small: { width: 11, height: 11 },
    same: true,
    missing: true,
  });
});
