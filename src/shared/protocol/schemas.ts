import { z } from 'zod';
import { ACTIVITY_SOURCES } from '../domain/activity.ts';
import { MAX_NOTE_LENGTH, TIMED_CHOICE_SECONDS } from '../domain/choice.ts';
import { ROLES } from '../domain/member.ts';
import { HOLD, INACTIVITY_TIMEOUT, LOCK_POLICIES } from '../domain/settings.ts';
import { CAUSES, CHOICES, STATUSES } from '../domain/status.ts';
import { contactSchema, queueSchema } from './contact-schemas.ts';
import { ERROR_CODES, type ErrorCode } from './errors.ts';
import { epochMs, id, int32, line } from './fields.ts';
import { type PackedStatuses, unpackStatuses } from './packed-statuses.ts';

export const activitySchema = z.strictObject({
  seq: int32,
  idleMs: int32,
  locked: z.boolean(),
  source: z.enum(ACTIVITY_SOURCES),
});

export const deviceInfoSchema = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  name: line(64),
  kind: z.enum(['desktop', 'web']),
  version: line(32),
});
export type DeviceInfo = z.infer<typeof deviceInfoSchema>;

export const positionSchema = z.strictObject({ log: id, version: z.int().min(0) });
/** A place in a team's presence log: which log, and how far. */
export type LogPosition = z.infer<typeof positionSchema>;

/** `auth` of the handshake. `protocol` is checked apart, so that its refusal has a code of its own. */
export const handshakeSchema = z.strictObject({
  protocol: z.int(),
  /** Left out by a browser, whose cookie says it. */
  token: z.string().min(1).max(256).optional(),
  device: deviceInfoSchema,
  activity: activitySchema,
  /** How far it has followed which log. */
  have: positionSchema.optional(),
  /** The version of the names that it has. */
  names: z.string().max(64).optional(),
});
export type Handshake = z.infer<typeof handshakeSchema>;

export const settingsSchema = z.strictObject({
  inactivityTimeoutMinutes: z.int().min(INACTIVITY_TIMEOUT.min).max(INACTIVITY_TIMEOUT.max),
  lockPolicy: z.enum(LOCK_POLICIES),
  assignOnlyOnline: z.boolean(),
  holdSeconds: z.int().min(HOLD.min).max(HOLD.max),
});

export const settingsChangeSchema = settingsSchema
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'names no setting');
export type SettingsChange = z.infer<typeof settingsChangeSchema>;

export const chooseSchema = z.strictObject({
  choice: z.enum(CHOICES),
  forSeconds: z.int().min(TIMED_CHOICE_SECONDS.min).max(TIMED_CHOICE_SECONDS.max).optional(),
  note: line(MAX_NOTE_LENGTH).optional(),
  /** How long ago the member made the choice, so that device clocks do not matter (PR10). */
  ageMs: int32,
});
export type Choose = z.infer<typeof chooseSchema>;

export const BYE_REASONS = ['signed-out', 'quit', 'suspended'] as const;
export const byeSchema = z.strictObject({ reason: z.enum(BYE_REASONS) });
export type ByeReason = (typeof BYE_REASONS)[number];

/** Most intervals one answer to `history:get` holds. */
export const MAX_HISTORY_PAGE = 200;

/** Asks for one's own past: the intervals that began before `before`, the latest first (TR6). */
export const historyQuerySchema = z.strictObject({
  before: epochMs.optional(),
  limit: z.int().min(1).max(MAX_HISTORY_PAGE),
});
export type HistoryQuery = z.infer<typeof historyQuerySchema>;

/** Asks for the whole state; `names` is the version of the names that the client has. */
export const teamQuerySchema = z.strictObject({ names: z.string().max(64).optional() });
export type TeamQuery = z.infer<typeof teamQuerySchema>;

export const emptySchema = z.strictObject({});
export const memberIdSchema = z.strictObject({ memberId: id });
export const watchSchema = z.strictObject({ memberId: id, on: z.boolean() });

// What the server sends is read just as strictly, but an unknown field is let pass: a newer
// server of the same protocol may say more than this client understands.

const memberSchema = z.object({ memberId: id, name: z.string(), role: z.enum(ROLES) });

const seat = z.int().min(0);

const packedFields = {
  at: epochMs,
  statuses: z.string(),
  notes: z.array(z.object({ seat, note: z.string() })).exactOptional(),
};

/** Whom seats stand for. */
const namesSchema = z.object({
  /** Tells these names from any others, over all logs. */
  version: z.string(),
  /** Left out where the client said that it has them. */
  members: z.array(memberSchema.extend({ seat })).exactOptional(),
});
/** The same with all of them, as a client keeps them. */
export const keptNamesSchema = namesSchema.required();
export type Names = z.infer<typeof keptNamesSchema>;

