/** `BrowserWindow`: a top-level X window of the host with one page in it. */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, LoadFileOptions, Rectangle } from 'electron';
import { app } from './app.ts';
import type { PageSession } from './chromium.ts';
import { debugLine } from './environment.ts';
import { hostEvent } from './event.ts';
import { type HostNativeImage, toImage } from './native-image.ts';
import { notBuilt, throwForMissingMembers } from './not-built.ts';
import { openPage } from './page-opener.ts';
import { HostWebContents } from './web-contents.ts';
import type { Bounds, Shell, ShellListener } from './x-window.ts';

const DEFAULT_SIZE = { width: 800, height: 600 };

/** Options that are fulfilled; each names the only value that can be given, if there is just one. */
const OPTIONS: Record<string, unknown> = {
  width: undefined,
  height: undefined,
  minWidth: undefined,
  minHeight: undefined,
  x: undefined,
  y: undefined,
  center: undefined,
  show: undefined,
  title: undefined,
  icon: undefined,
  resizable: undefined,
  backgroundColor: undefined,
  webPreferences: undefined,
  // There never is a menu bar, so it is always hidden.
  autoHideMenuBar: undefined,
  paintWhenInitiallyHidden: true,
  // Sizes are those of the page: the host knows nothing of a window manager's frame.
  useContentSize: undefined,
  frame: true,
  fullscreen: false,
  fullscreenable: undefined,
  maximizable: undefined,
  minimizable: undefined,
  closable: true,
  alwaysOnTop: false,
  skipTaskbar: false,
  // For macOS and Windows only.
  titleBarStyle: undefined,
  trafficLightPosition: undefined,
  vibrancy: undefined,
  backgroundMaterial: undefined,
  roundedCorners: undefined,
  thickFrame: undefined,
  tabbingIdentifier: undefined,
};

const windows = new Set<HostBrowserWindow>();
let focused: HostBrowserWindow | undefined;

/** Pixels along one side of a window's icon. */
const LARGEST_ICON = 128;

