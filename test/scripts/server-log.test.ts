import { expect, it } from 'vitest';
import { inWords } from '../../scripts/server-log.ts';

const line = (entry: object) => JSON.stringify({ time: 1, pid: 2, ...entry });

it('of a server’s log whoever tries a cluster sees who leads, and what is wrong', () => {
  expect(inWords(line({ level: 30, msg: 'this server leads', term: 4 }))).toBe('leads');
  expect(inWords(line({ level: 30, msg: 'configuration' }))).toBeNull();
  expect(inWords(line({ level: 40, msg: 'the database does not answer' }))).toBe(
    'the database does not answer',
  );
  const err = { type: 'Error', message: 'no', stack: 'Error: no\n    at here' };
  expect(inWords(line({ level: 50, msg: 'it failed', err }))).toBe('it failed: no');
  expect(inWords('Port 4180 is taken by another program.')).toBe(
    'Port 4180 is taken by another program.',
  );
  expect(inWords('')).toBeNull();
});
