import type { ChoiceRecord } from '../../shared/domain/choice.ts';
import type { StandingSettings, TeamSettings } from '../../shared/domain/settings.ts';
import type { Cause, Status } from '../../shared/domain/status.ts';
import type { StatusInterval } from '../../shared/domain/status-time.ts';
import type { History, HistoryQuery } from '../../shared/protocol/schemas.ts';
import type {
  IdentityReader,
  IdentityWriter,
  IntegrationReader,
  IntegrationWriter,
  LinkReader,
  LinkWriter,
  MemberReader,
  MemberWriter,
  TokenOwner,
  TokenReader,
  TokenWriter,
} from './accounts.ts';
import type { AuditReader, AuditTrail } from './audit.ts';
import type { ContactReader, ContactWriter } from './contacts.ts';
import type { RequestMemory } from './requests.ts';
import type {
  CoverageMemory,
  DeliveryQueue,
  Outbox,
  WebhookReader,
  WebhookWriter,
} from './webhooks.ts';

export type Team = {
  readonly teamId: string;
  readonly name: string;
  readonly settings: StandingSettings;
};

export type NewTeam = {
  readonly teamId: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
};

/** A member enters a status: the beginning of an interval of their history (TR6). */
export type StatusEntry = {
  readonly memberId: string;
  readonly status: Status;
  readonly cause: Cause;
  readonly since: number;
  readonly deviceName: string | null;
};

/** The interval that a member is in. */
export type OpenStatus = Pick<StatusEntry, 'status' | 'cause' | 'since'>;

/** A status that somebody has entered, and what they were before; null where nothing was known. */
export type EnteredStatus = StatusEntry & {
  readonly teamId: string;
  readonly name: string;
  readonly before: Status | null;
};

/** What was known of a device when it was saved. */
export type StoredDevice = {
  readonly deviceId: string;
  readonly name: string;
  /** Epoch milliseconds. */
  readonly lastInputAt: number;
  readonly locked: boolean;
};

/** What has become of presence since it was saved last. */
export type PresenceChanges = {
  /** In the order in which they came. */
  readonly entries: readonly StatusEntry[];
  /** All devices of each member named here. */
  readonly devices: ReadonlyMap<string, readonly StoredDevice[]>;
  /** Hashes of tokens that devices have connected with, and when the last of them did. */
  readonly connected?: { readonly tokenHashes: readonly string[]; readonly at: number };
};

/** Presence as it was saved, by member. */
export type SavedPresence = {
  readonly statuses: ReadonlyMap<string, OpenStatus>;
  readonly devices: ReadonlyMap<string, readonly StoredDevice[]>;
};

/** A team's data outside of any transaction. */
export type TeamReads = {
  readonly members: MemberReader;
  readonly tokens: TokenReader;
  readonly identities: IdentityReader;
  readonly links: LinkReader;
  readonly integrations: IntegrationReader;
  readonly contacts: ContactReader;
  readonly webhooks: WebhookReader;
  readonly audit: AuditReader;
};

/** One transaction in which nobody else changes the team. */
export type TeamChange = {
  readonly team: Team;
  readonly members: MemberWriter;
  readonly tokens: TokenWriter;
  readonly identities: IdentityWriter;
  readonly links: LinkWriter;
  readonly integrations: IntegrationWriter;
  readonly contacts: ContactWriter;
  readonly webhooks: WebhookWriter;
  readonly outbox: Outbox;
  readonly coverage: CoverageMemory;
  readonly audit: AuditTrail;
  readonly requests: RequestMemory;
  rename(name: string): Promise<void>;
  /** Answers the settings after the change. */
  changeSettings(
    change: Partial<TeamSettings>,
    by: { readonly memberId: string; readonly at: number },
  ): Promise<StandingSettings>;
};

/** What outlives a restart, in the domain's words. Other processes may write to it as well. */
export interface Store {
  /**
   * Makes it ready for use: brings an older database up to date, one process at a time.
   * @throws OperatorError where it cannot be used.
   */
  prepare(): Promise<void>;
  /** @throws Refusal `unavailable` where it does not answer. */
  check(): Promise<void>;

