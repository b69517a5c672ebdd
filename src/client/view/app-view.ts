import type {
  AppView,
  Connection,
  JoinView,
  Language,
  MemberView,
  PendingChoice,
  Preferences,
  Problem,
  SelfView,
  SettingsTrouble,
  VersionView,
} from '../../shared/bridge/view.ts';
import type { Member } from '../../shared/domain/member.ts';
import type { UnsentChoice } from '../choice-outbox.ts';
import { contactsView } from '../contacts/contact-views.ts';
import type { SessionState } from '../session-state.ts';
import type { ClientState, TeamState } from '../team-client.ts';
import { localTime } from './computer-time.ts';
import type { MemberViews } from './member-views.ts';

/** Joining a team, as it is now; after it failed with the reason. */
export type JoinProgress =
  | { readonly kind: 'none'; readonly problem: Problem | null }
  | (Exclude<JoinView, { readonly kind: 'none' }> & { readonly server: string });

/** What a view is made of. */
export type ViewParts = {
  readonly session: SessionState;
  /** Left out where nobody joins from, as in the browser. */
  readonly join?: JoinProgress;
  readonly preferences: Preferences;
  /** The address of the last server; empty where there was none. */
  readonly lastServer: string;
  /** Ids of the members whose changes are wanted (NO2). */
  readonly watched: readonly string[];
  readonly language: Language;
  readonly memberViews: MemberViews;
  /** Whether the window has to tell that nothing shows tray icons here. */
  readonly trayIsMissing: boolean;
  readonly version: VersionView;
  readonly settingsTrouble: SettingsTrouble | null;
};

/** What the tray and the window show: one value made of all that is known. */
export function buildView(parts: ViewParts): AppView {
  const { session, preferences, language, trayIsMissing, version, settingsTrouble } = parts;
  if (session.kind === 'signed-out' || session.client.kind === 'ended') {
    return {
      kind: 'signed-out',
      language,
      ...joinOf(parts),
      settingsTrouble,
    };
  }
  const { client, server, unsent, source } = session;
  const team = client.kind === 'connecting' ? null : client.team;
  const people = team === null ? null : peopleOf(team, client, parts);
  return {
    kind: 'team',
    language,
    settingsTrouble,
    server,
    connection: connectionOf(client),
    self: people?.self ?? null,
    members: people?.others ?? [],
    settings: team?.settings ?? null,
    contacts: team === null ? null : contactsView(team, client.kind === 'connected'),
    pending: unsent === null ? null : pendingOf(unsent, client),
    source,
    preferences,
    trayIsMissing,
    version,
  };
}

const NOT_JOINING: JoinProgress = { kind: 'none', problem: null };

/** What to show of joining; where none is under way, why there is no session. */
function joinOf({ join = NOT_JOINING, session, lastServer }: ViewParts) {
  if (join.kind === 'none') {
    const reason = session.kind === 'signed-out' ? session.problem : null;
    return { server: lastServer, join: { kind: join.kind }, problem: join.problem ?? reason };
  }
  const { server, ...progress } = join;
  return { server, join: progress, problem: null };
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
  { language, memberViews, ...parts }: ViewParts,
): { self: SelfView | null; others: readonly MemberView[] } {
  const watched = new Set(parts.watched);
  // What was true before the connection was lost is not shown as if it were still so (PR9).
  const isLive = client.kind === 'connected';
  const view = (member: Member) =>
    memberViews.viewOf(member, team, isLive, watched.has(member.memberId));
  const { members } = team.replica;
  const own = members.get(team.self.memberId);
  return {
    self: own === undefined ? null : { ...view(own), ...ownChoice(team) },
    others: memberViews
      .sorted(members, language)
      .filter((member) => member !== own)
      .map(view),
  };
}

function ownChoice(team: TeamState): Pick<SelfView, 'choice' | 'choiceUntil'> {
  const { choice, until } = team.self;
  return { choice, choiceUntil: until === null ? null : localTime(until, team) };
}
