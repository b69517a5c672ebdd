/**
 * The X side of windows. Each BrowserWindow owns a top-level window of the host, the shell, and
 * Chromium's window lives inside it. So a window manager's close, focus and move arrive here first
 * and can be answered the way Electron does.
 */
import x11, { type XClient, type XDisplay, type XEvent } from 'x11';
import { debugLine } from './environment.ts';
import { openDisplay, reply } from './x-client.ts';

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** What happens to a shell from outside. */
export interface ShellListener {
  closeRequested(): void;
  focusChanged(focused: boolean): void;
  boundsChanged(bounds: Bounds): void;
  mappedChanged(mapped: boolean): void;
}

export interface ShellOptions {
  readonly bounds: Bounds;
  readonly positioned: boolean;
  readonly title: string;
  readonly applicationName: string;
  readonly backgroundPixel: number;
}

const ATOM_NAMES = [
  'ATOM',
  'CARDINAL',
  'CLIPBOARD',
  'STRING',
  'TARGETS',
  'UTF8_STRING',
  'WM_CHANGE_STATE',
  'WM_CLASS',
  'WM_DELETE_WINDOW',
  'WM_HINTS',
  'WM_NAME',
  'WM_NORMAL_HINTS',
  'WM_PROTOCOLS',
  'WM_SIZE_HINTS',
  '_NET_ACTIVE_WINDOW',
  '_NET_SUPPORTING_WM_CHECK',
  '_NET_WM_ICON',
  '_NET_WM_NAME',
  '_NET_WM_PID',
] as const;
type AtomName = (typeof ATOM_NAMES)[number];

const OUT_OF_SIGHT: Bounds = { x: -10, y: -10, width: 1, height: 1 };
const ICONIC_STATE = 3;
const REVERT_TO_POINTER_ROOT = 1;
const REVERT_TO_PARENT = 2;
const FOCUS_ATTEMPTS = 50;
const FOCUS_RETRY_MS = 20;
const NOTIFY_INFERIOR = 2;
const NOTIFY_POINTER = 5;
const { StructureNotify, SubstructureNotify, FocusChange, PropertyChange, SubstructureRedirect } =
  x11.eventMask as Record<string, number> & Record<'StructureNotify', number>;

function mask(...bits: (number | undefined)[]): number {
  return bits.reduce<number>((sum, bit) => sum | (bit ?? 0), 0);
}

export class XConnection {
  readonly client: XClient;
  readonly root: number;
  readonly size: { width: number; height: number };
  readonly #atoms: Record<AtomName, number>;
  readonly #chromiumClass: string;
  readonly #pageName: string;
  readonly #handlers = new Map<number, (event: XEvent) => void>();
  /** Chromium's windows wait in here, unmapped, until their shell takes them. */
  readonly #holder: number;
  readonly #waiting: ((window: number) => void)[] = [];
  readonly #taken = new Set<number>();
  /** Whether a window manager runs; without one, focus and icons are the host's affair. */
  #windowManager = false;

