import { createHash, randomBytes } from 'node:crypto';

/** A new token: 256 random bits, marked so that people and secret scanners recognise one. */
export function newToken(): string {
  return `ampel_${randomBytes(32).toString('base64url')}`;
}

/** What is kept of a token. It is random, so a plain hash cannot be guessed back (TR3). */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
