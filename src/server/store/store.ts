import type { ChoiceRecord } from '../../shared/domain/choice.ts';
import type { Member, Role } from '../../shared/domain/member.ts';
import type { StandingSettings, TeamSettings } from '../../shared/domain/settings.ts';
import type { Cause, Status } from '../../shared/domain/status.ts';
import type { History, HistoryQuery } from '../../shared/protocol/schemas.ts';

export type Team = {
  readonly teamId: string;
  readonly name: string;
  readonly settings: StandingSettings;
};

/** A member as the store keeps them. Times are epoch milliseconds. */
export type StoredMember = Member & {
  readonly teamId: string;
  /** Lower case; one member in the whole store has it. */
  readonly email: string;
  readonly createdAt: number;
  /** When a device of theirs last signed in, to the hour; null where none ever did. */
  readonly lastConnectedAt: number | null;
};

export type NewMember = {
  readonly memberId: string;
  readonly teamId: string;
  readonly email: string;
  readonly name: string;
  /** `default`: owner where the team has nobody yet, else agent. */
  readonly role: Role | 'default';
  readonly createdAt: number;
};

/** Proof that a device may speak for a member. Only the token's hash is kept (TR3). */
export type NewToken = {
  readonly tokenHash: string;
  readonly memberId: string;
  /** A member has one token for each device name. */
  readonly deviceName: string;
  readonly createdAt: number;
};

export type TokenOwner = { readonly memberId: string; readonly teamId: string };

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
};

/** Presence as it was saved, by member. */
export type SavedPresence = {
  readonly statuses: ReadonlyMap<string, OpenStatus>;
  readonly devices: ReadonlyMap<string, readonly StoredDevice[]>;
};

/** What outlives a restart, in the domain's words. Other processes may write to it as well. */
export interface Store {
  /** The first team, created under this id and name where there is none. */
  ensureTeam(teamId: string, name: string): Promise<Team>;
  /** @throws Refusal `not-found` */
  team(teamId: string): Promise<Team>;
  /** Answers the settings after the change. @throws Refusal `not-found` */
  changeSettings(
    teamId: string,
    change: Partial<TeamSettings>,
    by: { readonly memberId: string; readonly at: number },
  ): Promise<StandingSettings>;

  /** @throws Refusal `conflict` where somebody has that e-mail already. */
  addMember(member: NewMember): Promise<StoredMember>;
  /** By name. */
  members(teamId: string): Promise<readonly StoredMember[]>;
  memberByEmail(email: string): Promise<StoredMember | null>;

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
   */
  savePresence(changes: PresenceChanges): Promise<void>;
  savedPresence(teamId: string): Promise<SavedPresence>;
  /** A member's own past, the latest first. */
  history(memberId: string, query: HistoryQuery): Promise<History>;
  /** Removes intervals that ended before `endedBefore` (epoch milliseconds); answers how many. */
  forgetHistory(endedBefore: number): Promise<number>;

  /** Replaces the token the member's device of that name had. */
  issueToken(token: NewToken): Promise<void>;
  tokenOwner(tokenHash: string): Promise<TokenOwner | null>;
  /** The hashes of all tokens of a team's members. */
  tokenHashes(teamId: string): Promise<ReadonlySet<string>>;
  /** Remembers, to the hour, that the token was used. */
  touchToken(tokenHash: string, now: number): Promise<void>;

  /** Calls when another process has changed something; the answer ends it. */
  onExternalChange(listener: () => void): () => void;
  close(): Promise<void>;
}
