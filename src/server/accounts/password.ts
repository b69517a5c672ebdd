import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { Turns } from '../presence/turns.ts';

type Cost = { readonly N: number; readonly r: number; readonly p: number };

/** Costs 128 MiB and some tenths of a second: what OWASP recommends for scrypt. */
const COST: Cost = { N: 2 ** 17, r: 8, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;

/** One at a time: many sign-ins at once must not take all of the memory. */
const turns = new Turns();

/** What is kept of a password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  const { N, r, p } = COST;
  return ['scrypt', N, r, p, salt.toString('base64url'), key.toString('base64url')].join('$');
}

/**
 * Whether the password is the one that was kept. It takes as long where there is none (`null`), so
 * that nobody learns from the time whether there is such an account.
 */
export async function isPassword(password: string, kept: string | null): Promise<boolean> {
  const [kind, N, r, p, salt, key] = (kept ?? '').split('$');
  if (kind !== 'scrypt' || salt === undefined || key === undefined) {
    await derive(password, randomBytes(SALT_BYTES), COST);
    return false;
  }
  const cost = { N: Number(N), r: Number(r), p: Number(p) };
  const derived = await derive(password, Buffer.from(salt, 'base64url'), cost);
  const expected = Buffer.from(key, 'base64url');
  return derived.length === expected.length && timingSafeEqual(derived, expected);
}

function derive(password: string, salt: Buffer, { N, r, p }: Cost): Promise<Buffer> {
  // Composed, because systems type the same letters in different ways.
  const text = password.normalize('NFC');
  const options = { N, r, p, maxmem: 256 * N * r };
  return turns.run(
    () =>
      new Promise((resolve, reject) => {
        scrypt(text, salt, KEY_BYTES, options, (error, key) => {
          if (error === null) resolve(key);
          else reject(error);
        });
      }),
  );
}
