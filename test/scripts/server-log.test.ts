import { expect, it } from 'vitest';
import { heardIn } from '../../scripts/server-log.ts';

const line = (entry: object) => JSON.stringify({ time: 1, pid: 2, ...entry });

it('of a server’s log whoever tries a cluster hears who leads, and what is wrong', () => {
  const leads = line({ level: 30, msg: 'this server leads', term: 4 });
  expect(heardIn(leads)).toEqual({ kind: 'event', words: 'leads' });
  expect(heardIn(line({ level: 30, msg: 'configuration' }))).toBeNull();
  expect(heardIn('')).toBeNull();
  const trouble = (text: string) => {
    const heard = heardIn(text);
    return heard?.kind === 'trouble' ? heard.words : null;
  };
  expect(trouble(line({ level: 40, msg: 'it is silent' }))).toBe('it is silent');
  const err = { type: 'Error', message: 'no', stack: 'Error: no\n    at here' };
  expect(trouble(line({ level: 50, msg: 'it failed', err }))).toBe('it failed: no');
  expect(trouble('Port 4180 is taken.')).toBe('Port 4180 is taken.');
});
