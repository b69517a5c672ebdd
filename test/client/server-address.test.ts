import { describe, expect, it } from 'vitest';
import { parseServerAddress } from '../../src/client/server-address.ts';

describe('server address as typed', () => {
  it.each([
    ['ampel.example.com', 'https://ampel.example.com'],
    ['  https://ampel.example.com/  ', 'https://ampel.example.com'],
    ['ampel.example.com:8443', 'https://ampel.example.com:8443'],
    ['localhost:4180', 'http://localhost:4180'],
    ['127.0.0.1:4180', 'http://127.0.0.1:4180'],
    ['http://[::1]:4180', 'http://[::1]:4180'],
  ])('%s means %s', (typed, url) => {
    expect(parseServerAddress(typed)).toEqual({ ok: true, url });
  });

  it('TR4 plain HTTP to another computer is refused', () => {
    expect(parseServerAddress('http://ampel.example.com')).toEqual({
      ok: false,
      problem: 'insecure-address',
    });
  });

  it.each([
    '',
    '   ',
    'ftp://ampel.example.com',
    'https://',
    'https://me:pw@host',
    'javascript:alert(1)',
  ])('refuses %j', (typed) => {
    expect(parseServerAddress(typed)).toEqual({ ok: false, problem: 'invalid-address' });
  });
});
