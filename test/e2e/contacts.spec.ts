import { expect } from '@playwright/test';
import { BrowserOpener } from '../support/browser-opener.ts';
import { packedDelta } from '../support/packed-team.ts';
import { putContacts } from '../support/put-contacts.ts';
import { AmpelCommand } from './ampel-command.ts';
import { test as realTest } from './fixtures.ts';
import { trayIs } from './running-app.ts';
import { test } from './scripted-fixtures.ts';

const FOR_MARIA = 'For you: Maria Fischer';
const MARIA_WAITS = 'Maria Fischer is waiting for you';

test('NO5 an assigned contact notifies once, and is accepted from the notification', async ({
  launch,
  desktop,
  team,
  me,
}) => {
  // Before the app is there.
  team.assign('c1');
  const app = await launch({ as: me });
  const { body } = await desktop.notifications.waitFor(MARIA_WAITS);
  expect(body).toBe('Refund for order 1234 · chat');
  await trayIs(app, 'You are Online · 1 contact to accept');
  await desktop.notifications.press('Accept');
  await expect.poll(() => team.asked('contact:accept')).toEqual([{ contactId: 'c1' }]);
  await trayIs(app, 'You are Online');
  // The desktop takes it away after it has told of the button.
  await expect.poll(() => desktop.notifications.list()).toEqual([]);

  team.assign('c2', { customer: 'Tom Berg' });
  await desktop.notifications.waitFor('Tom Berg is waiting for you');
  await desktop.notifications.press('Return');
  await expect.poll(() => team.asked('contact:return')).toEqual([{ contactId: 'c2' }]);
});

test('NO4 an assigned contact notifies while Busy too, and no second time after a cut', async ({
  signedIn,
  desktop,
  team,
}) => {
  const app = await signedIn();
  team.say('delta', packedDelta(1, 1, 'busy'));
  await trayIs(app, 'You are Busy');
  team.assign('c1');
  await desktop.notifications.waitFor(MARIA_WAITS);
  await desktop.notifications.closeAll();
  await expect.poll(() => desktop.notifications.list()).toEqual([]);

  team.down();
  await trayIs(app, 'Not connected. Trying again…');
  team.assign('c2', { customer: 'Tom Berg' });
  team.up();
  // What was told is behind what was not, so nothing is still on its way.
  await desktop.notifications.waitFor('Tom Berg is waiting for you');
  expect(desktop.notifications.list()).toHaveLength(1);
});

test('a notification is taken back when the contact is somebody else’s', async ({
  signedIn,
  desktop,
  team,
}) => {
  const app = await signedIn();
  team.assign('c1');
  await desktop.notifications.waitFor(MARIA_WAITS);
  team.assign('c1', {}, 'anna');
  await expect.poll(() => desktop.notifications.list()).toEqual([]);
  await trayIs(app, 'You are Online');
});

test('NO5 a click on the notification opens the window at the contact', async ({
  signedIn,
  desktop,
  team,
}) => {
  const app = await signedIn();
  team.assign('c1');
  await desktop.notifications.waitFor(MARIA_WAITS);
  const page = await app.opens(() => desktop.notifications.clickNewest());
  await expect(page.getByRole('dialog', { name: 'Contacts' })).toBeVisible();
  await expect(page.getByRole('listitem', { name: 'Maria Fischer' })).toBeFocused();
});

test('AS8 the tray says how many wait, and accepts and returns', async ({ signedIn, team }) => {
  const app = await signedIn();
  const first = async () => (await app.trayLabels()).slice(0, 4);
  await expect.poll(first).toEqual(['You are Online', 'No contacts waiting', '-', 'Online']);
  team.wait('w1');
  team.wait('w2');
  team.assign('c1');
  await expect.poll(first).toEqual(['You are Online', '2 contacts waiting', FOR_MARIA, '-']);
  expect(await app.trayLabels(FOR_MARIA)).toEqual(['Accept', 'Return', 'Open in the window']);
  await app.desktop.tray.click([FOR_MARIA, 'Accept']);
  await expect.poll(first).toEqual(['You are Online', '2 contacts waiting', '-', 'Online']);
  expect(team.asked('contact:accept')).toEqual([{ contactId: 'c1' }]);
  const page = await app.openWindow('2 contacts waiting');
  await expect(page.getByRole('dialog', { name: 'Contacts' })).toBeVisible();
});

