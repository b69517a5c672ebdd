import { createHmac } from 'node:crypto';

/**
 * What proves that a delivery comes from here and when it was sent: the receiver computes the same
 * with the secret it was told. The time keeps an old delivery from being sent again by somebody else.
 */
export function signatureOf(body: string, secret: string, now: number): string {
  const seconds = Math.floor(now / 1000);
  const proof = createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${proof}`;
}
