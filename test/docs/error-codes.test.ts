import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ERROR_CODES } from '../../src/shared/protocol/errors.ts';

it('SPEC.md lists exactly the codes of the registry, with the same meaning', () => {
  const spec = readFileSync('SPEC.md', 'utf8');
  const section = spec.split('### Codes')[1] ?? '';
  const rows = [...section.matchAll(/^\| `([a-z-]+)` +\| (.+?) +\|$/gm)];
  expect(Object.fromEntries(rows.map(([, code, meaning]) => [code, meaning]))).toEqual(ERROR_CODES);
});