  /**
   * Begins the next term and answers it: counted from 1, and never the same twice. What was being
   * written in the term before is there then, and nothing else of it ever will be.
   * @throws Refusal `unavailable` where it does not answer, or was still being written to.
   */
  beginTerm(): Promise<number>;
  /** The term that has begun last; 0 before the first. @throws Refusal `unavailable` where it does not answer */
  term(): Promise<number>;
  /**
   * The same store for whoever leads in this term. Once another has begun, all that it would write
   * is refused as `unavailable`, but for when tokens and keys were used; reading goes on.
   */
  inTerm(term: number): Store;

  /** In the order in which they were created. */
  teams(): Promise<readonly Team[]>;
  /**
   * Adds a team and runs `work` in the same transaction; all or nothing.
   * @throws Refusal `conflict` where there is one of that name.
   */
  addTeam<T>(team: NewTeam, work: (tx: TeamChange) => Promise<T>): Promise<T>;
  /** @throws Refusal `not-found` */
  team(teamId: string): Promise<Team>;

  readonly read: TeamReads;
  /**
   * Runs `work` as one transaction in which nobody else changes this team; all or nothing. What it
   * throws undoes it and comes out of here.
   * @throws Refusal `not-found` where there is no such team, `unavailable` where the store does not answer.
   */
  change<T>(teamId: string, work: (tx: TeamChange) => Promise<T>): Promise<T>;
  readonly deliveries: DeliveryQueue;

  /** The choices of a team's members; who never chose is not among them. */
  choices(teamId: string): Promise<ReadonlyMap<string, ChoiceRecord>>;
  /**
   * Lets `decide` look at the choice that stands (null where there is none) and keeps what it
   * answers, unless that is null. Nobody else can choose in between. Answers what stands then.
   */
  changeChoice(
    memberId: string,
    decide: (standing: ChoiceRecord | null) => ChoiceRecord | null,
  ): Promise<ChoiceRecord | null>;

  /**
   * Keeps what is needed to go on after a restart (PR15), and the history (TR6); all or nothing. A
   * status that lasts no time is not recorded, and whoever is not a member any more is passed over.
   * Webhooks are told of the statuses that were entered.
   */
  savePresence(changes: PresenceChanges): Promise<void>;
  savedPresence(teamId: string): Promise<SavedPresence>;
  /** A member's own past, the latest first. */
  history(memberId: string, query: HistoryQuery): Promise<History>;
  /** When somebody of the team was Online last (epoch milliseconds); null where that is not known. */
  lastOnlineAt(teamId: string): Promise<number | null>;
  /** What is recorded of a team's members between two moments (epoch milliseconds), in its order. */
  teamHistory(
    teamId: string,
    period: { readonly from: number; readonly to: number; readonly memberId?: string },
  ): Promise<ReadonlyMap<string, readonly StatusInterval[]>>;
  /** Removes intervals that ended before `endedBefore` (epoch milliseconds); answers how many. */
  forgetHistory(endedBefore: number): Promise<number>;
  /** Removes contacts that were closed before `closedBefore` (epoch milliseconds); answers how many. */
  forgetContacts(closedBefore: number): Promise<number>;

  /**
   * Revokes the sessions of browsers that nobody has used since a moment (epoch milliseconds);
   * answers how many. Those of the tokens in `inUse` stay.
   */
  forgetBrowserSessions(unusedSince: number, inUse: ReadonlySet<string>): Promise<number>;
  /** Removes the memory of requests that were answered before a moment (epoch milliseconds); answers how many. */
  forgetRequests(answeredBefore: number): Promise<number>;
  /** Removes links that expired before a moment (epoch milliseconds); answers how many. */
  forgetLinks(expiredBefore: number): Promise<number>;

  /** Whom the members of a team watch (NO2), of those who are in it. */
  watches(teamId: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** From now on, or not any more. Both belong to the same team, or nothing happens. */
  watch(memberId: string, watchedId: string, on: boolean): Promise<void>;

  /** The token's owner; null where it is unknown or they were switched off. */
  tokenOwner(tokenHash: string): Promise<TokenOwner | null>;
  /** The hashes of all tokens of a team's active members. */
  tokenHashes(teamId: string): Promise<ReadonlySet<string>>;
  /** Remembers, to the hour, that the token was used. */
  touchToken(tokenHash: string, now: number): Promise<void>;
  /** The same of an integration's key. */
  touchIntegration(keyHash: string, now: number): Promise<void>;

  /** Calls when another process has changed something; the answer ends it. */
  onExternalChange(listener: () => void): () => void;
  close(): Promise<void>;
}
