import { describe, expect, it } from 'vitest';
import { formatLocale } from '../../../src/shared/time/format-locale.ts';

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
