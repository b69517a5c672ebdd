import { z } from 'zod';
import { epochMs, id, line } from '../protocol/fields.ts';
import { deviceInfoSchema } from '../protocol/schemas.ts';
import { signedInMemberSchema } from './session.ts';

/** What a token was made for: the app, a browser, or a program. */
export const TOKEN_KINDS = ['desktop', 'web', 'api'] as const;

export const deviceSchema = z.object({
  tokenId: id,
  kind: z.enum(TOKEN_KINDS),
  name: z.string(),
  createdAt: epochMs,
  /** Null where it never was. */
  lastUsedAt: epochMs.nullable(),
  /** Whether it is the one that asks. */
  current: z.boolean(),
});
/** Where a member is signed in. */
export type Device = z.infer<typeof deviceSchema>;

export const devicesSchema = z.object({ items: z.array(deviceSchema), next: z.null() });

const deviceName = line(64);

/** S256 of a verifier, as RFC 7636 has it. */
export const challengeField = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

export const newDeviceCodeSchema = z.strictObject({ challenge: challengeField, deviceName });
export const deviceCodeSchema = z.object({ code: z.string() });

/** What an app exchanges its code with. */
export const tokenRequestSchema = z.strictObject({
  code: z.string().min(1).max(256),
  verifier: z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/),
  device: deviceName,
  /** The installation that asks, whose earlier token is replaced. */
  deviceId: deviceInfoSchema.shape.id.optional(),
});
export type TokenRequest = z.infer<typeof tokenRequestSchema>;
export const tokenAnswerSchema = z.object({ token: z.string(), member: signedInMemberSchema });
