import { styleText } from 'node:util';
import { STATUSES, type Status } from '../../shared/domain/status.ts';
import { formatMoment, formatTime, startOfDay } from '../../shared/time/moment.ts';
import type { OwnReport, ReportedMember, TeamReport } from '../control/report.ts';
import type { Translate } from '../language/translate.ts';

/** How answers are said to a person. */
export type Speech = {
  readonly t: Translate;
  /** BCP 47 tag, for times. */
  readonly locale: string;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Where the words go: colours only where they can be seen. */
  readonly stream: NodeJS.WritableStream;
};

const COLORS = { online: 'green', busy: 'red', offline: 'gray' } as const;

/** The own status in one line. */
export function ownWords({ live, pending, connected }: OwnReport, speech: Speech): string {
  const { t } = speech;
  if (live === null || !connected) {
    const line = t('cli.notConnected');
    return pending === null ? line : `${line}\n${pendingWords(pending, speech)}`;
  }
  const line =
    live.status === 'offline'
      ? t('own.offlineLine', { cause: t(`cause.${live.cause}`) })
      : t('own.line', { status: statusUntil(live.status, live.until, speech) });
  const time = moment(live.since, speech);
  return live.note === null || live.status === 'offline'
    ? t('cli.since', { line, time })
    : t('cli.sinceNote', { line, time, note: live.note });
}

/** What has become of a choice just made. */
export function choiceWords({ live, pending }: OwnReport, speech: Speech): string {
  const { t } = speech;
  if (pending !== null) return pendingWords(pending, speech);
  if (live === null) return t('cli.notConnected');
  // The choice, not the status: whoever is away from the computer is Offline all the same.
  const status = statusUntil(live.choice, live.until, speech);
  return live.status === 'offline'
    ? t('cli.offlineNow', { status, cause: t(`cause.${live.cause}`) })
    : t('own.line', { status });
}

/** A report of the team in lines; after another one only what is different. */
export function teamLines(
  before: TeamReport | null,
  team: TeamReport,
  speech: Speech,
): readonly string[] {
  if (!team.connected) return [speech.t('cli.notConnected')];
  return before === null ? wholeTeam(team, speech) : changes(before, team, speech);
}

function wholeTeam({ members }: TeamReport, speech: Speech): readonly string[] {
  const { t } = speech;
  const statusWidth = Math.max(...STATUSES.map((status) => t(`status.${status}`).length));
  const nameWidth = Math.max(0, ...members.map((member) => nameOf(member, t).length));
  return members.map((member) => {
    const status = t(`status.${member.status}`).padEnd(statusWidth);
    const name = nameOf(member, t).padEnd(nameWidth);
    return `${colored(status, member.status, speech)}  ${name}  ${details(member, speech)}`;
  });
}

function changes(before: TeamReport, after: TeamReport, speech: Speech): readonly string[] {
  const { t, now, locale } = speech;
  const time = formatTime(now, locale);
  const known = new Map(before.members.map((member) => [member.memberId, member]));
  const changed = after.members.filter((member) => isDifferent(known.get(member.memberId), member));
  const there = new Set(after.members.map(({ memberId }) => memberId));
  const gone = before.members.filter(({ memberId }) => !there.has(memberId));
  return [
    ...changed.map((member) =>
      t('cli.change', {
        time,
        name: nameOf(member, t),
        status: colored(statusAndNote(member, speech), member.status, speech),
      }),
    ),
    ...gone.map(({ name }) => `${time}  ${t('cli.left', { name })}`),
  ];
}

function isDifferent(before: ReportedMember | undefined, after: ReportedMember): boolean {
  return before === undefined || JSON.stringify(before) !== JSON.stringify(after);
}

function statusAndNote({ status, until, note }: ReportedMember, speech: Speech): string {
  const words = statusUntil(status, until, speech);
  return note === null ? words : `${words} (${note})`;
}

/** What stands behind a name: since when, until when, and why. */
function details({ since, until, note }: ReportedMember, speech: Speech): string {
  const { t } = speech;
  const parts = [t('own.since', { time: moment(since, speech) })];
  if (until !== null) parts.push(t('own.until', { time: moment(until, speech) }));
  return `${parts.join(', ')}${note === null ? '' : ` (${note})`}`;
}

function nameOf({ name, self }: ReportedMember, t: Translate): string {
  return self ? t('cli.you', { name }) : name;
}

function pendingWords(pending: NonNullable<OwnReport['pending']>, speech: Speech): string {
  const status = statusUntil(pending.choice, pending.until, speech);
  return speech.t('own.pendingLine', { status });
}

function statusUntil(status: Status, until: number | null, speech: Speech): string {
  const word = speech.t(`status.${status}`);
  if (until === null) return word;
  return speech.t('own.statusUntil', { status: word, time: moment(until, speech) });
}

function moment(at: number, { now, locale }: Speech): string {
  return formatMoment(at, startOfDay(now), locale);
}

function colored(text: string, status: Status, { stream }: Speech): string {
  return styleText(COLORS[status], text, { stream });
}
