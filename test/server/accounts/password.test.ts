import { describe, expect, it } from 'vitest';
import { hashPassword, isPassword } from '../../../src/server/accounts/password.ts';

describe('a password', () => {
  it('TR3: is kept as a salted hash that costs memory, and nothing of it can be read', async () => {
    const kept = await hashPassword('correct horse');
    expect(kept).toMatch(/^scrypt\$131072\$8\$1\$[\w-]{22}\$[\w-]{43}$/);
    expect(await hashPassword('correct horse')).not.toBe(kept);
    expect(await isPassword('correct horse', kept)).toBe(true);
    expect(await isPassword('correct horsf', kept)).toBe(false);
  });

  it('is the same however a system composes its letters', async () => {
    const kept = await hashPassword('Gänse und Füße'.normalize('NFC'));
    expect(await isPassword('Gänse und Füße'.normalize('NFD'), kept)).toBe(true);
  });

  it('TR3: takes as long to compare where there is none', async () => {
    const kept = await hashPassword('correct horse');
    const cost = async (with_: string | null) => {
      const before = process.cpuUsage().user;
      await isPassword('guess', with_);
      return process.cpuUsage().user - before;
    };
    await cost(kept);
    const ratio = (await cost(null)) / (await cost(kept));
    expect(ratio).toBeGreaterThan(0.3);
    expect(ratio).toBeLessThan(3);
  });

  it.each([null, '', 'scrypt', 'plain$correct horse', 'scrypt$131072$8$1$$'])(
    'never matches what is no hash: %s',
    async (kept) => {
      expect(await isPassword('', kept)).toBe(false);
      expect(await isPassword('correct horse', kept)).toBe(false);
    },
  );
});
