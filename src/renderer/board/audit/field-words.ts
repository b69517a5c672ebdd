import { z } from 'zod';
import { SCOPES } from '../../../shared/api/integrations.ts';
import { WEBHOOK_EVENTS } from '../../../shared/api/webhooks.ts';
import { RETURN_REASONS } from '../../../shared/domain/contact.ts';
import { ROLES } from '../../../shared/domain/member.ts';
import { LOCK_POLICIES } from '../../../shared/domain/settings.ts';
import { formatDuration } from '../../../shared/time/duration.ts';
import { perLocale } from '../../../shared/time/per-locale.ts';
import type { Translate } from '../../i18n/translate.ts';
import { LOCK_POLICY_TEXTS } from '../../settings/team/lock-texts.ts';
import type { BoardTranslate } from '../i18n/board-texts.tsx';

/** How to speak, and of whom. */
export type Speech = {
  readonly t: BoardTranslate;
  /** Texts that the board shares with the window. */
  readonly shared: Translate;
  readonly locale: string;
  /** What a member is called; null where they have left the team. */
  readonly nameOf: (memberId: string) => string | null;
  /** Says epoch milliseconds. */
  readonly momentOf: (at: number) => string;
};

const numbersOf = perLocale((locale) => new Intl.NumberFormat(locale));
const listOf = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** Says a value of a field; null where it is none that this version knows. */
type Say = (value: unknown, speech: Speech) => string | null;

function say<T>(schema: z.ZodType<T>, words: (value: T, speech: Speech) => string): Say {
  return (value, speech) => {
    const known = schema.safeParse(value);
    return known.success ? words(known.data, speech) : null;
  };
}

const text = say(z.string(), (value) => value);
const count = say(z.number(), (value, { locale }) => numbersOf(locale).format(value));
const onOrOff = say(z.boolean(), (value, { t }) => t(value ? 'audit.on' : 'audit.off'));
const member = say(
  z.string(),
  (memberId, { t, nameOf }) => nameOf(memberId) ?? t('page.formerMember'),
);

const SAYING = {
  name: text,
  email: text,
  role: say(z.enum(ROLES), (role, { shared }) => shared(`role.${role}`)),
  active: onOrOff,
  receivesContacts: onOrOff,
  capacity: count,
  invitedBy: member,
  expiresAt: say(z.number(), (at, { momentOf }) => momentOf(at)),
  device: text,
  kind: say(z.enum(['desktop', 'web', 'api']), (kind, { t }) => t(`devices.kind.${kind}`)),
  devices: count,
  signedOutDevices: count,
  issuer: text,
  inactivityTimeoutMinutes: say(z.number(), (minutes, { locale }) =>
    formatDuration(minutes * 60_000, 'minute', locale),
  ),
  lockPolicy: say(z.enum(LOCK_POLICIES), (policy, { shared }) => shared(LOCK_POLICY_TEXTS[policy])),
  assignOnlyOnline: onOrOff,
  holdSeconds: say(z.number(), (seconds, { locale }) =>
    formatDuration(seconds * 1000, 'second', locale),
  ),
  scopes: say(z.array(z.enum(SCOPES)), (scopes, { t, locale }) =>
    listOf(locale).format(scopes.map((scope) => t(`integrations.scope.${scope}`))),
  ),
  origin: text,
  events: say(z.array(z.enum(WEBHOOK_EVENTS)), (events, { t, locale }) =>
    listOf(locale).format(events.map((event) => t(`webhooks.event.${event}`))),
  ),
  httpStatus: say(z.number(), String),
  state: say(z.enum(['waiting', 'assigned', 'accepted', 'closed']), (state, { t }) =>
    t(`queue.state.${state}`),
  ),
  memberId: member,
  reason: say(z.enum(RETURN_REASONS), (reason, { t }) => t(`audit.reason.${reason}`)),
} as const satisfies Record<string, Say>;

type KnownField = keyof typeof SAYING;

function isKnown(field: string): field is KnownField {
  return Object.hasOwn(SAYING, field);
}

/** What a field is called; one that this version does not know, as the server does. */
export function fieldName(field: string, { t }: Speech): string {
  return isKnown(field) ? t(`audit.field.${field}`) : field;
}

/** Says what a field was or is, where it was or is anything; what is not known, as it was recorded. */
export function fieldValue(field: string, value: unknown, speech: Speech): string | null {
  if (value === null) return null;
  const words = isKnown(field) ? SAYING[field](value, speech) : null;
  return words ?? (typeof value === 'string' ? value : JSON.stringify(value));
}
