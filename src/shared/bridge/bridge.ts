import { z } from 'zod';
import { CONTACT_ACTS, type MemberLoad } from '../domain/contact.ts';
import { assignContactSchema } from '../protocol/contact-schemas.ts';
import { id } from '../protocol/fields.ts';
import {
  chooseSchema,
  type History,
  historyQuerySchema,
  settingsChangeSchema,
} from '../protocol/schemas.ts';
import { isAccelerator } from '../shortcut/accelerator.ts';
import type { WaitingContactView } from './contacts.ts';
import type { ComputerLook, Diagnostics, Integration } from './diagnostics.ts';
import { openLinkSchema } from './open-link.ts';
import type { Text } from './text.ts';
import {
  LANGUAGE_SETTINGS,
  MENU_BAR_ICONS,
  NOTIFY_ABOUT,
  type Place,
  type Problem,
  type StatusExplanation,
  THEMES,
} from './view.ts';
import type { NumberedView, ViewUpdate } from './view-update.ts';

const timeOfDaySchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** {@link QuietHours}, as they come from a window or a file. */
export const quietHoursSchema = z.strictObject({ from: timeOfDaySchema, to: timeOfDaySchema });

export type HistoryOutcome =
  | { readonly ok: true; readonly history: History }
  | { readonly ok: false; readonly problem: Problem };

/** What waits, in the order in which it is served. */
export type WaitingOutcome =
  | { readonly ok: true; readonly waiting: readonly WaitingContactView[] }
  | { readonly ok: false; readonly problem: Problem };

/** Who has room for contacts, of everyone in the team. */
export type LoadsOutcome =
  | { readonly ok: true; readonly loads: readonly MemberLoad[] }
  | { readonly ok: false; readonly problem: Problem };

export type Outcome = { readonly ok: true } | { readonly ok: false; readonly problem: Problem };

/**
 * The calls a window can make, each with the schema of its argument. Preload offers exactly
 * these, main registers exactly these and parses every argument (TR5).
 */
export const BRIDGE_CALLS = {
  getView: z.undefined(),
  signIn: z.strictObject({ server: z.string().max(2048), token: z.string().min(1).max(256) }),
  /** Begins to sign in through the browser; the view shows how it goes. */
  join: z.strictObject({ server: z.string().max(2048) }),
  cancelJoin: z.undefined(),
  /** Shows the page for signing in in the browser once more. */
  showJoinPage: z.undefined(),
  copyJoinPage: z.undefined(),
  signOut: z.undefined(),
  choose: chooseSchema.omit({ ageMs: true }),
  explainStatus: z.undefined(),
  getHistory: historyQuerySchema,
  /** The member has used the keyboard or the pointer in the window (PR12). */
  noteInput: z.undefined(),
  /** Where the window was asked to open at; answered once. */
  takePlace: z.undefined(),
  changeTeamSettings: settingsChangeSchema,
  setPreferences: z
    .strictObject({
      language: z.enum(LANGUAGE_SETTINGS),
      theme: z.enum(THEMES),
      menuBarIcon: z.enum(MENU_BAR_ICONS),
      notifyAbout: z.enum(NOTIFY_ABOUT),
      quietWhileBusy: z.boolean(),
      quietHours: quietHoursSchema.nullable(),
      shortcut: z.string().max(64).refine(isAccelerator).nullable(),
    })
    .partial(),
  /** How far the system takes part in the settings of the app. */
  getIntegration: z.undefined(),
  setLaunchAtLogin: z.boolean(),
  watch: z.strictObject({ memberId: z.string().max(64), on: z.boolean() }),
  /** What waits in the queue. */
  getWaiting: z.undefined(),
  /** Who has room for contacts; for those who assign by hand (AS7). */
  getLoads: z.undefined(),
  /** Accepts, returns or closes an own contact. */
  actOnContact: z.strictObject({ act: z.enum(CONTACT_ACTS), contactId: id }),
  assignContact: assignContactSchema,
  /** Opens an address in the system's browser. */
  openLink: openLinkSchema,
  /** Nothing more is to be said of a tray that is missing. */
  dismissTrayNotice: z.undefined(),
  checkForUpdate: z.undefined(),
  restartToUpdate: z.undefined(),
  getDiagnostics: z.undefined(),
  /** What the system tells of the computer's use at this moment (PR12). */
  lookAtComputer: z.undefined(),
  copyReport: z.undefined(),
  showLogFile: z.undefined(),
  /** The member has read what is wrong with the settings file. */
  forgetSettingsTrouble: z.undefined(),
  quit: z.undefined(),
} as const;

export type BridgeCall = keyof typeof BRIDGE_CALLS;
export type BridgeArgument<C extends BridgeCall> = z.infer<(typeof BRIDGE_CALLS)[C]>;

type Results = {
  getView: Text<NumberedView>;
  signIn: Outcome;
  join: undefined;
  cancelJoin: undefined;
  showJoinPage: undefined;
  copyJoinPage: Outcome;
  signOut: undefined;
  choose: Outcome;
  explainStatus: StatusExplanation | null;
  getHistory: HistoryOutcome;
  noteInput: undefined;
  takePlace: Place | null;
  changeTeamSettings: Outcome;
  setPreferences: Outcome;
  getIntegration: Integration;
  setLaunchAtLogin: Outcome;
  watch: Outcome;
  getWaiting: WaitingOutcome;
  getLoads: LoadsOutcome;
  actOnContact: Outcome;
  assignContact: Outcome;
  openLink: Outcome;
  dismissTrayNotice: undefined;
  checkForUpdate: undefined;
  restartToUpdate: undefined;
  getDiagnostics: Diagnostics | null;
  lookAtComputer: ComputerLook;
  copyReport: Outcome;
  showLogFile: undefined;
  forgetSettingsTrouble: undefined;
  quit: undefined;
};
export type BridgeResult<C extends BridgeCall> = Results[C];

export type BridgeHandlers = {
  readonly [C in BridgeCall]: (argument: BridgeArgument<C>) => Promise<BridgeResult<C>>;
};

/** What the renderer gets as `window.ampel`. */
export type Bridge = BridgeHandlers & {
  /** Called with what leads to each new view; the answer ends the subscription. */
  readonly onViewUpdate: (listener: (update: Text<ViewUpdate>) => void) => () => void;
  /** Called when the open window is to show a place; the answer ends the subscription. */
  readonly onPlace: (listener: (place: Place) => void) => () => void;
};
