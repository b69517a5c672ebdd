import os from 'node:os';
import path from 'node:path';
import { test as base, expect } from '@playwright/test';
import { whyNoDesktop } from '../../scripts/required-programs.ts';
import { MANY_NAMES } from '../support/large-team.ts';
import { temporaryFolder } from '../support/team-server.ts';
import { buildInPseudoLocale, pseudoTranslator } from './pseudo-locale/build.ts';
import { misfits } from './pseudo-locale/misfits.ts';
import { COLLEAGUES, NOTE } from './screens/as-manager.ts';
import { takeTour } from './screens/tour.ts';
import { TOURS } from './screens/tours.ts';

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
  ...[NOTE, 'Ben Sommer', 'Anna Keller', 'Ada King', ...MANY_NAMES],
  ...[os.hostname(), `${os.type()} ${os.release()} ${os.arch()}`],
  ...['Ampel', 'Electron', 'Chromium', 'Node'],
  // From the system, for dates and durations.
  ...['Heute', 'Std.', 'Min.', 'Sek.', 'vor'],
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
