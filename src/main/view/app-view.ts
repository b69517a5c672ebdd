import type { ClientState, TeamState } from '../../client/team-client.ts';
import type {
  AppView,
  Connection,
  Language,
  MemberView,
  SelfView,
} from '../../shared/bridge/view.ts';
import type { Member } from '../../shared/domain/member.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { SessionState } from '../session/session.ts';
import type { LocalSettings } from '../settings/local-settings.ts';

const NAME_ORDER: Intl.CollatorOptions = { numeric: true, sensitivity: 'base' };
/** Made once: making one is slow, and a view is built for every change. */
const COLLATORS: Readonly<Record<Language, Intl.Collator>> = {
  en: new Intl.Collator('en', NAME_ORDER),
  de: new Intl.Collator('de', NAME_ORDER),
};

/** What the tray and the window show: one value made of session, settings and language. */
export function buildView(
  session: SessionState,
  settings: LocalSettings,
  language: Language,
): AppView {
  if (session.kind === 'signed-out' || session.client.kind === 'ended') {
    return {
      kind: 'signed-out',
      language,
      server: settings.lastServer,
      problem: session.kind === 'signed-out' ? session.problem : null,
    };
  }
  const { client, server, choosing } = session;
  const team = client.kind === 'connecting' ? null : client.team;
  const people = team === null ? null : peopleOf(team, client, settings, language);
  return {
    kind: 'team',
    language,
    server,
    connection: connectionOf(client),
    self: people?.self ?? null,
    members: people?.others ?? [],
    settings: team?.settings ?? null,
    choosing,
    preferences: { language: settings.language, notifyAbout: settings.notifyAbout },
  };
}

function connectionOf(client: Exclude<ClientState, { kind: 'ended' }>): Connection {
  return client.kind === 'connected'
    ? { kind: 'connected' }
    : { kind: client.kind, since: client.since };
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
    live: client.kind === 'connected' ? liveOf(team.replica.statuses.get(member.memberId)) : null,
  });
  const own = team.replica.members.get(team.self.memberId);
  const { compare } = COLLATORS[language];
  return {
    self: own === undefined ? null : { ...view(own), choice: team.self.choice },
    others: [...team.replica.members.values()]
      .filter((member) => member !== own)
      .sort((a, b) => compare(a.name, b.name) || compare(a.memberId, b.memberId))
      .map(view),
  };
}

function liveOf(status: MemberStatus | undefined): MemberView['live'] {
  if (status === undefined) return null;
  const { until = null, note = null, ...rest } = status;
  return { ...rest, until, note };
}