  private constructor(
    display: XDisplay,
    atoms: Record<AtomName, number>,
    chromiumClass: string,
    pageName: string,
  ) {
    const [screen] = display.screen;
    if (!screen) throw new Error('the X display has no screen');
    this.client = display.client;
    this.root = screen.root;
    this.size = { width: screen.pixel_width, height: screen.pixel_height };
    this.#atoms = atoms;
    this.#chromiumClass = chromiumClass;
    this.#pageName = pageName;
    this.client.on('event', (event: XEvent) => this.#dispatch(event));
    this.client.on('error', (error) => debugLine('x', error));
    this.client.ChangeWindowAttributes(this.root, {
      eventMask: mask(SubstructureNotify, PropertyChange),
    });
    this.#holder = this.client.AllocID();
    this.#createWindow(this.#holder, OUT_OF_SIGHT, { overrideRedirect: 1 });
    this.#lookForWindowManager();
  }

  /**
   * @param chromiumClass the WM_CLASS by which Chromium's windows are known.
   * @param pageName the file name of the page that app windows start with.
   */
  static async open(
    display: string,
    chromiumClass: string,
    pageName: string,
  ): Promise<XConnection> {
    const opened = await openDisplay(display);
    const { client } = opened;
    const atoms = {} as Record<AtomName, number>;
    const interned = ATOM_NAMES.map(async (name) => {
      atoms[name] = await reply<number>((done) => client.InternAtom(false, name, done));
    });
    await Promise.all(interned);
    return new XConnection(opened, atoms, chromiumClass, pageName);
  }

  close(): void {
    this.client.terminate();
  }

  async pointer(): Promise<{ x: number; y: number }> {
    const { rootX, rootY } = await reply<{ rootX: number; rootY: number }>((done) =>
      this.client.QueryPointer(this.root, done),
    );
    return { x: rootX, y: rootY };
  }

  /** The next window that Chromium makes, already out of sight. */
  nextChromiumWindow(): Promise<number> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  createShell(options: ShellOptions, listener: ShellListener): Shell {
    const window = this.client.AllocID();
    this.#createWindow(window, options.bounds, {
      backgroundPixel: options.backgroundPixel,
      eventMask: mask(StructureNotify, FocusChange),
    });
    const shell = new Shell(this, window, options, listener);
    this.#handlers.set(window, (event) => shell.handle(event));
    return shell;
  }

  /** A window that is never seen, for what the X server ties to a window. */
  createHelper(listener: (event: XEvent) => void): number {
    const window = this.client.AllocID();
    this.#createWindow(window, OUT_OF_SIGHT, { overrideRedirect: 1 });
    this.#handlers.set(window, listener);
    return window;
  }

  forget(window: number): void {
    this.#handlers.delete(window);
  }

  atom(name: AtomName): number {
    return this.#atoms[name];
  }

  setNumbers(window: number, property: AtomName, type: AtomName, values: readonly number[]): void {
    this.client.ChangeProperty(0, window, this.atom(property), this.atom(type), 32, values);
  }

  setText(window: number, property: AtomName, type: AtomName, text: string): void {
    const bytes = Buffer.from(text);
    this.client.ChangeProperty(0, window, this.atom(property), this.atom(type), 8, bytes);
  }

  /** Asks the window manager for something; gives false where none runs. */
  askWindowManager(window: number, message: AtomName, data: number[]): boolean {
    if (!this.#windowManager) return false;
    const event = x11.packEvent({
      name: 'ClientMessage',
      format: 32,
      wid: window,
      message_type: this.atom(message),
      data: [...data, 0, 0, 0, 0, 0].slice(0, 5),
    });
    const eventMask = mask(SubstructureNotify, SubstructureRedirect);
    this.client.SendEvent(this.root, false, eventMask, event);
    return true;
  }

  #createWindow(window: number, bounds: Bounds, values: Record<string, number>): void {
    const { x, y, width, height } = bounds;
    this.client.CreateWindow(window, this.root, x, y, width, height, 0, 0, 0, 0, values);
  }

  #dispatch(event: XEvent): void {
    if (event.name === 'CreateNotify') {
      if (event.parent === this.root && !event.overrideRedirect) void this.#inspect(event.wid);
      return;
    }
    if (event.name === 'PropertyNotify') {
      if (event.wid !== this.root) void this.#inspect(event.wid);
      else if (event.atom === this.atom('_NET_SUPPORTING_WM_CHECK')) this.#lookForWindowManager();
      return;
    }
    // With several subjects in one event, `event` names the window that was listened on, and what is
    // about a selection names its owner, or else who asked for it.
    const subject = event.event ?? event.wid ?? event.owner ?? event.requestor;
    this.#handlers.get(subject)?.(event);
  }

  #lookForWindowManager(): void {
    const property = this.atom('_NET_SUPPORTING_WM_CHECK');
    reply<{ data: Buffer }>((done) =>
      this.client.GetProperty(0, this.root, property, 0, 0, 1, done),
    ).then(
      ({ data }) => {
        this.#windowManager = data.length > 0;
      },
      (error) => debugLine('x', error),
    );
  }

  /**
   * Takes a new top-level window away if it is Chromium's. This happens before Chromium maps it, so
   * that it never shows up by itself; the class may be set only after the window is made.
   */
  async #inspect(window: number): Promise<void> {
    if (this.#taken.has(window) || this.#handlers.has(window)) return;
    try {
      const { data } = await this.#classOf(window);
      if (data.length === 0) {
        this.client.ChangeWindowAttributes(window, { eventMask: mask(PropertyChange) });
        if ((await this.#classOf(window)).data.length > 0) await this.#inspect(window);
        return;
      }
      if (this.#taken.has(window) || !this.#isAppWindow(data)) return;
      this.#taken.add(window);
      this.client.ReparentWindow(window, this.#holder, 0, 0);
      this.#waiting.shift()?.(window);
    } catch (error) {
      // A window that is gone again needs no taking.
      debugLine('x', error);
    }
  }

  /** Chromium names the class of an app window by its address; its helper windows have another. */
  #isAppWindow(wmClass: Buffer): boolean {
    return wmClass.includes(this.#chromiumClass) && wmClass.includes(this.#pageName);
  }

  #classOf(window: number): Promise<{ data: Buffer }> {
    return reply((done) =>
      this.client.GetProperty(0, window, this.atom('WM_CLASS'), 0, 0, 100, done),
    );
  }
}

/** One top-level window with Chromium's window inside. */
export class Shell {
  readonly #x: XConnection;
  readonly #window: number;
  readonly #listener: ShellListener;
  #child: number | undefined;
  #bounds: Bounds;
  #mapped = false;
  #wantsFocus = false;
  #focused = false;
  #destroyed = false;

  constructor(x: XConnection, window: number, options: ShellOptions, listener: ShellListener) {
    this.#x = x;
    this.#window = window;
    this.#bounds = options.bounds;
    this.#listener = listener;
    const { applicationName } = options;
    x.setNumbers(window, 'WM_PROTOCOLS', 'ATOM', [x.atom('WM_DELETE_WINDOW')]);
    x.setNumbers(window, '_NET_WM_PID', 'CARDINAL', [process.pid]);
    x.setText(
      window,
      'WM_CLASS',
      'STRING',
      `${applicationName.toLowerCase()}\0${applicationName}\0`,
    );
    // Input hint: the window wants the keyboard.
    x.setNumbers(window, 'WM_HINTS', 'WM_HINTS', [1, 1, 0, 0, 0, 0, 0, 0, 0]);
    this.setTitle(options.title);
  }

  /** Puts Chromium's window inside. */
  adopt(child: number): void {
    if (this.#destroyed) return;
    this.#child = child;
    const { width, height } = this.#bounds;
    this.#x.client.ReparentWindow(child, this.#window, 0, 0);
    this.#x.client.MoveResizeWindow(child, 0, 0, width, height);
    this.#x.client.MapWindow(child);
    this.#tellChildItsPlace();
    // The window manager may have given the focus before there was a child.
    if (this.#focused) this.#passFocusToChild();
  }

  setTitle(title: string): void {
    this.#x.setText(this.#window, 'WM_NAME', 'UTF8_STRING', title);
    this.#x.setText(this.#window, '_NET_WM_NAME', 'UTF8_STRING', title);
  }

  /** @param pixels width, height and ARGB pixels of each size, as `_NET_WM_ICON` wants them. */
  setIcon(pixels: readonly number[]): void {
    this.#x.setNumbers(this.#window, '_NET_WM_ICON', 'CARDINAL', pixels);
  }

  /** Tells the window manager the size limits, and whether to keep the given position. */
  setSizeHints(
    positioned: boolean,
    smallest: { width: number; height: number },
    fixed: boolean,
  ): void {
    const { x, y, width, height } = this.#bounds;
    const minimum = fixed ? { width, height } : smallest;
    const maximum = fixed ? { width, height } : { width: 0, height: 0 };
    const userPosition = positioned ? 1 : 0;
    const flags = userPosition | 2 | (minimum.width > 0 ? 16 : 0) | (fixed ? 32 : 0);
    const place = [flags, x, y, width, height];
    const limits = [minimum.width, minimum.height, maximum.width, maximum.height];
    const rest = Array<number>(18 - place.length - limits.length).fill(0);
    this.#x.setNumbers(this.#window, 'WM_NORMAL_HINTS', 'WM_SIZE_HINTS', [
      ...place,
      ...limits,
      ...rest,
    ]);
  }

  show(focus: boolean): void {
    this.#wantsFocus = focus;
    if (this.#mapped) {
      if (focus) this.focus();
      return;
    }
    this.#x.client.MapWindow(this.#window);
  }

  hide(): void {
    this.#x.client.UnmapWindow(this.#window);
  }

  minimize(): void {
    const asked = this.#x.askWindowManager(this.#window, 'WM_CHANGE_STATE', [ICONIC_STATE]);
    if (!asked) this.hide();
  }

  focus(): void {
    if (!this.#mapped) {
      this.#wantsFocus = true;
      return;
    }
    // Source 2 stands for a direct wish of the user, which window managers follow.
    if (this.#x.askWindowManager(this.#window, '_NET_ACTIVE_WINDOW', [2])) return;
    this.#x.client.RaiseWindow(this.#window);
    this.#x.client.SetInputFocus(this.#window, REVERT_TO_POINTER_ROOT);
  }

  setBounds({ x, y, width, height }: Bounds): void {
    this.#x.client.MoveResizeWindow(this.#window, x, y, width, height);
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.#x.forget(this.#window);
    this.#x.client.DestroyWindow(this.#window);
  }

  handle(event: XEvent): void {
    if (event.name === 'ClientMessage') {
      if (event.data[0] === this.#x.atom('WM_DELETE_WINDOW')) this.#listener.closeRequested();
    } else if (event.name === 'ConfigureNotify') {
      this.#moved(event.width, event.height).catch((error) => debugLine('x', error));
    } else if (event.name === 'MapNotify' && event.wid === this.#window) {
      this.#mapped = true;
      this.#listener.mappedChanged(true);
      if (this.#wantsFocus) this.focus();
    } else if (event.name === 'UnmapNotify' && event.wid === this.#window) {
      this.#mapped = false;
      this.#listener.mappedChanged(false);
    } else if (event.name === 'FocusIn' || event.name === 'FocusOut') {
      this.#focusMoved(event);
    }
  }

  #focusMoved(event: XEvent): void {
    // Focus that only follows the pointer is no change.
    if (event.detail === NOTIFY_POINTER) return;
    const focused = event.name === 'FocusIn';
    // Also when it comes back from the child: some window managers set it again.
    if (focused) this.#passFocusToChild();
    if (event.detail === NOTIFY_INFERIOR) return;
    this.#focused = focused;
    this.#listener.focusChanged(focused);
  }

  /**
   * A window that is not on the screen cannot take it: it is mapped again, for it may be late.
   * Where it leaves the screen after it took it, the shell gets it back and hears of that.
   */
  #passFocusToChild(attemptsLeft = FOCUS_ATTEMPTS): void {
    if (this.#child === undefined || this.#destroyed) return;
    this.#x.client.SetInputFocus(this.#child, REVERT_TO_PARENT, (error) => {
      if (error && attemptsLeft > 1) {
        setTimeout(() => {
          if (!this.#focused) return;
          this.#mapChild();
          this.#passFocusToChild(attemptsLeft - 1);
        }, FOCUS_RETRY_MS);
      }
      return true;
    });
  }

  /** Chromium unmaps its window now and then while it is being reparented. */
  #mapChild(): void {
    if (this.#child !== undefined && !this.#destroyed) this.#x.client.MapWindow(this.#child);
  }

  async #moved(width: number, height: number): Promise<void> {
    if (this.#child) this.#x.client.ResizeWindow(this.#child, width, height);
    const { client, root } = this.#x;
    // The event's own position is relative to a window manager's frame.
    const { destX, destY } = await reply<{ destX: number; destY: number }>((done) =>
      client.TranslateCoordinates(this.#window, root, 0, 0, done),
    );
    if (this.#destroyed) return;
    this.#bounds = { x: destX, y: destY, width, height };
    this.#tellChildItsPlace();
    this.#listener.boundsChanged(this.#bounds);
  }

  /** Chromium places its menus by root coordinates, which X tells a child window only on request. */
  #tellChildItsPlace(): void {
    if (!this.#child) return;
    const event = { name: 'ConfigureNotify', wid: this.#child, wid1: this.#child, ...this.#bounds };
    this.#x.client.SendEvent(this.#child, false, mask(StructureNotify), x11.packEvent(event));
  }
}
