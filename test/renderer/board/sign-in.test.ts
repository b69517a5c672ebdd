import { describe, expect, it } from 'vitest';
import {
  codeAddress,
  readConnectRequest,
} from '../../../src/renderer/board/sign-in/connect-request.ts';
import { returnPath, signInPath } from '../../../src/renderer/board/sign-in/return-path.ts';

describe('the way back after signing in', () => {
  it('leads to where one was', () => {
    const path = signInPath({ pathname: '/connect', search: '?port=4000&state=a%26b' });
    expect(returnPath(new URL(path, 'http://x').search)).toBe('/connect?port=4000&state=a%26b');
    expect(signInPath({ pathname: '/', search: '' })).toBe('/sign-in');
  });

  it.each([
    'https://evil.example.com/',
    '//evil.example.com/',
    '/\\evil.example.com',
    'javascript:alert(1)',
    '/%0d//evil.example.com/..//evil.example.com',
    'http://[',
    '/api/v1/session',
    '/auth/oidc',
  ])('WB4 never leads out of the board: %s', (returnTo) => {
    const path = returnPath(`?${new URLSearchParams({ returnTo })}`);
    expect(new URL(path, 'https://ampel.example.com').origin).toBe('https://ampel.example.com');
    expect(path).toMatch(/^\/(?!\/|api|auth)/);
  });
});

describe('an app that asks to be connected', () => {
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  const asked = { port: '41234', state: 'abcdefghijklmnop', challenge, device: 'mara-laptop' };
  const read = (given: Record<string, string>) =>
    readConnectRequest(`?${new URLSearchParams({ ...asked, ...given })}`);

  it('WB4 is answered on its own computer, with its own state', () => {
    const request = read({});
    expect(request).toEqual({
      port: 41_234,
      state: 'abcdefghijklmnop',
      challenge,
      deviceName: 'mara-laptop',
    });
    expect(request && codeAddress(request, 'a+b')).toBe(
      'http://127.0.0.1:41234/?code=a%2Bb&state=abcdefghijklmnop',
    );
  });

  it.each([
    { port: '80' },
    { port: '99999' },
    { port: '4000@evil.example.com' },
    { state: 'short' },
    { state: 'with spaces and more' },
    { challenge: 'plain' },
    { device: '' },
    { device: 'a\nb' },
  ])('is not taken for one where it says %o', (given) => {
    expect(read(given)).toBeNull();
  });
});
