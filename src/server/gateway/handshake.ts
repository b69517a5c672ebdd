import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { HandshakeRefusal } from '../../shared/protocol/events.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/limits.ts';
import { type Handshake, handshakeSchema } from '../../shared/protocol/schemas.ts';
import { parse } from '../commands/parse.ts';
import { toRefusal } from '../commands/to-refusal.ts';
import type { TokenOwner } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import { hashToken } from '../tokens/token.ts';

/** What a handshake proved. */
export type Admission = {
  readonly handshake: Handshake;
  readonly tokenHash: string;
  readonly owner: TokenOwner;
};

const protocolSchema = z.looseObject({ protocol: z.int() });

/**
 * Who connects, proved by their token: a browser's is in its cookie, where no page can read it.
 * @throws Refusal `protocol-unsupported`, `invalid` or `unauthorized`
 */
export async function admit(
  auth: unknown,
  cookieToken: string | null,
  store: Store,
): Promise<Admission> {
  // First of all, as another version may well have another handshake.
  const { protocol } = parse(protocolSchema, auth);
  if (protocol !== PROTOCOL_VERSION) {
    throw new Refusal(
      'protocol-unsupported',
      `This server speaks protocol ${PROTOCOL_VERSION}, not ${protocol}.`,
    );
  }
  const handshake = parse(handshakeSchema, auth);
  const token = handshake.token ?? cookieToken;
  if (token === null) throw new Refusal('unauthorized', 'There is no token.');
  const tokenHash = hashToken(token);
  const owner = await store.tokenOwner(tokenHash);
  if (owner === null) {
    throw new Refusal('unauthorized', 'This token is unknown, revoked or replaced.');
  }
  return { handshake, tokenHash, owner };
}

/** The error that the client gets as `connect_error`. */
export function connectError(error: unknown, logger: FastifyBaseLogger): Error {
  const { code, message } = toRefusal(error, logger, 'handshake');
  if (code === 'unauthorized' || code === 'rate-limited') {
    logger.info({ code, during: 'handshake' }, 'refused');
  }
  const data: HandshakeRefusal = { code, message };
  return Object.assign(new Error(message), { data });
}
