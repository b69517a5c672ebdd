import os from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import { whyNoDesktop } from '../../scripts/required-programs.ts';
import { addManyMembers, MANY_NAMES } from '../support/large-team.ts';
import { temporaryFolder } from '../support/team-server.ts';
import { AmpelCommand } from './ampel-command.ts';
import { test as base } from './fixtures.ts';
import { buildInPseudoLocale, pseudoTranslator } from './pseudo-locale/build.ts';
import { misfits } from './pseudo-locale/misfits.ts';
import { foreign, notificationTexts, trayTextsWith } from './pseudo-locale/spoken.ts';
import { COLLEAGUES, NOTE } from './screens/as-manager.ts';
import { takeTour } from './screens/tour.ts';
import { TOURS } from './screens/tours.ts';
import { CUSTOMERS, SUBJECTS } from './screens/with-contacts.ts';
import { Teammate } from './teammate.ts';

const test = base.extend<object, { folder: string }>({
  folder: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names in this pattern
    async ({}, use) => {
      await using folder = await temporaryFolder();
      if (whyNoDesktop() === null) await buildInPseudoLocale(path.join(folder.path, 'app'));
      await use(path.join(folder.path, 'app'));
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

/** What is seen in the window and is from no list of messages. */
const GIVEN = [
  ...COLLEAGUES.map(({ name }) => name),
  ...COLLEAGUES.flatMap(({ note }) => note ?? []),
  ...[...CUSTOMERS, ...SUBJECTS, 'chat', 'Cleo Winter', 'Dana Wolf'],
  ...[NOTE, 'Ben Sommer', 'Anna Keller', 'Ada King', ...MANY_NAMES],
  ...[os.hostname(), `${os.type()} ${os.release()} ${os.arch()}`],
  ...['Ampel', 'Electron', 'Chromium', 'Node'],
  // From the system, for dates and durations.
  ...['Heute', 'morgen', 'Std.', 'Min.', 'Sek.', 'vor'],
  // From React Aria, for those who hear the window.
  ...['Stunde, ', 'Minute, ', 'verringern', 'erhöhen', 'Nummernfeld'],
];

// One build is enough for all of them.
test.describe.configure({ mode: 'default' });

for (const tour of TOURS) {
  test(`a language that needs more room fits into the window: ${tour.name}`, async ({ folder }) => {
    const reason = whyNoDesktop();
    test.skip(reason !== null, reason ?? '');
    test.setTimeout(240_000);
    const production = { language: 'de_DE', t: pseudoTranslator(), folder } as const;
    await takeTour(tour, production, async ({ name }, { page, server, desktop }) => {
      // Without a view it speaks what Chromium says is the system's language.
      if (name === 'error page') return;
      const found: string[] = [];
      const full = page.viewportSize();
      for (const size of [
        { width: 320, height: 420 },
        { width: 380, height: 640 },
      ]) {
        await page.setViewportSize(size);
        found.push(...(await misfits(page, [...GIVEN, server.url, desktop.home])));
      }
      if (full !== null) await page.setViewportSize(full);
      expect.soft([...new Set(found)], name).toEqual([]);
    });
  });
}

/** A page as a script in it sees the bridge: without the types that keep it from wrong calls. */
type WithBridge = typeof globalThis & {
  ampel: Record<'signIn' | 'setPreferences', (request: object) => Promise<unknown>>;
};

test('tray and notifications say nothing that is not from the messages', async ({
  folder,
  desktop,
  server,
  anna,
  me,
  launch,
}) => {
  test.setTimeout(120_000);
  const t = pseudoTranslator();
  const given = [...MANY_NAMES, 'Anna Keller', 'nonsense', 'morgen', 'Std.', 'Min.'];
  /** What a text begins with, up to what is filled in. */
  const beginning = (text: string) => text.slice(0, text.indexOf('#'));
  async function expectTray(awaited: string): Promise<void> {
    const texts = await trayTextsWith(desktop, awaited);
    expect.soft(foreign(texts, given), awaited).toEqual([]);
  }

  // More than the menu has room for.
  await addManyMembers(server, 35);
  using teammate = await Teammate.join(server.url, anna);
  const app = await launch({ folder, window: true, language: 'de_DE' });
  await expectTray(t('connection.signedOut'));

  const page = await app.window();
  await page.evaluate((account) => (globalThis as WithBridge).ampel.signIn(account), {
    server: server.url,
    token: me.token,
  });
  const name = 'Anna Keller';
  await expectTray(t('tray.member', { name, status: t('status.online') }));
  await expectTray(t('tray.more', { count: 6 }));

  await desktop.tray.click([
    t('tray.team'),
    t('tray.member', { name, status: t('status.online') }),
    t('roster.watch', { name }),
  ]);
  const bell = page.getByRole('button', { name: t('roster.watch', { name }) });
  await expect(bell).toHaveAttribute('aria-pressed', 'true');
  await teammate.choose('busy');
  await desktop.notifications.waitFor(t('notify.title', { name, status: t('status.busy') }));
  await new AmpelCommand(desktop, 'de_DE').says('ampel://nonsense');
  await desktop.notifications.waitFor(t('notify.linkNotUnderstood'));
  const texts = notificationTexts(desktop);
  expect(texts.length).toBeGreaterThanOrEqual(4);
  expect.soft(foreign(texts, given)).toEqual([]);

  await page.evaluate(() =>
    (globalThis as WithBridge).ampel.setPreferences({
      quietHours: { from: '20:00', to: '07:00' },
    }),
  );
  await expectTray(beginning(t('tray.quietHours', { from: '#' })));
  await desktop.tray.click([t('status.busy'), t('busy.minutes', { count: 30 })]);
  await expectTray(beginning(t('tray.busyUntil', { time: '#' })));

  // What is asked of the computer now and then is asked when it wakes, too.
  async function wake(): Promise<void> {
    desktop.login1.suspend();
    await expectTray(t('tray.tooltip', { line: t('connection.lost') }));
    desktop.login1.resume();
  }
  desktop.lockScreen(true);
  await wake();
  await expectTray(t('own.whyOffline'));
  desktop.lockScreen(false);
  await app.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.getSystemIdleTime = () => Number.NaN;
  });
  await wake();
  await expectTray(t('source.app'));

  await server.stop();
  await expectTray(t('connection.lost'));
  await desktop.tray.click(t('status.online'));
  await expectTray(t('own.pendingLine', { status: t('status.online') }));
});
