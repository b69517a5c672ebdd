import type { Role } from '../domain/member.ts';
import type { TeamSettings } from '../domain/settings.ts';
import type { Cause, Choice, Status } from '../domain/status.ts';
import type { ErrorCode } from '../protocol/errors.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** `system` follows the computer's language. */
export const LANGUAGE_SETTINGS = ['system', ...LANGUAGES] as const;
export type LanguageSetting = (typeof LANGUAGE_SETTINGS)[number];

/** Whose changes notify (NO2). */
export const NOTIFY_ABOUT = ['everyone', 'watched', 'nobody'] as const;
export type NotifyAbout = (typeof NOTIFY_ABOUT)[number];

/** What can be wrong from where the member sits; the UI has a sentence for each. */
export type ProblemCode =
  | ErrorCode
  | 'invalid-address'
  | 'insecure-address'
  | 'unreachable'
  | 'not-connected'
  | 'no-answer'
  | 'token-unreadable';

/** A problem to be told. `detail` is for whoever looks deeper; it never holds a secret. */
export type Problem = { readonly code: ProblemCode; readonly detail?: string };

export type Connection =
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'connected' }
  /** Was connected; tries again by itself. */
  | { readonly kind: 'lost'; readonly since: number };

/** A colleague as the UI shows them; `null` where nothing is known live (PR9). */
export type MemberView = {
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  readonly watched: boolean;
  readonly live: {
    readonly status: Status;
    readonly since: number;
    readonly cause: Cause;
    readonly until: number | null;
    readonly note: string | null;
  } | null;
};

export type SelfView = MemberView & { readonly choice: Choice };

export type Preferences = {
  readonly language: LanguageSetting;
  readonly notifyAbout: NotifyAbout;
};

/** Everything a window shows, as one value. */
export type AppView =
  | {
      readonly kind: 'signed-out';
      readonly language: Language;
      /** The address of the last server, to start from; empty on a first run. */
      readonly server: string;
      /** Why the member is asked to sign in again, if there is a reason. */
      readonly problem: Problem | null;
    }
  | {
      readonly kind: 'team';
      readonly language: Language;
      readonly server: string;
      readonly connection: Connection;
      readonly self: SelfView | null;
      /** Every other member, by name. */
      readonly members: readonly MemberView[];
      readonly settings: TeamSettings | null;
      /** A choice on its way to the server: not shown as the status until acknowledged. */
      readonly choosing: Choice | null;
      readonly preferences: Preferences;
    };
