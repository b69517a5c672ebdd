import type { OwnContactView, WaitingContactView } from '../../shared/bridge/contacts.ts';
import type { MemberLoad } from '../../shared/domain/contact.ts';
import { formatDuration } from '../../shared/time/duration.ts';
import type { Translate } from '../i18n/translate.ts';

const MINUTE_MS = 60_000;

/** What a contact is about, e.g. "Refund · chat"; empty where nothing is known. */
export function aboutWords({
  subject,
  channel,
}: Pick<OwnContactView, 'subject' | 'channel'>): string {
  return [subject, channel].filter((part) => part !== null).join(' · ');
}

/** How it stands with an own contact, e.g. "to accept · yours for 2 min". */
export function ownWords(
  contact: OwnContactView,
  now: number,
  locale: string,
  t: Translate,
): string {
  const ms = now - contact.assignedAt;
  const since =
    ms < MINUTE_MS
      ? t('contacts.justAssigned')
      : t('contacts.assignedFor', { time: formatDuration(ms, 'minute', locale) });
  const state = t(contact.state === 'assigned' ? 'contacts.toAccept' : 'contacts.accepted');
  return `${state} · ${since}`;
}

/** How long somebody has been waiting, and why again, e.g. "waiting for 5 min · returned by Anna". */
export function waitingWords(
  { arrivedAt, returned }: WaitingContactView,
  now: number,
  locale: string,
  t: Translate,
): string {
  const ms = now - arrivedAt;
  const since =
    ms < MINUTE_MS
      ? t('contacts.justCame')
      : t('contacts.waits', { time: formatDuration(ms, 'minute', locale) });
  if (returned === null) return since;
  const { reason, name } = returned;
  const again =
    name === null ? t('contacts.cameBackFormer') : t(`contacts.cameBack.${reason}`, { name });
  return `${since} · ${again}`;
}

/** What somebody has of what they may have. */
export function loadWords(
  { receivesContacts, open, capacity }: Omit<MemberLoad, 'memberId'>,
  t: Translate,
): string {
  return receivesContacts
    ? t('picker.load', { open, capacity, count: capacity })
    : t('picker.receivesNone');
}
