import type { BridgeHandlers } from '../shared/bridge/bridge.ts';
import type { Versions } from '../shared/bridge/diagnostics.ts';
import type { Place, SettingsTrouble, Theme } from '../shared/bridge/view.ts';
import type { ViewUpdate } from '../shared/bridge/view-update.ts';
import type { AppCommand } from './commands.ts';
import type { LocalSettings } from './settings/local-settings.ts';
import type { Bounds } from './window/window-placement.ts';

/** Where unexpected things are written for whoever looks after the app. */
export type Log = {
  info(message: string): void;
  warn(message: string): void;
  /** With the error's stack, but without what would tell of a person (see `log-text.ts`). */
  error(message: string, error: unknown): void;
};

/** Settings of this installation, written atomically. */
export type SettingsStore = {
  get(): LocalSettings;
  /** Holds at once. Where it cannot be written, that is a trouble and not an error. */
  update(change: Partial<LocalSettings>): void;
};

/** The settings where they are kept, with what may be wrong there. */
export type SettingsFile = SettingsStore & {
  /** What the member has to know of the file, until they know. */
  trouble(): SettingsTrouble | null;
  /** The member knows. */
  forgetTrouble(): void;
  /** Calls back with each new trouble, and when one is over. */
  onTrouble(listener: () => void): void;
};

/** Encrypts what must not lie readable on disk, with the system's keyring where it has one. */
export type SecretBox = {
  /** Null where the system refuses; what cannot be sealed is not to be stored. */
  seal(secret: string): string | null;
  /** Null where the sealed text cannot be opened here (any more). */
  open(sealed: string): string | null;
};

/** The shapes of the tray icon; each differs from the others without colour too. */
export type TrayIcon = 'online' | 'busy' | 'offline' | 'disconnected' | 'signed-out';

export type TrayMenuItem =
  | { readonly kind: 'text'; readonly label: string }
  | { readonly kind: 'separator' }
  | {
      readonly kind: 'action';
      readonly label: string;
      readonly command: AppCommand;
    }
  | {
      readonly kind: 'radio';
      readonly label: string;
      readonly checked: boolean;
      readonly enabled: boolean;
      readonly command: AppCommand;
    }
  | {
      readonly kind: 'check';
      readonly label: string;
      readonly checked: boolean;
      readonly command: AppCommand;
    }
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayMenuItem[] };

export type TrayModel = {
  readonly icon: TrayIcon;
  readonly tooltip: string;
  readonly menu: readonly TrayMenuItem[];
};

export type TrayPort = {
  show(model: TrayModel): void;
  /** Where the icon is on the screen, or null where the system does not tell. */
  place(): Bounds | null;
};

export type NoticeAction = { readonly label: string; readonly onClick: () => void };

export type Notice = {
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
  /** Shown as buttons where the system has buttons on notifications; most wanted first. */
  readonly actions?: readonly NoticeAction[];
};

export type NotifierPort = {
  /** Shows it; the answer takes it back. */
  notify(notice: Notice): () => void;
};

/** The one window: exists only while it is open. */
export type WindowPort = {
  /** Opens it, or brings it to the front, at a place if one is named. */
  open(place?: Place): void;
  isOpen(): boolean;
  /** Where the page is to begin; asked once by each new page. */
  takePlace(): Place | null;
  /** Brings what changed to the window, if there is one. */
  show(update: ViewUpdate): void;
  /** Answers the calls that windows make over the bridge. */
  answer(handlers: BridgeHandlers): void;
};

/** Gets newer versions of the app and puts them in place of this one. */
export type UpdaterPort = {
  /** Whether a version that is ready is put in place by itself when the app quits. */
  readonly installsOnQuit: boolean;
  /**
   * Looks for a newer version, null where there is none, and begins to fetch it; both reject with
   * an `UpdateFailure` where it cannot be had.
   */
  check(): Promise<{ readonly version: string; readonly downloaded: Promise<void> } | null>;
  /** Quits, puts in place what was fetched, and starts it. */
  restart(): void;
};

/** How windows look. */
export type ThemePort = { set(theme: Theme): void };

/** One combination of keys that works in every application. */
export type ShortcutPort = {
  /**
   * Takes an accelerator in place of the one before, or none. False where it is not to be had: then
   * there is none.
   */
  set(accelerator: string | null, onPress: () => void): boolean;
};

/** Whether the system launches Ampel, hidden in the tray, when the member logs in. */
export type LoginItem = {
  get(): boolean;
  /** @throws where the system refuses. */
  set(on: boolean): void;
  /** Whether this start was the system's, where the program's arguments do not tell. */
  launchedThis(): boolean;
  /** Sees to it that what is on launches this Ampel, wherever it has moved to. */
  refresh(): void;
};

/** What Ampel hands over to other applications. */
export type DeskPort = {
  /** Puts a text on the clipboard; rejects where there is none. */
  copy(text: string): Promise<void>;
  /**
   * Shows a page in the member's browser; rejects where there is none. The address is https, or
   * http on the own computer (TR4).
   */
  openPage(url: string): Promise<void>;
  /** Shows a file in the system's file manager. */
  showFile(file: string): void;
  /** Opens an address in the browser; rejects where the system has none. */
  openLink(url: string): Promise<void>;
};

export type Question = {
  readonly title: string;
  readonly message: string;
  readonly detail: string;
  /** The last one stands for closing the box. */
  readonly buttons: readonly string[];
};

export type DialogPort = {
  /** Resolves with the index of the button; nothing waits for it meanwhile. */
  ask(question: Question): Promise<number>;
};

/** The application as the operating system sees it. */
export type AppPort = {
  name(): string;
  version(): string;
  /** What it runs on, each with its version. */
  versions(): Versions;
  /** Whether it runs from a package and not from a checkout. */
  isInstalled(): boolean;
  /** Where this installation keeps its settings. */
  folder(): string;
  /** BCP 47 tags, the preferred first. */
  systemLanguages(): readonly string[];
  /** Calls back with its arguments when someone starts the app again while it runs. */
  onSecondInstance(listener: (argv: readonly string[]) => void): void;
  /** Calls back with the links that the system hands over by itself, as macOS does. */
  onLink(listener: (link: string) => void): void;
  /** Lets `farewell` finish before the app ends, however quitting began. */
  beforeQuit(farewell: () => Promise<void>): void;
  /** Calls back when a helper process of the app, such as the GPU's, has ended by itself. */
  onHelperGone(listener: (type: string, reason: string) => void): void;
  quit(): void;
  exit(code: number): void;
  /** Ends at once and starts again with these arguments, as `program` where it is another one. */
  restart(argv: readonly string[], program: string | null): void;
};
