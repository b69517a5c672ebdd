import type { Role, SeatedMember } from '../../shared/domain/member.ts';

/** A member as the store keeps them. Times are epoch milliseconds. */
export type StoredMember = SeatedMember & {
  readonly teamId: string;
  /** Lower case; one member in the whole store has it. */
  readonly email: string;
  readonly createdAt: number;
  /** Someone switched off cannot sign in and is in no roster; what was recorded of them stays. */
  readonly active: boolean;
  /** Whether the queue may give them contacts (AS2). */
  readonly receivesContacts: boolean;
  /** How many contacts they may have open before the queue gives them no more (AS2). */
  readonly capacity: number;
  readonly hasPassword: boolean;
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

/** What is named here changes. */
export type MemberChange = {
  readonly [K in 'name' | 'role' | 'active' | 'receivesContacts' | 'capacity']?:
    | StoredMember[K]
    | undefined;
};

export interface MemberReader {
  /** Everyone, also who is switched off; by name. */
  all(teamId: string): Promise<readonly StoredMember[]>;
  find(memberId: string): Promise<StoredMember | null>;
  findByEmail(email: string): Promise<StoredMember | null>;
  /** What their password is checked against; null where there is none. */
  passwordHash(memberId: string): Promise<string | null>;
}

export interface MemberWriter extends MemberReader {
  /** @throws Refusal `conflict` where somebody has that e-mail already. */
  add(member: NewMember): Promise<StoredMember>;
  /** Answers the member after the change. @throws Refusal `not-found` */
  change(memberId: string, change: MemberChange): Promise<StoredMember>;
  setPassword(memberId: string, passwordHash: string): Promise<void>;
}

/** What a token is for: an app, a browser's session, or scripts of a member. */
export const TOKEN_KINDS = ['desktop', 'web', 'api'] as const;
export type TokenKind = (typeof TOKEN_KINDS)[number];

/** Proof that a device may speak for a member. Only the token's hash is kept (TR3). */
export type NewToken = {
  readonly tokenId: string;
  readonly tokenHash: string;
  readonly memberId: string;
  readonly kind: TokenKind;
  /** The installation it is for, whose earlier token it replaces; null where that is not known. */
  readonly deviceId: string | null;
  readonly deviceName: string;
  readonly createdAt: number;
};

/** A token as its owner and managers see it. */
export type StoredToken = Omit<NewToken, 'tokenHash'> & {
  /** To the hour; null where it was never used. */
  readonly lastUsedAt: number | null;
};

export type TokenOwner = {
  readonly memberId: string;
  readonly teamId: string;
  readonly tokenId: string;
  readonly kind: TokenKind;
  readonly deviceName: string;
};

export interface TokenReader {
  /** The latest used first. */
  ofMember(memberId: string): Promise<readonly StoredToken[]>;
}

export interface TokenWriter extends TokenReader {
  /** Replaces the token that the same installation had. */
  issue(token: NewToken): Promise<void>;
  /** Replaces the tokens that devices of that name had. */
  revokeNamed(memberId: string, deviceName: string): Promise<void>;
  /** Answers what was revoked, and voids the member's codes; null where they have no such token. */
  revoke(memberId: string, tokenId: string): Promise<StoredToken | null>;
  /** Answers how many there were, and voids the member's codes. `except` stays. */
  revokeAll(memberId: string, except?: string): Promise<number>;
}

/** An account at an OpenID Connect provider. */
export type Identity = {
  readonly issuer: string;
  /** What the provider calls the person: never given to anybody else, unlike their e-mail. */
  readonly subject: string;
};

export interface IdentityReader {
  /** Id of the member who signs in with it; null where nobody does. */
  memberOf(identity: Identity): Promise<string | null>;
}

export interface IdentityWriter extends IdentityReader {
  /** @throws Refusal `conflict` where either is linked already, the member at the same provider. */
  link(memberId: string, identity: Identity, linkedAt: number): Promise<void>;
  /** Answers how many there were. */
  unlink(memberId: string): Promise<number>;
}

/** A link that proves itself by a secret, of which the hash is kept. It works once. */
export type Link = {
  readonly linkId: string;
  readonly teamId: string;
  readonly createdBy: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
} & (
  | { readonly kind: 'invite'; readonly email: string; readonly role: Role }
  | { readonly kind: 'password'; readonly memberId: string }
  /** Lets an app on the member's computer have a token, if it can show what the challenge was made of. */
  | {
      readonly kind: 'device';
      readonly memberId: string;
      readonly challenge: string;
      readonly deviceName: string;
    }
);

export interface LinkReader {
  /** What the secret opens, also where it has expired; null where nothing does. */
  find(secretHash: string): Promise<Link | null>;
  /** Invites that have not been used, the latest first; expired ones too. */
  invites(teamId: string): Promise<readonly (Link & { kind: 'invite' })[]>;
}

export interface LinkWriter extends LinkReader {
  /** An invite replaces an earlier one for the same e-mail, any other link its member's of that kind. */
  add(link: Link, secretHash: string): Promise<void>;
  /** Answers whether there was one. */
  remove(linkId: string): Promise<boolean>;
}

/** What an integration may do with its key. */
export const SCOPES = ['contacts', 'status:read'] as const;
export type Scope = (typeof SCOPES)[number];

/** A system that puts contacts in or reads statuses, known by its key. */
export type Integration = {
  readonly integrationId: string;
  readonly teamId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdBy: string | null;
  readonly createdAt: number;
  /** To the hour; null where it was never used. */
  readonly lastUsedAt: number | null;
};

export interface IntegrationReader {
  all(teamId: string): Promise<readonly Integration[]>;
  findByKey(keyHash: string): Promise<Integration | null>;
}

export interface IntegrationWriter extends IntegrationReader {
  /** @throws Refusal `conflict` where the team has one of that name. */
  add(integration: Integration, keyHash: string): Promise<void>;
  /** Answers what was removed; null where there is none. */
  remove(integrationId: string): Promise<Integration | null>;
}
