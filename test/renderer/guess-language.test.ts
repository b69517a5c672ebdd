import { expect, it } from 'vitest';
import { guessLanguage } from '../../src/renderer/i18n/guess-language.ts';

it('before the first view the window speaks the computer’s language', () => {
  expect(guessLanguage(['de-CH', 'en'])).toBe('de');
  expect(guessLanguage(['fr-FR'])).toBe('en');
  expect(guessLanguage([])).toBe('en');
});
