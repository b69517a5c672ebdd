import { describe, expect, it } from 'vitest';
import { Attempts, subnetOf } from '../../../src/server/limits/attempts.ts';
import { Refusal } from '../../../src/shared/protocol/errors.ts';
import { ACCOUNT_ATTEMPT_RATE } from '../../../src/shared/protocol/limits.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const wrong = () => Promise.reject(new Refusal('unauthorized', 'Wrong.'));

describe('attempts', () => {
  it('do not count where the server is at fault', async () => {
    const attempts = new Attempts(new ManualClock());
    for (let no = 0; no < 100; no += 1) {
      const down = () => Promise.reject(new Refusal('unavailable', 'No database.'));
      await expect(attempts.run('192.0.2.1', 'ada', down)).rejects.toThrow('No database.');
    }
    expect(await attempts.run('192.0.2.1', 'ada', async () => 'in')).toBe('in');
  });

  it('count for a network of IPv6, whose owner has all of its addresses', async () => {
    const attempts = new Attempts(new ManualClock());
    const results: string[] = [];
    for (let no = 0; no < 40; no += 1) {
      await attempts
        .run(`2001:db8:1:2::${no}`, null, wrong)
        .catch(({ code }) => results.push(code));
    }
    expect(results.filter((code) => code === 'unauthorized')).toHaveLength(30);
    await expect(attempts.run('2001:db8:1:3::1', null, wrong)).rejects.toMatchObject({
      code: 'unauthorized',
    });
  });

  it('count for an account however many addresses there are', async () => {
    const attempts = new Attempts(new ManualClock());
    for (let no = 0; no < ACCOUNT_ATTEMPT_RATE.burst; no += 1) {
      await attempts.run(`192.0.2.${no}`, 'ada', wrong).catch(() => undefined);
    }
    await expect(attempts.run('192.0.2.99', 'ada', wrong)).rejects.toMatchObject({
      code: 'rate-limited',
      retryAfterSeconds: 60,
    });
  });

  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['2001:db8:1:2:3::', '2001:db8:1:2'],
  ])('%s belongs to %s', (address, subnet) => {
    expect(subnetOf(address)).toBe(subnet);
  });
});
