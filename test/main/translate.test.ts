import { describe, expect, it } from 'vitest';
import { resolveLanguage } from '../../src/main/language/translate.ts';

describe('language', () => {
  it.each([
    [['de-AT', 'en-US'], 'de'],
    [['fr-FR', 'de_DE'], 'de'],
    [['fr-FR'], 'en'],
    [[], 'en'],
    [['dent'], 'en'],
  ])('of a system that prefers %j is %s', (tags, language) => {
    expect(resolveLanguage('system', tags)).toBe(language);
  });

  it('is the chosen one, whatever the system prefers', () => {
    expect(resolveLanguage('en', ['de-DE'])).toBe('en');
  });
});