/** A team's whole visible state at one version, as it travels. */
const packedSnapshotSchema = z.object({
  log: id,
  version: z.int().min(0),
  names: namesSchema,
  ...packedFields,
});
export type PackedSnapshot = z.infer<typeof packedSnapshotSchema>;
export const snapshotSchema = packedSnapshotSchema.transform(unpacked);
export type Snapshot = z.infer<typeof snapshotSchema>;

/** What is different after version `from` at version `to`, as it travels. */
const packedDeltaSchema = z.object({
  from: z.int().min(0),
  to: z.int().min(0),
  /** Whom seats stand for from now on: only who came or has another name or role. */
  names: keptNamesSchema.exactOptional(),
  /** Seats of those who have left. */
  left: z.array(seat).exactOptional(),
  ...packedFields,
});
export type PackedDelta = z.infer<typeof packedDeltaSchema>;
export const deltaSchema = packedDeltaSchema.transform(unpacked);
/** What is different after version `from` at version `to`. */
export type Delta = z.infer<typeof deltaSchema>;

function unpacked<T extends PackedStatuses>(
  { at, statuses, notes, ...rest }: T,
  context: z.core.$RefinementCtx,
) {
  try {
    const packed = { at, statuses, ...(notes === undefined ? {} : { notes }) };
    return { ...rest, statuses: unpackStatuses(packed) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    context.addIssue({ code: 'custom', path: ['statuses'], message: error.message });
    return z.NEVER;
  }
}

export const selfSchema = memberSchema.extend({
  choice: z.enum(CHOICES),
  until: epochMs.nullable(),
  note: z.string().nullable(),
  status: z.enum(STATUSES),
  /** Whose return the member wants to hear of (NO2); servers that do not keep it do not say. */
  watched: z.array(id).optional(),
});
export type Self = z.infer<typeof selfSchema>;

/** The team settings as a client reads them. */
export const settingsReadSchema = z.object({
  ...settingsSchema.shape,
  timeoutSetBy: z.object({ memberId: id, at: epochMs }).nullable(),
});

export const welcomeSchema = z.object({
  protocol: z.int(),
  serverTime: epochMs,
  log: id,
  version: z.int().min(0),
  self: selfSchema,
  settings: settingsReadSchema,
  snapshot: snapshotSchema.optional(),
  deltas: z.array(deltaSchema).optional(),
  /** The member's own open contacts; servers without contacts do not say. */
  contacts: z.array(contactSchema).optional(),
  queue: queueSchema.optional(),
});
export type Welcome = z.infer<typeof welcomeSchema>;
export type PackedWelcome = z.input<typeof welcomeSchema>;

const codes = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];
export const refusalSchema = z.object({
  code: z.enum(codes),
  message: z.string(),
  /** Of a handshake: the client is not to try again sooner. */
  retryAfterMs: z.int().min(0).optional(),
});

export const activityAnswerSchema = z.object({
  status: z.enum(STATUSES),
  /** When inactivity would turn this device absent; null where it is. */
  offlineAt: epochMs.nullable(),
  /** The same for the member with all their devices; null where they are Offline. */
  memberOfflineAt: epochMs.nullable(),
});
export const chooseAnswerSchema = z.object({
  choice: z.enum(CHOICES),
  until: epochMs.nullable(),
  status: z.enum(STATUSES),
  applied: z.boolean(),
  /** The version at which the team is told of it; older servers do not say. */
  version: z.int().min(0).default(0),
});
export const historyAnswerSchema = z.object({
  /** The latest first. */
  intervals: z.array(
    z.object({
      status: z.enum(STATUSES),
      cause: z.enum(CAUSES),
      from: epochMs,
      /** Null for the one that goes on. */
      to: epochMs.nullable(),
      /** The device that it came from, by name; null where it came from none. */
      device: z.string().nullable(),
    }),
  ),
  /** Whether there are older ones. */
  more: z.boolean(),
});
/** What is recorded about a member, in parts. */
export type History = z.infer<typeof historyAnswerSchema>;
export type HistoryInterval = History['intervals'][number];

export const snapshotAnswerSchema = z.object({ snapshot: snapshotSchema });
export const settingsAnswerSchema = z.object({ settings: settingsReadSchema });
export const emptyAnswerSchema = z.object({ ok: z.literal(true) });
export const endedAnswerSchema = z.object({ ended: z.int().min(0) });

/** Who has signed a device out: the member from another one, or a manager. */
export const SIGNED_OUT_BY = ['member', 'manager'] as const;
export const revokedSchema = z.object({
  code: z.enum(codes),
  /** Left out where that is not known, as where an operator did it. */
  by: z.enum(SIGNED_OUT_BY).optional(),
});
export type Revoked = z.infer<typeof revokedSchema>;

/** A schema's complaint in one line: where, and what is wrong there. */
export function describeIssues(error: z.ZodError): string {
  return error.issues
    .map((issue) => {
      const where = issue.path.join('.');
      return where === '' ? issue.message : `${where}: ${issue.message}`;
    })
    .join('; ');
}
