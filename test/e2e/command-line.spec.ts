import { access, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { expect } from '@playwright/test';
import { AmpelCommand } from './ampel-command.ts';
import { test } from './fixtures.ts';
import { profileFile, readLog } from './profile.ts';
import { trayIs } from './running-app.ts';

const MINUTE = 60_000;

test.describe('CL1 the own status', () => {
  test('is set and told, with its time and its note', async ({ signedIn, me, teammate }) => {
    const app = await signedIn();
    const ampel = new AmpelCommand(app.desktop);
    expect(await ampel.says('status')).toMatch(/^You are Online, since .+\n$/);

    const chosen = Date.now();
    expect(await ampel.says('busy', '--for', '1h30m', '--note', 'Lunch')).toMatch(
      /^You are Busy until .+\n$/,
    );
    const { until = 0 } = await teammate.waitFor(me.memberId, 'busy');
    expect(Math.abs(until - chosen - 90 * MINUTE)).toBeLessThan(10_000);
    expect(await ampel.says('status')).toMatch(/^You are Busy until .+ \(Lunch\), since .+\n$/);
    expect(JSON.parse(await ampel.says('status', '--json'))).toEqual({
      status: 'busy',
      since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      until: new Date(until).toISOString(),
      note: 'Lunch',
      cause: 'chosen',
      choice: 'busy',
      pending: null,
      connected: true,
      signedIn: true,
    });

    await ampel.says('online');
    await teammate.waitFor(me.memberId, 'online');
    await ampel.says('status', 'busy');
    expect(await teammate.waitFor(me.memberId, 'busy')).toMatchObject({ until: undefined });
    await trayIs(app, 'You are Busy');
    expect(await app.desktop.mapped('Ampel')).toBe(false);
  });

  test('is watched, one line for each change, until Ctrl-C', async ({ signedIn }) => {
    const app = await signedIn();
    await using watch = new AmpelCommand(app.desktop).watch('status', '--json', '--watch');
    const statuses = () => watch.lines.map((line) => JSON.parse(line).status);
    await expect.poll(statuses).toEqual(['online']);
    await app.desktop.tray.click(['Busy', '30 minutes']);
    await expect.poll(() => statuses().at(-1)).toBe('busy');
    watch.pressCtrlC();
    expect(await watch.code()).toBe(0);
    expect(watch.stderr).toBe('');
  });

  test('is watched until the reader has had enough', async ({ signedIn }) => {
    const app = await signedIn();
    const line = `ampel status --json --watch | head -n 1; echo "code \${PIPESTATUS[0]}"`;
    await using shell = new AmpelCommand(app.desktop).shell(line);
    await expect.poll(() => shell.lines.length).toBe(1);
    await app.desktop.tray.click(['Busy', '30 minutes']);
    expect(await shell.code()).toBe(0);
    expect(shell.lines.at(-1)).toBe('code 0');
    // Bash itself may complain of the locale.
    expect(shell.stderr).not.toContain('EPIPE');
  });
});

test('CL1 the team is listed, and a teammate’s change is seen', async ({
  signedIn,
  me,
  anna,
  teammate,
}) => {
  const app = await signedIn();
  const ampel = new AmpelCommand(app.desktop);
  expect(await ampel.says('team')).toMatch(
    /^Online +Ben Sommer \(you\) +since .+\nOnline +Anna Keller +since .+\n$/,
  );
  const team = JSON.parse(await ampel.says('team', '--json'));
  expect(team).toMatchObject({ connected: true, signedIn: true });
  expect(team.members).toMatchObject([
    { memberId: me.memberId, name: 'Ben Sommer', self: true, status: 'online' },
    { memberId: anna.memberId, name: 'Anna Keller', self: false, status: 'online' },
  ]);

  await using watch = ampel.watch('team', '--watch');
  await expect.poll(() => watch.lines.length).toBe(2);
  await teammate.choose('busy');
  await expect.poll(() => watch.lines.at(-1)).toMatch(/ {2}Anna Keller: Busy$/);
  expect(watch.lines).toHaveLength(3);
  await app.desktop.tray.click('Quit');
  expect(await watch.code()).toBe(3);
  expect(watch.stderr).toBe('Ampel has ended.\n');
});

test('CL1 the window is opened, at a place too', async ({ signedIn }) => {
  const app = await signedIn();
  const page = await app.opens(() => new AmpelCommand(app.desktop).says('open', 'settings'));
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
});

test('CL5 what keeps a command from being done is said, with a code of its own', async ({
  desktop,
  launch,
  signedIn,
  server,
  anna: _,
}) => {
  const ampel = new AmpelCommand(desktop);
  expect(await ampel.run('status')).toMatchObject({
    code: 3,
    stdout: '',
    stderr: 'Ampel is not running. Start it with: ampel open\n',
  });
  expect(await ampel.run('bussy')).toMatchObject({ code: 2, stdout: '' });
  expect(await ampel.run('busy', '--for', '3m')).toMatchObject({ code: 2, stdout: '' });
  expect(await ampel.run('offline')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Offline cannot be chosen'),
  });

  const first = await launch();
  await trayIs(first, 'Not signed in');
  expect(await ampel.run('busy')).toMatchObject({
    code: 4,
    stderr: expect.stringContaining('Nobody is signed in'),
  });
  const signedOut = await ampel.run('status', '--json');
  expect(signedOut.code).toBe(4);
  expect(JSON.parse(signedOut.stdout)).toMatchObject({ status: null, signedIn: false });
  await first.electron.close();

  const app = await signedIn();
  await server.stop();
  await trayIs(app, 'Not connected. Trying again…');
  expect(await ampel.run('status')).toMatchObject({
    code: 4,
    stdout: '',
    stderr: expect.stringContaining('no connection'),
  });
  expect(await ampel.run('team')).toMatchObject({ code: 4, stdout: '' });
  // PR10
  expect(await ampel.says('busy')).toBe('Busy as soon as the connection is back\n');
  const lost = await ampel.run('status', '--json');
  expect(lost.code).toBe(4);
  expect(JSON.parse(lost.stdout)).toEqual({
    status: null,
    since: null,
    until: null,
    note: null,
    cause: null,
    choice: null,
    pending: { choice: 'busy', until: null },
    connected: false,
    signedIn: true,
  });
  await server.run();
  await trayIs(app, 'You are Busy');
});

