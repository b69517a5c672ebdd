import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { HandshakeRefusal } from '../../shared/protocol/events.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/limits.ts';
import { type Handshake, handshakeSchema } from '../../shared/protocol/schemas.ts';
import type { Store } from '../store/store.ts';
import { hashToken } from '../tokens/token.ts';
import { parse } from './parse.ts';
import { toRefusal } from './to-refusal.ts';

/** What a handshake proved. */
export type Admission = {
  readonly handshake: Handshake;
  readonly tokenHash: string;
  readonly memberId: string;
  readonly teamId: string;
};

const protocolSchema = z.looseObject({ protocol: z.int() });

/**
 * Who connects, proved by their token.
 * @throws Refusal `protocol-unsupported`, `invalid` or `unauthorized`
 */
export async function admit(auth: unknown, store: Store): Promise<Admission> {
  // First of all, as another version may well have another handshake.
  const { protocol } = parse(protocolSchema, auth);
  if (protocol !== PROTOCOL_VERSION) {
    throw new Refusal(
      'protocol-unsupported',
      `This server speaks protocol ${PROTOCOL_VERSION}, not ${protocol}.`,
    );
  }
  const handshake = parse(handshakeSchema, auth);
  if (handshake.token === undefined) throw new Refusal('unauthorized', 'There is no token.');
  const tokenHash = hashToken(handshake.token);
  const owner = await store.tokenOwner(tokenHash);
  if (owner === null) {
    throw new Refusal('unauthorized', 'This token is unknown, revoked or replaced.');
  }
  return { handshake, tokenHash, ...owner };
}

/** The error that the client gets as `connect_error`. */
export function connectError(error: unknown, logger: FastifyBaseLogger): Error {
  const { code, message } = toRefusal(error, logger, 'handshake');
  const data: HandshakeRefusal = { code, message };
  return Object.assign(new Error(message), { data });
}
