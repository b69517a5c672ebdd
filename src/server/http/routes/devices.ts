import { z } from 'zod';
import {
  deviceCodeSchema,
  devicesSchema,
  newDeviceCodeSchema,
  tokenAnswerSchema,
  tokenRequestSchema,
} from '../../../shared/api/devices.ts';
import { id } from '../../../shared/protocol/fields.ts';
import type { Devices } from '../../accounts/devices.ts';
import type { MemberCaller } from '../../commands/caller.ts';
import { MANAGERS, MEMBERS } from '../../commands/who.ts';
import type { StoredToken } from '../../store/accounts.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const example = {
  tokenId: '1c2d3e4f-0a1b-4c2d-8e3f-4a5b6c7d8e9f',
  kind: 'desktop',
  name: 'Ada’s laptop',
  createdAt: ADA.at,
  lastUsedAt: ADA.at,
  current: false,
} as const;
const code = 'A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v';
const tokenParams = z.strictObject({ memberId: id, tokenId: id });

/** Where members are signed in, and how an app comes to its token. */
export function devicesRoutes({ devices }: { readonly devices: Devices }): readonly Route[] {
  const listed = async (caller: MemberCaller, memberId: string) => ({
    items: (await devices.list(caller, memberId)).map((token) => shown(token, caller)),
    next: null,
  });
  return [
    route({
      method: 'GET',
      path: '/me/devices',
      name: 'listOwnDevices',
      summary: 'Where you are signed in, the latest used first',
      tag: 'Devices',
      who: MEMBERS,
      answer: devicesSchema,
      example: { answer: { items: [example], next: null } },
      run: ({ caller }) => listed(caller, caller.memberId),
    }),
    route({
      method: 'DELETE',
      path: '/me/devices/:tokenId',
      name: 'revokeOwnDevice',
      summary: 'Sign one of your devices out',
      tag: 'Devices',
      who: MEMBERS,
      params: z.strictObject({ tokenId: id }),
      refusals: ['not-found'],
      example: {},
      run: ({ caller, params }) => devices.revoke(caller, caller.memberId, params.tokenId),
    }),
    route({
      method: 'GET',
      path: '/members/:memberId/devices',
      name: 'listDevices',
      summary: 'Where a member is signed in, the latest used first',
      tag: 'Devices',
      who: MANAGERS,
      params: z.strictObject({ memberId: id }),
      answer: devicesSchema,
      refusals: ['not-found'],
      example: { answer: { items: [example], next: null } },
      run: ({ caller, params }) => listed(caller, params.memberId),
    }),
    route({
      method: 'DELETE',
      path: '/members/:memberId/devices/:tokenId',
      name: 'revokeDevice',
      summary: 'Sign a device of a member out',
      tag: 'Devices',
      who: MANAGERS,
      params: tokenParams,
      refusals: ['not-found'],
      example: {},
      run: ({ caller, params }) => devices.revoke(caller, params.memberId, params.tokenId),
    }),
    route({
      method: 'POST',
      path: '/device-codes',
      name: 'createDeviceCode',
      summary: 'Let an app on this computer sign in as you',
      description:
        'The code works once, for a minute, together with the verifier that the challenge was made of (RFC 7636, S256).',
      tag: 'Devices',
      who: MEMBERS,
      body: newDeviceCodeSchema,
      answer: deviceCodeSchema,
      example: {
        body: { challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', deviceName: 'Laptop' },
        answer: { code },
      },
      run: async ({ caller, body }) => ({ code: await devices.makeCode(caller, body) }),
    }),
    route({
      method: 'POST',
      path: '/tokens',
      name: 'exchangeDeviceCode',
      summary: 'Exchange a code for the token of a device',
      tag: 'Devices',
      who: 'anyone',
      body: tokenRequestSchema,
      answer: tokenAnswerSchema,
      guessesAt: () => null,
      refusals: ['not-found'],
      example: {
        body: {
          code,
          verifier: 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
          device: 'Laptop',
          deviceId: 'b7f2a4c6-0d1e-4f2a-9b3c-5d6e7f8a9b0c',
        },
        answer: {
          token: 'ampel_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v',
          member: { memberId: ADA.memberId, name: ADA.name, role: ADA.role, email: ADA.email },
        },
      },
      run: ({ body: { code: given, verifier, deviceId = null } }) =>
        devices.exchangeCode(given, { verifier, deviceId }),
    }),
  ];
}

function shown(
  { tokenId, kind, deviceName, createdAt, lastUsedAt }: StoredToken,
  { token }: MemberCaller,
) {
  return {
    tokenId,
    kind,
    name: deviceName,
    createdAt,
    lastUsedAt,
    current: tokenId === token.tokenId,
  };
}
