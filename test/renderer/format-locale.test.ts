import { describe, expect, it } from 'vitest';
import { formatLocale, guessLanguage } from '../../src/renderer/i18n/format-locale.ts';

describe('dates and numbers', () => {
  it('follow the region of the computer where it speaks the language shown', () => {
    expect(formatLocale('de', ['de-AT', 'en-US'])).toBe('de-AT');
    expect(formatLocale('en', ['de-DE', 'en-US'])).toBe('en-US');
  });

  it('use the 24 hours in English where the computer speaks another language', () => {
    expect(formatLocale('en', ['de-DE', 'de'])).toBe('en-GB');
  });

  it('take the usual region of a language that is named without one', () => {
    expect(formatLocale('de', ['de'])).toBe('de-DE');
  });
});

it('before the first view the window speaks the computer’s language', () => {
  expect(guessLanguage(['de-CH', 'en'])).toBe('de');
  expect(guessLanguage(['fr-FR'])).toBe('en');
  expect(guessLanguage([])).toBe('en');
});
