import type { ComputerLook, Diagnostics } from '../../../shared/bridge/diagnostics.ts';
import type { ActivitySource } from '../../../shared/domain/activity.ts';
import { formatDuration } from '../../../shared/time/duration.ts';
import { formatMoment, formatTimeWithSeconds } from '../../../shared/time/moment.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { Fact } from '../facts.tsx';

const SOURCE_WORDS = {
  system: 'why.sourceSystem',
  app: 'why.sourceApp',
  none: 'why.sourceNone',
} as const satisfies Record<ActivitySource, string>;

/** Who is signed in where, and since when; what is not known yet has no line. */
export function accountFacts(
  { server, self }: Pick<TeamView, 'server' | 'self'>,
  diagnostics: Diagnostics | null,
  today: number,
  locale: string,
  t: Translate,
): readonly Fact[] {
  const moment = (at: number) => formatMoment(at, today, locale);
  const person =
    self === null
      ? []
      : [
          { term: t('settings.member'), value: self.name },
          { term: t('settings.role'), value: t(`role.${self.role}`) },
        ];
  const facts = [...person, { term: t('settings.server'), value: server }];
  if (diagnostics === null) return facts;
  const { device, signedInAt, connection } = diagnostics;
  const { state, since, acknowledgedAt } = connection;
  return [
    ...facts,
    { term: t('settings.device'), value: device },
    {
      term: t('settings.signedIn'),
      value: signedInAt === null ? t('settings.notKnown') : moment(signedInAt),
    },
    {
      term: t('settings.connected'),
      value: state === 'connected' && since !== null ? moment(since) : t('settings.notConnected'),
    },
    {
      term: t('settings.acknowledged'),
      value:
        acknowledgedAt === null
          ? t('settings.notYet')
          : formatTimeWithSeconds(acknowledgedAt, locale),
    },
  ];
}

/** How the connection is and was. */
export function connectionFacts(
  { server, connection }: Diagnostics,
  today: number,
  locale: string,
  t: Translate,
): readonly Fact[] {
  const { state, since, position, acknowledgedAt, lastProblem } = connection;
  return [
    { term: t('diagnostics.state'), value: t(`diagnostics.${state}`) },
    {
      term: t('diagnostics.since'),
      value: since === null ? t('settings.notKnown') : formatMoment(since, today, locale),
    },
    { term: t('settings.server'), value: server },
    {
      term: t('settings.acknowledged'),
      value:
        acknowledgedAt === null
          ? t('settings.notYet')
          : formatTimeWithSeconds(acknowledgedAt, locale),
    },
    {
      term: t('diagnostics.position'),
      value: position === null ? t('settings.notKnown') : `${position.version} (${position.log})`,
    },
    {
      term: t('diagnostics.lastProblem'),
      value:
        lastProblem === null
          ? t('diagnostics.noProblem')
          : `${formatMoment(lastProblem.at, today, locale)}: ${t(`problem.${lastProblem.problem.code}`)}`,
    },
  ];
}

export function versionFacts({ versions, desktop }: Diagnostics, t: Translate): readonly Fact[] {
  return [
    { term: 'Ampel', value: versions.ampel },
    { term: 'Electron', value: versions.electron },
    { term: 'Chromium', value: versions.chromium },
    { term: 'Node', value: versions.node },
    { term: t('diagnostics.system'), value: versions.system },
    { term: t('diagnostics.desktop'), value: desktop || t('settings.notKnown') },
  ];
}

/** One answer of the system, cell by cell. */
export function lookWords(
  { at, idleMs, locked }: ComputerLook,
  locale: string,
  t: Translate,
): readonly [at: string, idle: string, screen: string] {
  return [
    formatTimeWithSeconds(at, locale),
    idleMs === null ? t('diagnostics.noAnswer') : formatDuration(idleMs, 'second', locale),
    locked === null
      ? t('diagnostics.noAnswer')
      : t(locked ? 'diagnostics.locked' : 'diagnostics.unlocked'),
  ];
}

export function sourceWords(source: ActivitySource, t: Translate): string {
  return t(SOURCE_WORDS[source]);
}
