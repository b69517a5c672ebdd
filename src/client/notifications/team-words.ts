import type { TFunction } from 'i18next';
import type { MemberView } from '../../shared/bridge/view.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { Member } from '../../shared/domain/member.ts';
import type { Status } from '../../shared/domain/status.ts';
import { formatMoment, startOfDay } from '../../shared/time/moment.ts';
import { perLocale } from '../../shared/time/per-locale.ts';
import type { TeamNotice } from './notice.ts';

/** So many people fit into a sentence by name; of more, the first two and how many there are. */
const MOST_NAMED = 3;
const NAMED_OF_MANY = 2;

const listOf = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }));

/** How to speak at one moment. */
export type Speech = {
  readonly t: TFunction;
  /** Epoch milliseconds, and a BCP 47 tag. */
  readonly time: { readonly now: number; readonly locale: string };
  /** What is known of a member now, in this computer's time. */
  readonly live: (memberId: string) => MemberView['live'];
};

type Words = { readonly title: string; readonly body: string };
type Person = { readonly member: Member; readonly to: Status };

/** What a notification about the team says. */
export function wordsOf(notice: TeamNotice, speech: Speech): Words {
  const { t } = speech;
  switch (notice.kind) {
    case 'changes': {
      const [first, ...others] = notice.changes;
      if (first !== undefined && others.length === 0) return wordsOfOne(first, speech);
      return {
        title: t('notify.summary', { count: notice.changes.length }),
        body: sentence(notice.changes, speech),
      };
    }
    case 'digest':
      return { title: t('notify.digest'), body: sentence(notice.changes, speech) };
    case 'nobody-online':
      return { title: t('notify.nobodyOnline'), body: t('notify.nobodyOnlineBody') };
    case 'nobody-online-over': {
      const people = notice.online.map((member) => ({ member, to: 'online' }) as const);
      return { title: t('notify.onlineAgain'), body: sentence(people, speech) };
    }
    default:
      return assertNever(notice);
  }
}

function wordsOfOne(
  { member, from, to }: Person & { readonly from: Status },
  { t, time, live }: Speech,
): Words {
  const now = live(member.memberId);
  const { until, note } = now?.status === to ? now : { until: null, note: null };
  const plain = t(`status.${to}`);
  const status =
    until === null
      ? plain
      : t('own.statusUntil', {
          status: plain,
          time: formatMoment(until, startOfDay(time.now), time.locale),
        });
  return {
    title: t('notify.title', { name: member.name, status }),
    body: note ?? t('notify.before', { status: t(`status.${from}`) }),
  };
}

/** Who is what, by name, e.g. "Anna is Online, Ben is Busy and 3 more". */
function sentence(people: readonly Person[], { t, time }: Speech): string {
  const byName = people.toSorted((a, b) => a.member.name.localeCompare(b.member.name, time.locale));
  const named = people.length > MOST_NAMED ? byName.slice(0, NAMED_OF_MANY) : byName;
  const parts = named.map(({ member, to }) =>
    t('notify.title', { name: member.name, status: t(`status.${to}`) }),
  );
  const rest = people.length - named.length;
  if (rest > 0) parts.push(t('notify.more', { count: rest }));
  return listOf(time.locale).format(parts);
}
