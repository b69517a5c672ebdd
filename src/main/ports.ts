import type { BridgeHandlers } from '../shared/bridge/bridge.ts';
import type { AppView, Place } from '../shared/bridge/view.ts';
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
  update(change: Partial<LocalSettings>): void;
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

export type Notice = {
  readonly title: string;
  readonly body: string;
  readonly onClick: () => void;
  /** Shown as a button where the system has buttons on notifications. */
  readonly action?: { readonly label: string; readonly onClick: () => void };
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
  /** Brings the view to the window, if there is one. */
  show(view: AppView): void;
  /** Answers the calls that windows make over the bridge. */
  answer(handlers: BridgeHandlers): void;
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
  /** Shows the log's file in the file manager. */
  showLog(): void;
};

/** The application as the operating system sees it. */
export type AppPort = {
  name(): string;
  version(): string;
  /** Whether it runs from a package and not from a checkout. */
  isInstalled(): boolean;
  /** Where this installation keeps its settings. */
  folder(): string;
  /** BCP 47 tags, the preferred first. */
  systemLanguages(): readonly string[];
  /** Calls back when someone starts the app again while it runs. */
  onSecondInstance(listener: () => void): void;
  /** Lets `farewell` finish before the app ends, however quitting began. */
  beforeQuit(farewell: () => Promise<void>): void;
  /** Calls back when a helper process of the app, such as the GPU's, has ended by itself. */
  onHelperGone(listener: (type: string, reason: string) => void): void;
  quit(): void;
  exit(code: number): void;
  /** Ends at once and starts again with these arguments, as `program` where it is another one. */
  restart(argv: readonly string[], program: string | null): void;
};