test('what could not be done is told, with the reason', async ({ signedIn, desktop, team }) => {
  const app = await signedIn();
  team.assign('c1');
  await desktop.notifications.waitFor(MARIA_WAITS);
  team.refusal = 'conflict';
  await app.desktop.tray.click([FOR_MARIA, 'Accept']);
  const { body } = await desktop.notifications.waitFor('The contact was not accepted');
  expect(body).toBe('Someone else was faster. Look again and decide anew.');
});

test('contacts are accepted, opened in the browser, closed and returned in the window', async ({
  inWindow,
  desktop,
  team,
}) => {
  const browser = await BrowserOpener.in(desktop.home);
  team.assign('c1');
  team.assign('c2', { customer: 'Tom Berg', link: null });
  const { page } = await inWindow({ env: browser.env });
  const bar = page.getByRole('button', { name: /^Contacts/ });
  await expect(bar).toHaveText(/2 to accept/);
  await bar.press('Enter');
  const mine = page.getByRole('list', { name: 'Yours' });
  const row = (name: string) => mine.getByRole('listitem', { name });
  await expect(row('Maria Fischer')).toContainText('to accept · yours just now');
  await expect(row('Tom Berg').getByRole('button', { name: /Open/ })).toHaveCount(0);

  await page.getByRole('button', { name: 'Open Maria Fischer in the browser' }).press('Enter');
  await expect.poll(() => browser.opened()).toEqual(['https://desk.example.com/1234']);
  await page.getByRole('button', { name: 'Accept Maria Fischer' }).press('Enter');
  await expect(row('Maria Fischer')).toContainText('accepted · yours just now');
  await expect(row('Maria Fischer')).toBeFocused();
  await page.getByRole('button', { name: 'Return Tom Berg' }).press('Enter');
  await expect(row('Tom Berg')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'Yours' })).toBeFocused();
  const waiting = page.getByRole('list', { name: 'Waiting' });
  await expect(waiting.getByRole('listitem', { name: 'Tom Berg' })).toContainText(
    'returned by Ben Sommer',
  );
  await page.getByRole('button', { name: 'Close Maria Fischer' }).press('Enter');
  await expect(page.getByText('You have no contact at the moment.')).toBeVisible();
  expect(team.asked('contact:close')).toEqual([{ contactId: 'c1' }]);
});

test('what waits is shown as it is served, follows the queue, and an agent cannot assign', async ({
  inWindow,
  team,
}) => {
  team.wait('w1');
  const { page } = await inWindow();
  await page.getByRole('button', { name: /^Contacts/ }).click();
  const waiting = page.getByRole('list', { name: 'Waiting' }).getByRole('listitem');
  await expect(waiting).toHaveCount(1);
  await expect(waiting.first()).toContainText('waiting for 5 min');
  team.wait('w2', { customer: 'Tom Berg' });
  await expect(waiting).toHaveCount(2);
  await expect(waiting.last()).toContainText('Tom Berg');
  await expect(page.getByRole('button', { name: /Assign/ })).toHaveCount(0);
  team.refusal = 'unavailable';
  team.wait('w3');
  await expect(page.getByText('The server cannot do this at the moment')).toBeVisible();
  team.refusal = null;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(waiting).toHaveCount(3);
});