export class HostBrowserWindow extends EventEmitter {
  readonly webContents: HostWebContents;
  readonly #shell: Shell;
  readonly #smallest: { width: number; height: number };
  #bounds: Bounds;
  #title: string;
  #visible = false;
  #minimized = false;
  #destroyed = false;
  #resizable: boolean;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    if (!app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    checkOptions(options);
    this.#bounds = initialBounds(options);
    this.#title = options.title ?? app.name;
    this.#resizable = options.resizable ?? true;
    this.#smallest = { width: options.minWidth ?? 0, height: options.minHeight ?? 0 };
    this.#shell = app.x.createShell(
      {
        bounds: this.#bounds,
        positioned: options.x !== undefined,
        title: this.#title,
        applicationName: app.name,
        backgroundPixel: parseColour(options.backgroundColor),
      },
      this.#shellListener(),
    );
    this.#setSizeHints(options.x !== undefined);
    if (options.icon) this.setIcon(options.icon);
    this.webContents = new HostWebContents(
      {
        openPage: () => this.#openPage(),
        readyToShow: () => this.emit('ready-to-show', hostEvent()),
        titleChanged: (title) => this.#pageTitleChanged(title),
        pageGone: () => this.#closed(),
        openWindow: (overrides, url) => openChild(overrides, url),
      },
      options.webPreferences ?? {},
    );
    windows.add(this);
    app.addWindow(this);
    app.emit('web-contents-created', hostEvent(), this.webContents);
    app.emit('browser-window-created', hostEvent(), this);
    if (options.show ?? true) this.show();
  }

  get id(): number {
    return this.webContents.id;
  }

  get title(): string {
    return this.#title;
  }

  set title(title: string) {
    this.setTitle(title);
  }

  #shellListener(): ShellListener {
    return {
      closeRequested: () => void this.close(),
      focusChanged: (hasFocus) => this.#focusChanged(hasFocus),
      boundsChanged: (bounds) => this.#boundsChanged(bounds),
      mappedChanged: (mapped) => this.#mappedChanged(mapped),
    };
  }

  async #openPage(): Promise<PageSession> {
    const { session, window } = await openPage();
    this.#shell.adopt(window);
    return session;
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  loadFile(file: string, options?: LoadFileOptions): Promise<void> {
    return this.webContents.loadFile(file, options);
  }

  reload(): void {
    this.webContents.reload();
  }

  capturePage(rectangle?: Rectangle): Promise<HostNativeImage> {
    return this.webContents.capturePage(rectangle);
  }

  show(): void {
    this.#shell.show(true);
    this.#setVisible(true);
  }

  showInactive(): void {
    this.#shell.show(false);
    this.#setVisible(true);
  }

  hide(): void {
    this.#shell.hide();
    this.#setVisible(false);
  }

  #setVisible(visible: boolean): void {
    if (this.#minimized && visible) this.#setMinimized(false);
    if (visible === this.#visible) return;
    this.#visible = visible;
    this.emit(visible ? 'show' : 'hide');
  }

  focus(): void {
    if (this.#visible) this.#shell.focus();
  }

  blur(): void {
    throw notBuilt('BrowserWindow.blur');
  }

  minimize(): void {
    this.#shell.minimize();
    this.#setMinimized(true);
  }

  restore(): void {
    if (!this.#minimized) return;
    this.#shell.show(true);
    this.#setMinimized(false);
  }

  #setMinimized(minimized: boolean): void {
    if (minimized === this.#minimized) return;
    this.#minimized = minimized;
    this.emit(minimized ? 'minimize' : 'restore');
  }

  /** A window manager may minimize and restore by itself. */
  #mappedChanged(mapped: boolean): void {
    if (!this.#visible) return;
    this.#setMinimized(!mapped);
  }

  #focusChanged(hasFocus: boolean): void {
    if (hasFocus === this.isFocused()) return;
    if (hasFocus) focused = this;
    else focused = undefined;
    this.emit(hasFocus ? 'focus' : 'blur', hostEvent());
    app.emit(hasFocus ? 'browser-window-focus' : 'browser-window-blur', hostEvent(), this);
  }

  isVisible(): boolean {
    return this.#visible && !this.#minimized;
  }

  isFocused(): boolean {
    return focused === this;
  }

  isMinimized(): boolean {
    return this.#minimized;
  }

  isMaximized(): boolean {
    return false;
  }

  isFullScreen(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isResizable(): boolean {
    return this.#resizable;
  }

  setResizable(resizable: boolean): void {
    this.#resizable = resizable;
    this.#setSizeHints(false);
  }

  setMinimumSize(width: number, height: number): void {
    Object.assign(this.#smallest, { width, height });
    this.#setSizeHints(false);
  }

  getMinimumSize(): number[] {
    return [this.#smallest.width, this.#smallest.height];
  }

  #setSizeHints(positioned: boolean): void {
    this.#shell.setSizeHints(positioned, this.#smallest, !this.#resizable);
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }

  getContentBounds(): Rectangle {
    return this.getBounds();
  }

  getNormalBounds(): Rectangle {
    return this.getBounds();
  }

  getSize(): number[] {
    return [this.#bounds.width, this.#bounds.height];
  }

  getContentSize(): number[] {
    return this.getSize();
  }

  getPosition(): number[] {
    return [this.#bounds.x, this.#bounds.y];
  }

  setBounds(bounds: Partial<Rectangle>): void {
    const { x, y, width, height } = { ...this.#bounds, ...bounds };
    const wanted = {
      x,
      y,
      width: Math.max(width, this.#smallest.width, 1),
      height: Math.max(height, this.#smallest.height, 1),
    };
    this.#shell.setBounds(wanted);
    this.#boundsChanged(wanted);
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setContentSize(width: number, height: number): void {
    this.setSize(width, height);
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  center(): void {
    this.setBounds(centred(this.#bounds));
  }

  #boundsChanged(bounds: Bounds): void {
    const before = this.#bounds;
    this.#bounds = bounds;
    if (before.width !== bounds.width || before.height !== bounds.height) this.emit('resize');
    if (before.x !== bounds.x || before.y !== bounds.y) this.emit('move');
  }

  setTitle(title: string): void {
    this.#title = title;
    this.#shell.setTitle(title);
  }

  getTitle(): string {
    return this.#title;
  }

  #pageTitleChanged(title: string): void {
    const event = hostEvent();
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.setTitle(title);
  }

  setIcon(icon: unknown): void {
    const image = toImage(icon);
    // One X request holds 256 KiB; window managers show icons far smaller than that anyway.
    const small =
      image.getSize().width > LARGEST_ICON ? image.resize({ width: LARGEST_ICON }) : image;
    const pixels = small.bitmapsOf().flatMap(({ width, height, rgba }) => {
      const argb = Array.from({ length: width * height }, (_, index) => {
        const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(index * 4, index * 4 + 4);
        return ((alpha << 24) | (red << 16) | (green << 8) | blue) >>> 0;
      });
      return [width, height, ...argb];
    });
    this.#shell.setIcon(pixels);
  }

  /** There is no menu bar: having none is all that can be asked for. */
  setMenu(menu: unknown): void {
    if (menu !== null) throw notBuilt('BrowserWindow.setMenu with a menu');
  }

  removeMenu(): void {}

  setMenuBarVisibility(visible: boolean): void {
    if (visible) throw notBuilt('BrowserWindow.setMenuBarVisibility(true)');
  }

  isMenuBarVisible(): boolean {
    return false;
  }

  setAutoHideMenuBar(_hide: boolean): void {}

  /** @returns whether the window is closing: the app may veto in `close`. */
  close(): boolean {
    if (this.#destroyed) return true;
    const event = hostEvent();
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.webContents.close();
    return true;
  }

  destroy(): void {
    if (!this.#destroyed) this.webContents.close();
  }

  #closed(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    if (focused === this) focused = undefined;
    this.#shell.destroy();
    windows.delete(this);
    this.emit('closed');
    app.removeWindow(this);
  }

  static getAllWindows(): HostBrowserWindow[] {
    return [...windows];
  }

  static getFocusedWindow(): HostBrowserWindow | null {
    return focused ?? null;
  }

  static fromWebContents(contents: HostWebContents): HostBrowserWindow | null {
    return [...windows].find((window) => window.webContents === contents) ?? null;
  }

  static fromId(id: number): HostBrowserWindow | null {
    return [...windows].find((window) => window.id === id) ?? null;
  }
}
throwForMissingMembers('BrowserWindow', HostBrowserWindow);

function openChild(options: BrowserWindowConstructorOptions, url: string): void {
  const child = new HostBrowserWindow(options);
  child.loadURL(url).catch((error) => debugLine('window.open', error));
}

function checkOptions(options: BrowserWindowConstructorOptions): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    const known = Object.hasOwn(OPTIONS, name);
    const only = OPTIONS[name];
    if (!known || (only !== undefined && only !== value)) {
      throw notBuilt(`BrowserWindow option ${name}: ${String(value)}`);
    }
  }
}

function centred({ width, height }: { width: number; height: number }): { x: number; y: number } {
  const screen = app.x.size;
  return {
    x: Math.max(0, Math.round((screen.width - width) / 2)),
    y: Math.max(0, Math.round((screen.height - height) / 2)),
  };
}

function initialBounds(options: BrowserWindowConstructorOptions): Bounds {
  const width = Math.max(options.width ?? DEFAULT_SIZE.width, options.minWidth ?? 1);
  const height = Math.max(options.height ?? DEFAULT_SIZE.height, options.minHeight ?? 1);
  const place = centred({ width, height });
  return { x: options.x ?? place.x, y: options.y ?? place.y, width, height };
}

/** The colour shown until the page draws; white as in Electron. Only hexadecimal forms are known. */
function parseColour(colour = '#ffffff'): number {
  const digits = /^#([0-9a-f]{3,8})$/i.exec(colour)?.[1];
  if (!digits) throw notBuilt(`BrowserWindow option backgroundColor: ${colour}`);
  const full = digits.length <= 4 ? digits.replace(/./g, '$&$&') : digits;
  // Eight digits are alpha, red, green, blue.
  return Number.parseInt(full.slice(-6), 16);
}
