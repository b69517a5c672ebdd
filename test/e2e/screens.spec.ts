import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { whyNoDesktop } from '../../scripts/required-programs.ts';
import { createTranslator } from '../support/translators.ts';
import { takeTour } from './screens/tour.ts';
import { TOURS } from './screens/tours.ts';

/** What is drawn otherwise than in the light: the colours alone. */
const OTHER_COLOURS = [
  { colorScheme: 'dark', contrast: 'no-preference' },
  { colorScheme: 'light', contrast: 'more' },
  { colorScheme: 'dark', contrast: 'more' },
] as const;

for (const tour of TOURS) {
  test(`no screen has violations: ${tour.name}`, async () => {
    const reason = whyNoDesktop();
    test.skip(reason !== null, reason ?? '');
    test.setTimeout(240_000);
    const t = createTranslator('en');
    await takeTour(tour, { language: 'en_US', t }, async ({ name }, { page }) => {
      await page.emulateMedia({ colorScheme: 'light', contrast: 'no-preference' });
      expect.soft(await violations(axe(page)), name).toEqual([]);
      for (const colours of OTHER_COLOURS) {
        await page.emulateMedia(colours);
        const found = await violations(axe(page).withRules('color-contrast'));
        expect.soft(found, `${name}, ${Object.values(colours).join(', ')}`).toEqual([]);
      }
    });
  });
}

/**
 * The other mode opens a page of its own, which a window of an app cannot. What React Aria has
 * announced names for a while what announced it, even where that is gone.
 */
const axe = (page: Page) =>
  new AxeBuilder({ page }).setLegacyMode(true).exclude('[data-live-announcer]');

async function violations(builder: AxeBuilder): Promise<string[]> {
  const result = await builder.analyze();
  return result.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}
