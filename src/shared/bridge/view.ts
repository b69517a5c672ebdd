import type { ActivitySource } from '../domain/activity.ts';
import type { Role } from '../domain/member.ts';
import type { LockPolicy, StandingSettings } from '../domain/settings.ts';
import type { Cause, Choice, Status } from '../domain/status.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { ContactsView } from './contacts.ts';

export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** `system` follows the computer's language. */
export const LANGUAGE_SETTINGS = ['system', ...LANGUAGES] as const;
export type LanguageSetting = (typeof LANGUAGE_SETTINGS)[number];

/** Whose changes notify (NO2). */
export const NOTIFY_ABOUT = ['everyone', 'watched', 'nobody'] as const;
export type NotifyAbout = (typeof NOTIFY_ABOUT)[number];

/** `system` follows the desktop. */
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** How the icon in the menu bar of macOS is drawn; other systems have it in colour. */
export const MENU_BAR_ICONS = ['color', 'monochrome'] as const;
export type MenuBarIcon = (typeof MENU_BAR_ICONS)[number];

/** Times of day of this computer as `HH:MM`; where `to` is not later, it is the next day's. */
export type QuietHours = { readonly from: string; readonly to: string };

/** What can be wrong from where the member sits; the UI has a sentence for each. */
export type ProblemCode =
  | ErrorCode
  | 'invalid-address'
  | 'insecure-address'
  | 'unreachable'
  | 'not-connected'
  | 'not-signed-in'
  | 'too-soon'
  | 'no-answer'
  | 'token-unreadable'
  | 'shortcut-taken'
  | 'refused-by-system'
  | SignInProblemCode;

/** What can go wrong with signing in through the browser, and how a sign-in can end. */
type SignInProblemCode =
  | 'not-ampel'
  | 'no-accounts'
  | 'no-network'
  | 'untrusted-server'
  | 'no-browser'
  | 'join-declined'
  | 'join-expired'
  | 'code-refused'
  | 'signed-out-elsewhere'
  | 'signed-out-by-manager';

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

export type SelfView = MemberView & {
  readonly choice: Choice;
  /** When a timed choice ends (epoch milliseconds), also while Offline; null where it does not. */
  readonly choiceUntil: number | null;
};

/** A choice on its way to the server: not shown as the status until it is acknowledged. */
export type PendingChoice = {
  readonly choice: Choice;
  /** When a timed choice ends (epoch milliseconds), or null where it stands until changed. */
  readonly until: number | null;
  /** `connection`: it is kept, and goes out when there is one (PR10). */
  readonly waitsFor: 'answer' | 'connection';
};

/** Why the own status is what it is, for whoever asks. Times are epoch milliseconds. */
export type StatusExplanation = {
  readonly live: MemberView['live'];
  /** Milliseconds since the last input that counts on this computer. */
  readonly idleMs: number;
  readonly locked: boolean;
  readonly source: ActivitySource;
  readonly timeout: {
    readonly minutes: number;
    /** Name of who set it, null where they have left the team; null as a whole where nobody has. */
    readonly setBy: { readonly name: string | null; readonly at: number } | null;
  } | null;
  readonly lockPolicy: LockPolicy | null;
  /** When inactivity turns the member Offline if nothing is heard of them; null where unknown. */
  readonly offlineAt: number | null;
  /** When the server last answered this computer, null where it never has. */
  readonly acknowledgedAt: number | null;
};

/** What a window can be opened at: one of its dialogs, or a person or contact in it (NO5). */
export type Place =
  | 'own-status'
  | 'settings'
  | 'contacts'
  | { readonly memberId: string }
  | { readonly contactId: string };

export type Preferences = {
  readonly language: LanguageSetting;
  readonly theme: Theme;
  readonly menuBarIcon: MenuBarIcon;
  readonly notifyAbout: NotifyAbout;
  /** While Busy only what is assigned to oneself notifies (NO4). */
  readonly quietWhileBusy: boolean;
  readonly quietHours: QuietHours | null;
  /** Electron's accelerator for opening the window from anywhere, or null for none. */
  readonly shortcut: string | null;
};

/** Why an installation does not look for newer versions (UP5). */
export type UpdateOffReason =
  | 'checkout'
  | 'unmanaged'
  | 'switched-off'
  | 'invalid-address'
  | 'not-replaceable';

/** Why a newer version could not be had; the UI has a sentence for each. */
export type UpdateProblem = 'unreachable' | 'damaged' | 'no-room' | 'unexpected';

/** What is known of newer versions of the app. */
export type UpdateState =
  | { readonly kind: 'off'; readonly reason: UpdateOffReason }
  /** Nothing newer is known; `checkedAt` in epoch milliseconds, null before the first answer. */
  | { readonly kind: 'current'; readonly checkedAt: number | null }
  | { readonly kind: 'checking' }
  | { readonly kind: 'downloading'; readonly version: string }
  | {
      readonly kind: 'ready';
      readonly version: string;
      /** False where installing asks for a password, which only the member's wish can bring up. */
      readonly installsOnQuit: boolean;
    }
  /** The member asked for a look, and it failed. */
  | { readonly kind: 'failed'; readonly problem: UpdateProblem };

/** This installation's version, and what is known of newer ones. */
export type VersionView = { readonly installed: string; readonly update: UpdateState };

/** What is wrong with the file of this installation's settings, for the member to know. */
export type SettingsTrouble =
  /** The file was kept aside, and what could not be taken over has its default again. */
  | { readonly kind: 'damaged' | 'newer'; readonly keptAs: string }
  /** Changes hold until Ampel ends, because they cannot be written. */
  | { readonly kind: 'unsaved'; readonly file: string; readonly detail: string };

/** How far signing in through the browser has come. */
export type JoinView =
  | { readonly kind: 'none' }
  /** Sees whether there is a team server at the address. */
  | { readonly kind: 'looking' }
  /** Waits for the member in the browser; the problem is why it could not be opened. */
  | { readonly kind: 'browser'; readonly problem: Problem | null }
  | { readonly kind: 'signing-in' };

/** Everything a window shows, as one value. */
export type AppView =
  | {
      readonly kind: 'signed-out';
      readonly language: Language;
      /** The server that is joined, else the last one, to start from; empty on a first run. */
      readonly server: string;
      readonly join: JoinView;
      /** Why joining failed, or why the member is asked to sign in again, if there is a reason. */
      readonly problem: Problem | null;
      readonly settingsTrouble: SettingsTrouble | null;
    }
  | {
      readonly kind: 'team';
      readonly language: Language;
      readonly settingsTrouble: SettingsTrouble | null;
      readonly server: string;
      readonly connection: Connection;
      readonly self: SelfView | null;
      /** Every other member, by name. */
      readonly members: readonly MemberView[];
      readonly settings: StandingSettings | null;
      /** Null where the server does not have contacts, or is not known yet. */
      readonly contacts: ContactsView | null;
      readonly pending: PendingChoice | null;
      /** Where this computer's knowledge of input comes from (PR12). */
      readonly source: ActivitySource;
      readonly preferences: Preferences;
      /** Whether to say that this desktop shows no tray icon, and how to reach Ampel then. */
      readonly trayIsMissing: boolean;
      readonly version: VersionView;
    };
