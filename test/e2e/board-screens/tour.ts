import { chromium, expect, type Page, test } from '@playwright/test';
import { boardSpeaker } from '../../../src/renderer/board/i18n/board-texts.tsx';
import type { Language } from '../../../src/shared/bridge/view.ts';
import { boardDe } from '../../../src/shared/messages/board/de.ts';
import { boardEn } from '../../../src/shared/messages/board/en.ts';
import { findChromium } from '../../electron-host/chromium.ts';
import { createTranslator } from '../../support/translators.ts';
import { furnish } from './furnish.ts';
import { BOARD_SCREENS, type BoardScreen } from './screens.ts';

const LOCALES = { en: 'en-GB', de: 'de-DE' } as const;
const TEXTS = { en: boardEn, de: boardDe } as const;

/** Leads through the board in a browser, and lets `look` look at every page of it. */
export async function tourBoard(
  language: Language,
  look: (screen: BoardScreen, page: Page) => Promise<void>,
): Promise<void> {
  await using parts = new AsyncDisposableStack();
  const team = await furnish(parts);
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  parts.defer(() => browser.close());
  const context = await browser.newContext({
    locale: LOCALES[language],
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
    viewport: { width: 1280, height: 800 },
  });
  const stage = {
    ...team,
    page: await context.newPage(),
    t: boardSpeaker(language, TEXTS[language]),
    shared: createTranslator(language),
  };
  for (const screen of BOARD_SCREENS) {
    await test.step(screen.name, async () => {
      await screen.show(stage);
      await expect(stage.page.locator('[data-entering], [data-exiting]')).toHaveCount(0);
      await look(screen, stage.page);
    });
  }
}
