import type { ChoiceRecord } from '../../shared/domain/choice.ts';
import type { Member, Role } from '../../shared/domain/member.ts';
import type { TeamSettings } from '../../shared/domain/settings.ts';

export type Team = {
  readonly teamId: string;
  readonly name: string;
  readonly settings: TeamSettings;
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

/** What outlives a restart, in the domain's words. Other processes may write to it as well. */
export interface Store {
  /** The first team, created under this id and name where there is none. */
  ensureTeam(teamId: string, name: string): Promise<Team>;
  /** @throws Refusal `not-found` */
  team(teamId: string): Promise<Team>;
  /** Answers the settings after the change. @throws Refusal `not-found` */
  changeSettings(teamId: string, change: Partial<TeamSettings>): Promise<TeamSettings>;

  /** @throws Refusal `conflict` where somebody has that e-mail already. */
  addMember(member: NewMember): Promise<StoredMember>;
  /** By name. */
  members(teamId: string): Promise<readonly StoredMember[]>;
  memberByEmail(email: string): Promise<StoredMember | null>;

  /** The choices of a team's members; who never chose is not among them. */
  choices(teamId: string): Promise<ReadonlyMap<string, ChoiceRecord>>;
  choiceOf(memberId: string): Promise<ChoiceRecord | null>;
  /** Keeps the record unless one made at the same time or later stands; answers whether it did. */
  saveChoice(memberId: string, record: ChoiceRecord): Promise<boolean>;

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
