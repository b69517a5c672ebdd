import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { tourBoard } from './board-screens/tour.ts';

/** What axe looks at in a language: all of it once, and then what is drawn otherwise. */
const LOOKS = {
  en: [
    { colorScheme: 'light', width: 1280, rules: null },
    { colorScheme: 'dark', width: 1280, rules: ['color-contrast'] },
  ],
  de: [{ colorScheme: 'light', width: 375, rules: null }],
} as const;

for (const language of ['en', 'de'] as const) {
  test(`no page of the board has violations (${language})`, async () => {
    test.setTimeout(300_000);
    await tourBoard(language, async ({ name, isForeign }, page) => {
      if (isForeign) return;
      expect.soft(await page.title(), name).toMatch(/ · Ampel$/);
      for (const { colorScheme, width, rules } of LOOKS[language]) {
        await page.setViewportSize({ width, height: 800 });
        await page.emulateMedia({ colorScheme });
        expect.soft(await violations(page, rules), `${name}, ${colorScheme}`).toEqual([]);
        const [needed, given] = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return [scrollWidth, clientWidth] as const;
        });
        expect.soft(needed, `${name} fits into ${width} px`).toBeLessThanOrEqual(given);
      }
    });
  });
}

/** Without what React Aria has announced, which names for a while what has gone. */
async function violations(page: Page, rules: readonly string[] | null): Promise<string[]> {
  const axe = new AxeBuilder({ page }).exclude('[data-live-announcer]');
  const { violations: found } = await (rules === null ? axe : axe.withRules([...rules])).analyze();
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}
