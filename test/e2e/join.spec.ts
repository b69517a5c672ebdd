import { expect, type Page } from '@playwright/test';
import { CLIENT, OidcProvider } from '../support/oidc-provider.ts';
import { ServerProcess } from '../support/server-process.ts';
import { type BoardUser, PASSWORD, test } from './board-fixtures.ts';
import { type RunningApp, trayIs } from './running-app.ts';

const inBrowser = (window: Page) => window.getByRole('button', { name: 'Sign in in the browser' });

/** Begins in the app's window; answers the page that the system's browser is told to open. */
async function begin(app: RunningApp, server: string): Promise<{ window: Page; address: string }> {
  const window = await app.window();
  await window.getByRole('textbox', { name: 'Server address' }).fill(server);
  await inBrowser(window).click();
  const address = await app.desktop.browser.asked();
  await expect(window.getByRole('heading', { name: 'Go on in your browser' })).toBeFocused();
  return { window, address };
}

async function connect({ page }: BoardUser): Promise<void> {
  await page.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Ampel is connected' })).toBeVisible();
}

test('AC5 whoever is invited joins in the browser, and the app is connected', async ({
  launch,
  visit,
  server,
  anna,
}) => {
  const manager = await visit();
  await manager.setPassword(anna.email);
  await manager.go('Members');
  await manager.page.getByRole('textbox', { name: 'E-mail address' }).fill('carla@example.com');
  await manager.page.getByRole('button', { name: 'Create invite' }).click();
  const link = await manager.page
    .getByRole('textbox', { name: 'Invite for carla@example.com' })
    .inputValue();

  const carla = await visit();
  await carla.page.goto(link);
  await carla.page.getByLabel('Your name').fill('Carla Nolan');
  await carla.page.getByLabel('New password').fill(PASSWORD);
  await carla.page.getByRole('button', { name: 'Join' }).click();
  await expect(carla.page.getByRole('button', { name: /Change status/ })).toBeVisible();

  const app = await launch({ window: true });
  const { window, address } = await begin(app, server.url);
  await carla.page.goto(address);
  await expect(carla.page.getByRole('heading', { name: /^Connect Ampel on/ })).toBeVisible();
  await carla.expectAccessible();
  await connect(carla);
  await carla.expectAccessible();
  await expect(window.getByRole('listitem', { name: /Anna Keller/ })).toBeVisible();
  await trayIs(app, 'You are Online');

  // It is a device of hers, and stays signed in over a restart.
  await carla.open('/me');
  await expect(carla.page.getByText('Ampel app')).toBeVisible();
  await app.electron.close();
  await trayIs(await launch(), 'You are Online');
});

test('AC11 a manager signs the app out: it says so, and one click leads back in', async ({
  launch,
  visit,
  server,
  anna,
  me,
}) => {
  const app = await launch({ window: true });
  const { window, address } = await begin(app, server.url);
  const ben = await visit();
  await ben.setPassword(me.email);
  await ben.page.goto(address);
  await connect(ben);
  await trayIs(app, 'You are Online');

  const manager = await visit();
  await manager.setPassword(anna.email);
  await manager.go('Members');
  await manager.page.getByRole('button', { name: 'End sessions of Ben Sommer' }).click();
  await manager.page.getByRole('button', { name: 'End sessions', exact: true }).last().click();
  await trayIs(app, 'Not signed in');
  await expect(window.getByText('A manager of your team has signed you out')).toBeVisible();
  await expect(window.getByRole('textbox', { name: 'Server address' })).toHaveValue(server.url);

  await inBrowser(window).click();
  const again = await app.desktop.browser.asked(2);
  expect(again).not.toBe(address);
  await ben.page.goto(again);
  // The browser was signed out as well, and comes back to the app's page.
  await ben.signIn(me.email);
  await connect(ben);
  await trayIs(app, 'You are Online');
});

test('AC10 a no in the browser is told in the app, and so is nothing after a cancel', async ({
  launch,
  visit,
  server,
  me,
}) => {
  const app = await launch({ window: true });
  const { window, address } = await begin(app, server.url);
  const ben = await visit();
  await ben.setPassword(me.email);
  await ben.page.goto(address);
  await ben.page.getByRole('button', { name: 'Do not connect' }).click();
  await expect(ben.page.getByRole('heading', { name: 'Ampel is not connected' })).toBeVisible();
  await expect(window.getByText('Signing in was cancelled in the browser')).toBeVisible();

  await inBrowser(window).click();
  await app.desktop.browser.asked(2);
  await window.getByRole('button', { name: 'Cancel' }).click();
  await expect(inBrowser(window)).toBeFocused();
  await expect(window.getByRole('alert')).toBeEmpty();
  await trayIs(app, 'Not signed in');
});

test.describe('with the organization’s account', () => {
  let provider: OidcProvider;
  test.use({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
    server: async ({}, use) => {
      await using there = await OidcProvider.start();
      await using server = await ServerProcess.start({
        AMPEL_OIDC_ISSUER: there.issuer,
        AMPEL_OIDC_CLIENT_ID: CLIENT.clientId,
        AMPEL_OIDC_CLIENT_SECRET: CLIENT.clientSecret,
        AMPEL_OIDC_NAME: 'Example Inc.',
      });
      there.register(`${server.url}/auth/oidc/callback`);
      provider = there;
      await use(server);
    },
  });

  test('AC9 somebody signs in at the provider, and the app is connected', async ({
    launch,
    visit,
    server,
    me,
  }) => {
    const app = await launch({ window: true });
    const { window, address } = await begin(app, server.url);
    provider.accounts.set('ben', { email: me.email, email_verified: true });
    const ben = await visit();
    await ben.page.goto(address);
    await ben.page.getByRole('link', { name: 'Sign in with Example Inc.' }).click();
    await ben.page.getByPlaceholder('Enter any login').fill('ben');
    await ben.page.getByPlaceholder('and password').fill('any');
    await ben.page.getByRole('button', { name: 'Sign-in' }).click();
    await ben.page.getByRole('button', { name: 'Continue' }).click();
    await connect(ben);
    await expect(window.getByRole('listitem', { name: /Anna Keller/ })).toBeVisible();
    await trayIs(app, 'You are Online');
  });

  test('AC9 who is in no team is told what to do', async ({ visit, anna }) => {
    provider.accounts.set('eve', { email: 'eve@example.com', email_verified: true });
    const eve = await visit();
    await eve.open('/sign-in');
    await eve.page.getByRole('link', { name: 'Sign in with Example Inc.' }).click();
    await eve.page.getByPlaceholder('Enter any login').fill('eve');
    await eve.page.getByPlaceholder('and password').fill('any');
    await eve.page.getByRole('button', { name: 'Sign-in' }).click();
    await eve.page.getByRole('button', { name: 'Continue' }).click();
    await expect(eve.page.getByText('Nobody in a team has your e-mail address')).toBeVisible();
    expect(anna.email).not.toBe('eve@example.com');
    await eve.expectAccessible();
  });
});
