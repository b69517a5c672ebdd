import { describe, expect, it } from 'vitest';
import { returnPath } from '../../../../src/server/accounts/oidc/return-path.ts';

describe('where signing in leads to', () => {
  it.each(['/', '/me', '/contacts?state=waiting', '/connect?port=5&state=a%20b&challenge=c#x'])(
    'is the page that was asked for: %s',
    (path) => {
      expect(returnPath(path)).toBe(path);
    },
  );

  it.each([
    undefined,
    '',
    'me',
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    '/\t/evil.example/',
    '/\n/evil.example',
    ' //evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    'javascript:alert(1)',
    '/auth/oidc?returnTo=/auth/oidc',
    '/x/../auth/oidc',
    '/api/v1/session',
    `/${'a'.repeat(1024)}`,
  ])('is the front page, and never another site, for %j', (path) => {
    expect(returnPath(path)).toBe('/');
  });
});
