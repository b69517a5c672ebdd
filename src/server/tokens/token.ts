import { createHash, randomBytes } from 'node:crypto';

const INTEGRATION_PREFIX = 'ampelk_';

/** A new token: 256 random bits, marked so that people and secret scanners recognise one. */
export function newToken(): string {
  return `ampel_${newSecret()}`;
}

/** A new key for an integration. */
export function newIntegrationKey(): string {
  return `${INTEGRATION_PREFIX}${newSecret()}`;
}

export function isIntegrationKey(token: string): boolean {
  return token.startsWith(INTEGRATION_PREFIX);
}

/** 256 random bits, for links and codes that work once. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a token. It is random, so a plain hash cannot be guessed back (TR3). */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