test('PR9 without a connection nothing of it is live, and nothing can be done', async ({
  inWindow,
  team,
}) => {
  team.assign('c1');
  team.wait('w1');
  const { app, page } = await inWindow();
  await page.getByRole('button', { name: /^Contacts/ }).click();
  await expect(page.getByRole('button', { name: 'Accept Maria Fischer' })).toBeEnabled();
  team.down();
  await expect(page.getByText('There is no connection: this is what you had')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Accept Maria Fischer' })).toBeDisabled();
  await expect(page.getByText('Who waits is not known until')).toBeVisible();
  expect((await app.trayLabels()).filter((label) => /contact|Maria/.test(label))).toEqual([]);
  team.up();
  await expect(page.getByRole('button', { name: 'Accept Maria Fischer' })).toBeEnabled({
    timeout: 20_000,
  });
});

test.describe('a manager', () => {
  test.use({ teamIs: { role: 'manager' } });

  test('AS7 a manager assigns by hand, and is asked about whoever is not Online', async ({
    inWindow,
    team,
  }) => {
    team.wait('w1');
    team.wait('w2', { customer: 'Tom Berg' });
    const { page } = await inWindow();
    await page.getByRole('button', { name: /^Contacts/ }).click();
    await page.getByRole('button', { name: 'Assign Maria Fischer…' }).press('Enter');
    await expect(page.getByRole('heading', { name: 'Who takes Maria Fischer?' })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Find a person' })).toBeFocused();
    await page.getByRole('button', { name: 'All contacts' }).press('Enter');
    await expect(page.getByRole('button', { name: 'Assign Maria Fischer…' })).toBeFocused();
    await page.keyboard.press('Enter');
    const options = page.getByRole('option');
    await expect(options).toHaveText([
      /Anna Keller.*Online/,
      /Ben Sommer \(you\).*Online/,
      /Cleo Winter.*Busy/,
      /Dana Wolf.*Offline/,
    ]);

    await page.getByRole('textbox', { name: 'Find a person' }).fill('dana');
    await expect(options).toHaveCount(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Dana Wolf is Offline and will not see it')).toBeVisible();
    expect(team.asked('contact:assign')).toEqual([]);
    await expect(page.getByRole('button', { name: 'Choose someone else' })).toBeFocused();
    await page.getByRole('button', { name: 'Assign to Dana Wolf' }).press('Enter');
    await expect(page.getByText('Maria Fischer is with Dana Wolf now.')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Waiting' })).toBeFocused();
    expect(team.asked('contact:assign')).toEqual([{ contactId: 'w1', memberId: 'dana' }]);

    // Who is Online gets it at once.
    await page.getByRole('button', { name: 'Assign Tom Berg…' }).press('Enter');
    await page.getByRole('option', { name: 'Anna Keller' }).click();
    await expect(page.getByText('Tom Berg is with Anna Keller now.')).toBeVisible();
    await expect(page.getByText('Nobody is waiting.')).toBeVisible();
  });

  test('NO1 whoever takes a contact by hand is not told of it', async ({
    inWindow,
    desktop,
    team,
  }) => {
    team.wait('w1');
    const { page } = await inWindow();
    await page.getByRole('button', { name: /^Contacts/ }).click();
    await page.getByRole('button', { name: 'Assign Maria Fischer…' }).click();
    await page.getByRole('option', { name: 'Ben Sommer (you)' }).click();
    await expect(page.getByRole('button', { name: 'Accept Maria Fischer' })).toBeVisible();
    // What does notify comes after what must not, so nothing is still on its way.
    team.assign('c2', { customer: 'Tom Berg' });
    await desktop.notifications.waitFor('Tom Berg is waiting for you');
    expect(desktop.notifications.list()).toHaveLength(1);
  });
});

test.describe('a server from before there were contacts', () => {
  test.use({ teamIs: { contacts: false } });

  test('a server without contacts shows nothing of them', async ({ inWindow }) => {
    const { app, page } = await inWindow();
    await expect(page.getByRole('button', { name: /You are Online/ })).toBeVisible();
    await expect(page.getByRole('button', { name: /Contacts/ })).toHaveCount(0);
    expect((await app.trayLabels()).filter((label) => /contact/.test(label))).toEqual([]);
  });
});

test('CL1 contacts are listed and accepted from the command line', async ({ signedIn, team }) => {
  team.wait('w1');
  const app = await signedIn();
  const ampel = new AmpelCommand(app.desktop);
  expect(await ampel.says('contacts')).toBe('1 contact waiting\n');
  expect(await ampel.run('contact', 'accept')).toMatchObject({
    code: 1,
    stderr: 'None of your contacts fits. See: ampel contacts\n',
  });
  team.assign('c1');
  await trayIs(app, 'You are Online · 1 contact to accept');
  expect(await ampel.says('contact', 'accept')).toBe('Accepted: Maria Fischer\n');
  expect(JSON.parse(await ampel.says('contacts', '--json'))).toMatchObject({
    waiting: 1,
    mine: [{ contactId: 'c1', customer: 'Maria Fischer', state: 'accepted' }],
  });
  team.refusal = 'conflict';
  expect(await ampel.run('contact', 'close', 'c')).toMatchObject({
    code: 1,
    stderr: 'Someone else was faster. Look again and decide anew.\n',
  });
  team.down();
  await trayIs(app, 'Not connected. Trying again…');
  expect(await ampel.run('contacts')).toMatchObject({ code: 4, stdout: '' });
});

test('NO2 whom this device had noted is handed over to a server that keeps it', async ({
  signedIn,
  team,
}) => {
  const WATCH_ANNA = ['Team', 'Anna Keller: Online', 'Tell me when Anna Keller is back'];
  const app = await signedIn();
  await app.desktop.tray.click(WATCH_ANNA);
  const watched = async (colleague: string) => {
    const menu = await app.desktop.tray.menu();
    const people = menu.children.find(({ label }) => label === 'Team')?.children;
    const items = people?.find(({ label }) => label === colleague)?.children;
    return items?.some(({ checked }) => checked);
  };
  await expect.poll(() => watched('Anna Keller: Online')).toBe(true);
  expect(team.asked('watch')).toEqual([]);

  team.down();
  await trayIs(app, 'Not connected. Trying again…');
  team.keep(['cleo']);
  team.up();
  await expect
    .poll(() => team.asked('watch'), { timeout: 20_000 })
    .toEqual([{ memberId: 'anna', on: true }]);
  expect(await watched('Anna Keller: Online')).toBe(true);
  expect(await watched('Cleo Winter: Busy')).toBe(true);
  // From then on the server keeps it, and is asked.
  await app.desktop.tray.click(['Team', 'Cleo Winter: Busy', 'Tell me when Cleo Winter is back']);
  await expect.poll(() => team.asked('watch').at(-1)).toEqual({ memberId: 'cleo', on: false });
});

realTest(
  'AS5 AS7 a real server gives contacts to who is there, and a manager gives them on',
  async ({ launch, server, me, anna, desktop }) => {
    await putContacts(server.dataFolder, 'Maria', 'Tom');
    const bens = await launch({ as: me, profile: 'ben' });
    await trayIs(bens, 'You are Online · 2 contacts to accept');
    await desktop.tray.click(['For you: Maria', 'Accept']);
    await desktop.tray.click(['For you: Tom', 'Return']);
    await trayIs(bens, 'You are Online');
    expect((await bens.trayLabels())[1]).toBe('1 contact waiting');
    const page = await bens.openWindow('1 contact waiting');
    const waiting = page.getByRole('list', { name: 'Waiting' }).getByRole('listitem');
    await expect(waiting).toContainText('returned by Ben Sommer');

    const annas = await launch({ as: anna, profile: 'anna', window: true });
    const window = await annas.window();
    await window.getByRole('button', { name: /1 to accept/ }).click();
    await window.getByRole('button', { name: 'Return Tom' }).click();
    await window.getByRole('button', { name: 'Assign Tom…' }).click();
    await window.getByRole('option', { name: 'Ben Sommer' }).click();
    await expect(window.getByText('Tom is with Ben Sommer now.')).toBeVisible();
    const mine = page.getByRole('list', { name: 'Yours' });
    await expect(mine.getByRole('listitem', { name: 'Tom' })).toContainText('to accept');
    await page.getByRole('button', { name: 'Close Maria' }).click();
    await expect(mine.getByRole('listitem')).toHaveCount(1);
  },
);