test('CL3 only the own user can reach the app, and nothing is left of it when it ends', async ({
  signedIn,
  desktop,
}) => {
  const app = await signedIn();
  const file = profileFile(desktop, 'control.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  const { address, key } = JSON.parse(await readFile(file, 'utf8'));
  expect((await stat(path.dirname(address))).mode & 0o777).toBe(0o700);
  await new AmpelCommand(desktop).says('status');
  const log = await readLog(desktop).catch(() => '');
  expect(log).not.toContain(key);
  await desktop.tray.click('Quit');
  await app.ended();
  await expect(access(file)).rejects.toThrow();
  await expect(access(address)).rejects.toThrow();
});

test.describe('CL2 a link', () => {
  test('sets the status of the running app, and opens nothing', async ({
    signedIn,
    me,
    teammate,
  }) => {
    const app = await signedIn();
    const ampel = new AmpelCommand(app.desktop);
    const chosen = Date.now();
    await ampel.says('ampel://status/busy?for=30m&note=Lunch%20break');
    const { until = 0 } = await teammate.waitFor(me.memberId, 'busy');
    expect(Math.abs(until - chosen - 30 * MINUTE)).toBeLessThan(10_000);
    expect(JSON.parse(await ampel.says('status', '--json'))).toMatchObject({ note: 'Lunch break' });
    expect(await app.desktop.mapped('Ampel')).toBe(false);

    const page = await app.opens(() => ampel.says('ampel://open/settings'));
    await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  });

  test('that macOS hands over is followed as well', async ({ signedIn, me, teammate }) => {
    const app = await signedIn();
    await app.electron.evaluate(({ app: electron }) => {
      electron.emit('open-url', { preventDefault: () => undefined }, 'ampel://status/busy');
    });
    await teammate.waitFor(me.memberId, 'busy');
  });

  test('that is not understood does nothing, and says so', async ({ signedIn, me, teammate }) => {
    const app = await signedIn();
    const ampel = new AmpelCommand(app.desktop);
    await ampel.says('ampel://status/offline');
    const shown = await app.desktop.notifications.waitFor('Ampel did not understand a link');
    expect(shown.body).toContain('Offline cannot be chosen');
    await ampel.says('ampel://status/busy?for=9000d');
    await expect.poll(() => app.desktop.notifications.list().at(-1)?.body).toContain('9000d');
    expect(await app.desktop.mapped('Ampel')).toBe(false);
    expect(teammate.sees(me.memberId)?.status).toBe('online');
  });

  test('starts the app where it does not run', async ({ signedIn, me, desktop, teammate }) => {
    const first = await signedIn();
    await first.electron.close();
    const ampel = new AmpelCommand(desktop);
    await ampel.says('open', 'settings');
    await expect.poll(() => desktop.mapped('Ampel'), { timeout: 20_000 }).toBe(true);
    await ampel.says('status', 'busy');
    await teammate.waitFor(me.memberId, 'busy');
    await desktop.tray.click('Quit');
    await teammate.waitFor(me.memberId, 'offline');
    await expect.poll(async () => (await ampel.run('status')).code).toBe(3);

    await using started = ampel.watch('ampel://status/online');
    await teammate.waitFor(me.memberId, 'online');
    expect(await desktop.mapped('Ampel')).toBe(false);
    await desktop.tray.click('Quit');
    expect(await started.code()).toBe(0);
  });
});

test('CL4 the command line speaks the member’s language', async ({ launch, me }) => {
  const app = await launch({ as: me, language: 'de_DE' });
  await trayIs(app, 'Sie sind Online');
  const ampel = new AmpelCommand(app.desktop, 'de_DE');
  expect(await ampel.says('status')).toMatch(/^Sie sind Online, seit .+\n$/);
  expect(await ampel.says('busy', '--for', '2h')).toMatch(/^Sie sind Beschäftigt bis .+\n$/);
  expect(await ampel.says('--help')).toContain('Aufruf: ampel');
  expect(await ampel.run('offline')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Offline lässt sich nicht wählen'),
  });
});

test('CL7 a script that sets a status again and again keeps nobody Online', {
  tag: '@waits',
}, async ({ signedIn, me, teammate }) => {
  test.setTimeout(3 * MINUTE);
  const app = await signedIn();
  await teammate.changeSettings({ inactivityTimeoutMinutes: 1 });
  const ampel = new AmpelCommand(app.desktop);
  await expect
    .poll(
      async () => {
        await ampel.says('online');
        return teammate.sees(me.memberId)?.cause;
      },
      { timeout: 90_000, intervals: [3_000] },
    )
    .toBe('inactivity');
  expect(await ampel.says('busy')).toBe(
    'Busy is chosen. Your team sees you as Offline (no input) until you use the computer again.\n',
  );
});
