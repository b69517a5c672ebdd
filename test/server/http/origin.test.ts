import { expect, it } from 'vitest';
import { isOwnOrigin } from '../../../src/server/http/origin.ts';

const PUBLIC = 'https://ampel.example.com';

it.each<[string | undefined, string, string | null, boolean]>([
  [undefined, 'ampel.example.com', PUBLIC, true],
  [PUBLIC, 'ampel.example.com', PUBLIC, true],
  [PUBLIC, 'what-the-proxy-says', PUBLIC, true],
  ['http://ampel.example.com', 'ampel.example.com', PUBLIC, false],
  ['https://ampel.example.com:8443', 'ampel.example.com', PUBLIC, false],
  ['https://ampel.example.com.evil.example', 'ampel.example.com', PUBLIC, false],
  ['https://evil.example', 'ampel.example.com', PUBLIC, false],
  ['null', 'ampel.example.com', PUBLIC, false],
  ['http://127.0.0.1:4180', '127.0.0.1:4180', PUBLIC, true],
  ['http://127.0.0.1:4180', '127.0.0.1:4180', null, true],
  ['http://127.0.0.1:8080', '127.0.0.1:4180', null, false],
  ['http://localhost:4180', '127.0.0.1:4180', null, false],
  ['nonsense', '127.0.0.1:4180', null, false],
])('TR7: a page of %s at %s (in public %s) is one of this server: %s', (origin, host, url, own) => {
  expect(isOwnOrigin({ headers: { host, ...(origin === undefined ? {} : { origin }) } }, url)).toBe(
    own,
  );
});
