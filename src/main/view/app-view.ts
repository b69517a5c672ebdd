import type { UnsentChoice } from '../../client/choice-outbox.ts';
import type { ClientState, TeamState } from '../../client/team-client.ts';
import type {
  AppView,
  Connection,
  Language,
  MemberView,
  PendingChoice,
  Preferences,
  SelfView,
  SettingsTrouble,
} from '../../shared/bridge/view.ts';
import type { Member } from '../../shared/domain/member.ts';
import type { SessionState } from '../session/session.ts';
import type { LocalSettings } from '../settings/local-settings.ts';

/** Clocks that differ by less show the same time, in milliseconds. */
const SAME_TIME_MS = 5_000;

const NAME_ORDER: Intl.CollatorOptions = { numeric: true, sensitivity: 'base' };
/** Made once: making one is slow, and a view is built for every change. */
const COLLATORS: Readonly<Record<Language, Intl.Collator>> = {
  en: new Intl.Collator('en', NAME_ORDER),
  de: new Intl.Collator('de', NAME_ORDER),
};

/**
 * What the tray and the window show: one value made of session, settings and language, and of what
 * is wrong with the settings, if anything is.
 */
export function buildView(
  session: SessionState,
  settings: LocalSettings,
  language: Language,
  settingsTrouble: SettingsTrouble | null = null,
): AppView {
  if (session.kind === 'signed-out' || session.client.kind === 'ended') {
    return {
      kind: 'signed-out',
      language,
      server: settings.lastServer,
      problem: session.kind === 'signed-out' ? session.problem : null,
      settingsTrouble,
    };
  }
  const { client, server, unsent, source } = session;
  const team = client.kind === 'connecting' ? null : client.team;
  const people = team === null ? null : peopleOf(team, client, settings, language);
  return {
    kind: 'team',
    language,
    settingsTrouble,
    server,
    connection: connectionOf(client),
    self: people?.self ?? null,
    members: people?.others ?? [],
    settings: team?.settings ?? null,
    pending: unsent === null ? null : pendingOf(unsent, client),
    source,
    preferences: preferencesOf(settings),
  };
}

function preferencesOf(settings: LocalSettings): Preferences {
  const { language, theme, notifyAbout, quietWhileBusy, quietHours, shortcut } = settings;
  return { language, theme, notifyAbout, quietWhileBusy, quietHours, shortcut };
}

function connectionOf(client: Exclude<ClientState, { kind: 'ended' }>): Connection {
  return client.kind === 'connected'
    ? { kind: 'connected' }
    : { kind: client.kind, since: client.since };
}

function pendingOf(unsent: UnsentChoice, client: ClientState): PendingChoice {
  const { choice, forSeconds, madeAt } = unsent;
  return {
    choice,
    until: forSeconds === undefined ? null : madeAt + forSeconds * 1000,
    waitsFor: client.kind === 'connected' ? 'answer' : 'connection',
  };
}

function peopleOf(
  team: TeamState,
  client: ClientState,
  settings: LocalSettings,
  language: Language,
): { self: SelfView | null; others: readonly MemberView[] } {
  const watched = new Set(settings.account?.watched);
  const view = (member: Member): MemberView => ({
    memberId: member.memberId,
    name: member.name,
    role: member.role,
    watched: watched.has(member.memberId),
    // What was true before the connection was lost is not shown as if it were still so (PR9).
    live: client.kind === 'connected' ? liveOf(member.memberId, team) : null,
  });
  const own = team.replica.members.get(team.self.memberId);
  const { compare } = COLLATORS[language];
  return {
    self: own === undefined ? null : { ...view(own), ...ownChoice(team) },
    others: [...team.replica.members.values()]
      .filter((member) => member !== own)
      .sort((a, b) => compare(a.name, b.name) || compare(a.memberId, b.memberId))
      .map(view),
  };
}

function ownChoice(team: TeamState): Pick<SelfView, 'choice' | 'choiceUntil'> {
  const { choice, until } = team.self;
  return { choice, choiceUntil: until === null ? null : localTime(until, team) };
}

/** What is known of a member now, in this computer's time; null where there is nothing. */
export function liveOf(memberId: string, team: TeamState): MemberView['live'] {
  const status = team.replica.statuses.get(memberId);
  if (status === undefined) return null;
  const { since, until = null, note = null, ...rest } = status;
  return {
    ...rest,
    since: localTime(since, team),
    until: until === null ? null : localTime(until, team),
    note,
  };
}

/** A moment of the server's clock as this computer's clock has it. */
export function localTime(at: number, team: TeamState): number {
  return at - clockLead(team);
}

/** A moment of this computer's clock as the server's clock has it. */
export function serverTime(at: number, team: TeamState): number {
  return at + clockLead(team);
}

/** What a message took on its way looks like a difference of the clocks too. */
function clockLead({ clockLeadMs }: TeamState): number {
  return Math.abs(clockLeadMs) < SAME_TIME_MS ? 0 : clockLeadMs;
}
