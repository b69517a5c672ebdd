/** `webContents`: one page in Chromium, its preload and its messages. */
import { randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  BrowserWindowConstructorOptions,
  HandlerDetails,
  LoadFileOptions,
  Rectangle,
  WebContents,
  WebPreferences,
  WindowOpenHandlerResponse,
} from 'electron';
import { app } from './app.ts';
import { isBlankPage } from './blank-page.ts';
import type { Json, PageSession } from './chromium.ts';
import { debugLine } from './environment.ts';
import { type HostEvent, hostEvent } from './event.ts';
import { HostIpcMain, ipcMain } from './ipc-main.ts';
import { type HostNativeImage, nativeImage } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { notBuilt, throwForMissing, throwForMissingMembers } from './not-built.ts';
import * as bridge from './page-bridge.ts';
import { session } from './session.ts';
import { createCodec } from './structured-clone.ts';

const codec = createCodec();
const ERR_FAILED = -2;
/** The numbers of the failures that an app is likely to meet; Chromium gives only the names. */
const NET_ERRORS: Record<string, number> = {
  ERR_FAILED,
  ERR_ABORTED: -3,
  ERR_FILE_NOT_FOUND: -6,
  ERR_CONNECTION_CLOSED: -100,
  ERR_CONNECTION_RESET: -101,
  ERR_CONNECTION_REFUSED: -102,
  ERR_NAME_NOT_RESOLVED: -105,
  ERR_INTERNET_DISCONNECTED: -106,
  ERR_ADDRESS_UNREACHABLE: -109,
  ERR_CONNECTION_TIMED_OUT: -118,
  ERR_UNSAFE_PORT: -312,
};
const CONSOLE_LEVELS: Record<string, [name: string, number: number]> = {
  debug: ['debug', 0],
  warning: ['warning', 2],
  error: ['error', 3],
  assert: ['error', 3],
};

/** Preferences that the host fulfils; each names the only value it can give, if there is just one. */
const PREFERENCES: Record<string, unknown> = {
  preload: undefined,
  additionalArguments: undefined,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  safeDialogs: undefined,
  spellcheck: undefined,
  devTools: undefined,
  backgroundThrottling: undefined,
};

/** What a page needs from its window. */
export interface PageOwner {
  /** Opens the page and gives Chromium's X window a place. */
  openPage(): Promise<PageSession>;
  /** The page has drawn itself for the first time. */
  readyToShow(): void;
  titleChanged(title: string): void;
  pageGone(): void;
  openWindow(options: BrowserWindowConstructorOptions, url: string): void;
}

let lastId = 0;
const all = new Map<number, HostWebContents>();

/** The top frame. It stays the same object, so `senderFrame === sender.mainFrame` holds. */
class HostFrame {
  url = '';
  readonly name = '';
  readonly parent = null;
  readonly routingId = 1;
  readonly processId = 1;
  readonly frameTreeNodeId: number;
  readonly detached = false;
  readonly #contents: HostWebContents;

  constructor(contents: HostWebContents) {
    this.#contents = contents;
    this.frameTreeNodeId = contents.id;
  }

  get origin(): string {
    if (!URL.canParse(this.url)) return 'null';
    const { origin, protocol } = new URL(this.url);
    return protocol === 'file:' ? 'file://' : origin;
  }

  get top(): HostFrame {
    return this;
  }

  isDestroyed(): boolean {
    return this.#contents.isDestroyed();
  }

  send(channel: string, ...args: unknown[]): void {
    this.#contents.send(channel, ...args);
  }

  executeJavaScript(code: string): Promise<unknown> {
    return this.#contents.executeJavaScript(code);
  }
}
throwForMissingMembers('webFrameMain', HostFrame);

export class HostWebContents extends EventEmitter {
  readonly id = ++lastId;
  readonly ipc = new HostIpcMain();
  readonly session = session.defaultSession;
  readonly mainFrame: HostFrame;
  readonly #owner: PageOwner;
  readonly #preferences: WebPreferences;
  readonly #opened: Promise<PageSession>;
  #page: PageSession | undefined;
  /** The preload's world of the document that is loaded now. */
  #preloadWorld: number | undefined;
  #title = '';
  #loading = false;
  #drawn = false;
  #destroyed = false;
  #crashed = false;
  /** Addresses to which the page itself wants to go. */
  readonly #requestedByPage = new Set<string>();
  #windowRequest: Json;
  #openHandler: ((details: HandlerDetails) => WindowOpenHandlerResponse) | undefined;
  #removeListeners: (() => void)[] = [];

  constructor(owner: PageOwner, preferences: WebPreferences) {
    super();
    checkPreferences(preferences);
    this.#owner = owner;
    this.#preferences = preferences;
    this.mainFrame = new HostFrame(this);
    all.set(this.id, this);
    this.#opened = this.#open();
    this.#opened.catch((error) => debugLine('page', error));
  }

  /** The app's own view of this object, for handlers typed by Electron. */
  get #asElectron(): WebContents {
    return this as unknown as WebContents;
  }

  async #open(): Promise<PageSession> {
    const page = await this.#owner.openPage();
    this.#page = page;
    this.#listen(page);
    await this.#prepare(page);
    return page;
  }

  #on(emitter: EventEmitter, event: string, listener: (params: Json) => void): void {
    emitter.on(event, listener);
    this.#removeListeners.push(() => emitter.off(event, listener));
  }

  #listen(page: PageSession): void {
    const { targetId } = page;
    this.#on(app.chromium, 'Target.targetDestroyed', (gone) => {
      if (gone.targetId === targetId) this.#gone();
    });
    this.#on(app.chromium, 'Target.targetInfoChanged', ({ targetInfo }) => {
      if (targetInfo.targetId === targetId && this.#drawn) this.#setTitle(targetInfo.title);
    });
    this.#on(page, 'Page.windowOpen', (request) => {
      this.#windowRequest = request;
    });
    this.#on(app.chromium, 'popup', (popup) => {
      if (popup.openerId !== targetId) return;
      this.#quietly(app.chromium.send('Target.closeTarget', { targetId: popup.targetId }));
      // The new target does not know its address yet.
      const { url = popup.url, windowName = '', windowFeatures = [] } = this.#windowRequest ?? {};
      this.#windowOpened(url, windowName, windowFeatures.join(','));
    });
    this.#on(page, 'Runtime.executionContextCreated', ({ context }) => {
      const own = context.auxData?.frameId === targetId;
      if (own && context.name === bridge.ISOLATED_WORLD) this.#preloadWorld = context.id;
    });
    this.#on(page, 'Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#preloadWorld) this.#preloadWorld = undefined;
    });
    this.#on(page, 'Runtime.executionContextsCleared', () => {
      this.#preloadWorld = undefined;
    });
    this.#on(page, 'Runtime.bindingCalled', ({ name, executionContextId, payload }) => {
      if (name !== bridge.HOST_BINDING) return;
      this.#receive(executionContextId, JSON.parse(payload)).catch((error) =>
        debugLine('ipc', error),
      );
    });
    this.#on(page, 'Runtime.consoleAPICalled', (params) => this.#console(params));
    this.#on(page, 'Page.frameRequestedNavigation', ({ frameId, url }) => {
      if (frameId === targetId) this.#requestedByPage.add(url);
    });
    this.#on(page, 'Fetch.requestPaused', (request) => this.#mayNavigate(page, request));
    this.#on(page, 'Page.frameNavigated', ({ frame }) => {
      if (!frame.parentId) this.#navigated(frame.url + (frame.urlFragment ?? ''));
    });
    this.#on(page, 'Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId !== targetId) return;
      this.mainFrame.url = url;
      this.emit('did-navigate-in-page', hostEvent(), url, true, 1, 1);
    });
    this.#on(
      page,
      'Page.domContentEventFired',
      () => this.#own() && this.emit('dom-ready', hostEvent()),
    );
    this.#on(page, 'Page.loadEventFired', () => this.#quietly(this.#loaded(page)));
    this.#on(page, 'Page.lifecycleEvent', ({ name, frameId }) => {
      if (name === 'firstPaint' && frameId === targetId) this.#firstDrawn();
    });
    this.#on(page, 'Page.javascriptDialogOpening', ({ type, message }) => {
      // Electron shows a native box; without an answer the page would stand still for ever.
      process.stderr.write(`electron-host: the page's ${type}() is not built: ${message}\n`);
      const accept = type === 'alert' || type === 'beforeunload';
      this.#quietly(page.send('Page.handleJavaScriptDialog', { accept }));
    });
    this.#on(app.chromium, 'Target.targetCrashed', (crash) => {
      if (crash.targetId !== targetId) return;
      this.#crashed = true;
      const reason = crash.status === 'killed' ? 'killed' : 'crashed';
      this.emit('render-process-gone', hostEvent(), { reason, exitCode: crash.errorCode });
    });
    const setTheme = (): void => this.#quietly(this.#applyTheme(page));
    nativeTheme.on('updated', setTheme);
    this.#removeListeners.push(() => nativeTheme.off('updated', setTheme));
  }

  async #prepare(page: PageSession): Promise<void> {
    const { preload, additionalArguments = [] } = this.#preferences;
    const secret = randomBytes(16).toString('hex');
    const settings: bridge.PreloadSettings = {
      binding: bridge.HOST_BINDING,
      receiver: bridge.PAGE_RECEIVER,
      platform: process.platform,
      arch: process.arch,
      versions: process.versions,
      env: process.env,
      argv: [process.execPath, ...additionalArguments],
    };
    const script = this.#readPreload(preload);
    await Promise.all([
      page.send('Page.enable'),
      page.send('Page.setLifecycleEventsEnabled', { enabled: true }),
      page.send('Runtime.enable'),
      page.send('Inspector.enable'),
      page.send('Runtime.addBinding', {
        name: bridge.HOST_BINDING,
        executionContextName: bridge.ISOLATED_WORLD,
      }),
      // The page's end has to listen before the preload exposes anything.
      page.send('Page.addScriptToEvaluateOnNewDocument', { source: bridge.pageScript(secret) }),
      page.send('Page.addScriptToEvaluateOnNewDocument', {
        source: bridge.preloadScript(secret, settings, script),
        worldName: bridge.ISOLATED_WORLD,
      }),
      page.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] }),
      this.#applyTheme(page),
      page.send('Runtime.runIfWaitingForDebugger'),
    ]);
  }

  #readPreload(file: string | undefined): { file: string; source: string } | undefined {
    if (!file) return undefined;
    try {
      return { file, source: fs.readFileSync(file, 'utf8') };
    } catch (error) {
      process.stderr.write(`Unable to load preload script: ${file}\n`);
      setImmediate(() => this.emit('preload-error', hostEvent(), file, error));
      return undefined;
    }
  }

  async #applyTheme(page: PageSession): Promise<void> {
    const value = nativeTheme.themeSource === 'system' ? '' : nativeTheme.themeSource;
    const features = [{ name: 'prefers-color-scheme', value }];
    await page.send('Emulation.setEmulatedMedia', { features });
  }

  /** For requests whose failure only means that the page has gone meanwhile. */
  #quietly(work: Promise<unknown>): void {
    work.catch((error) => debugLine('page', error));
  }

  /** Whether the document is the app's and not the empty one that every window starts with. */
  #own(): boolean {
    return this.mainFrame.url !== '' && !isBlankPage(this.mainFrame.url);
  }

  #mayNavigate(page: PageSession, { requestId, request, frameId }: Json): void {
    const asked = frameId === page.targetId && this.#requestedByPage.delete(request.url);
    const event = hostEvent({
      url: request.url,
      isMainFrame: true,
      isSameDocument: false,
      frame: this.mainFrame,
    });
    if (asked) this.emit('will-navigate', event, request.url, false, true, 1, 1);
    // Aborted leaves the page where it is.
    const answer = event.defaultPrevented
      ? page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      : page.send('Fetch.continueRequest', { requestId });
    this.#quietly(answer);
  }

  #navigated(url: string): void {
    this.mainFrame.url = url;
    this.#crashed = false;
    if (!this.#own()) return;
    this.emit('did-navigate', hostEvent(), url, 200, 'OK');
    this.#quietly(this.#applyPermissions(url));
  }

  async #applyPermissions(url: string): Promise<void> {
    const decisions = await this.session.decidePermissions(this.#asElectron, url);
    const settings = decisions.map(({ name, granted }) =>
      app.chromium.send('Browser.setPermission', {
        permission: { name },
        setting: granted ? 'granted' : 'denied',
      }),
    );
    await Promise.all(settings);
  }

  async #loaded(page: PageSession): Promise<void> {
    if (!this.#own()) return;
    const question = { expression: 'document.title', returnByValue: true };
    const { result } = await page.send('Runtime.evaluate', question);
    this.#setTitle(result.value);
    this.#loading = false;
    this.emit('did-finish-load', hostEvent());
    this.emit('did-stop-loading', hostEvent());
    // A page without content is never painted.
    this.#firstDrawn();
  }

  #firstDrawn(): void {
    if (this.#drawn || !this.#own()) return;
    this.#drawn = true;
    this.#owner.readyToShow();
  }

  #setTitle(title: string): void {
    if (!title || title === this.#title) return;
    this.#title = title;
    const event = hostEvent();
    this.emit('page-title-updated', event, title, true);
    if (!event.defaultPrevented) this.#owner.titleChanged(title);
  }

  #console({ type, args, stackTrace }: Json): void {
    const [level, number] = CONSOLE_LEVELS[type] ?? ['info', 1];
    const message = args.map((arg: Json) => arg.value ?? arg.description ?? '').join(' ');
    const frame = stackTrace?.callFrames[0];
    const details = {
      level,
      message,
      lineNumber: (frame?.lineNumber ?? -1) + 1,
      sourceId: frame?.url ?? '',
      frame: this.mainFrame,
    };
    const event = hostEvent(details);
    this.emit('console-message', event, number, message, details.lineNumber, details.sourceId);
  }

  async #receive(world: number, message: bridge.PageMessage): Promise<void> {
    if (message.type === 'preload-error') {
      const error = Object.assign(new Error(message.message), { stack: message.stack });
      this.emit('preload-error', hostEvent(), message.file, error);
      return;
    }
    const { channel } = message;
    const args = codec.decode(message.args) as unknown[];
    if (message.type === 'send') {
      const event = this.#ipcEvent();
      this.emit('ipc-message', event, channel, ...args);
      this.ipc.emit(channel, event, ...args);
      ipcMain.emit(channel, event, ...args);
      return;
    }
    const answer = await this.#invoke(channel, args);
    await this.#tell(world, { type: 'reply', id: message.id, ...answer });
  }

  async #invoke(channel: string, args: unknown[]): Promise<{ value: unknown } | { error: string }> {
    const handler = this.ipc.handlerFor(channel) ?? ipcMain.handlerFor(channel);
    const failed = `Error invoking remote method '${channel}'`;
    if (!handler) return { error: `${failed}: Error: No handler registered for '${channel}'` };
    try {
      const result = await handler(this.#ipcEvent() as never, ...args);
      return { value: codec.encode(result) };
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? String(error)) : String(error);
      process.stderr.write(`Error occurred in handler for '${channel}': ${text}\n`);
      return { error: `${failed}: ${error}` };
    }
  }

  #ipcEvent(): HostEvent {
    return hostEvent({
      type: 'frame',
      sender: this,
      senderFrame: this.mainFrame,
      frameId: this.mainFrame.routingId,
      processId: this.mainFrame.processId,
      ports: [],
      reply: (channel: string, ...args: unknown[]) => this.send(channel, ...args),
    });
  }

  async #tell(world: number, message: object): Promise<void> {
    const expression = `${bridge.PAGE_RECEIVER}(${JSON.stringify(message)})`;
    await this.#page?.send('Runtime.evaluate', { contextId: world, expression });
  }

  send(channel: string, ...args: unknown[]): void {
    // Encoded at once: the app may change the objects after this call.
    const message = { type: 'send', channel, args: codec.encode(args) };
    if (this.#preloadWorld === undefined) return;
    this.#quietly(this.#tell(this.#preloadWorld, message));
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.#opened;
    this.#loading = true;
    this.emit('did-start-loading', hostEvent());
    const loaded = new AbortController();
    const finished = once(this, 'did-finish-load', { signal: loaded.signal });
    const gone = once(this, 'destroyed', { signal: loaded.signal }).then(() => {
      throw loadError('ERR_FAILED', ERR_FAILED, url);
    });
    finished.catch(() => {});
    gone.catch(() => {});
    try {
      const { errorText } = await page.send('Page.navigate', { url });
      if (errorText) throw this.#loadFailed(errorText, url);
      await Promise.race([finished, gone]);
      // The empty page is not one to go back to.
      this.#quietly(page.send('Page.resetNavigationHistory'));
    } finally {
      loaded.abort();
    }
  }

  #loadFailed(errorText: string, url: string): Error {
    const code = errorText.replace('net::', '');
    const number = NET_ERRORS[code] ?? ERR_FAILED;
    this.#loading = false;
    this.emit('did-fail-load', hostEvent(), number, code, url, true, 1, 1);
    return loadError(code, number, url);
  }

  loadFile(file: string, options: LoadFileOptions = {}): Promise<void> {
    const url = pathToFileURL(path.resolve(app.getAppPath(), file));
    for (const [key, value] of Object.entries(options.query ?? {}))
      url.searchParams.set(key, value);
    if (options.search) url.search = options.search;
    if (options.hash) url.hash = options.hash;
    return this.loadURL(url.href);
  }

  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const page = await this.#opened;
    if (this.#loading) await once(this, 'did-stop-loading');
    const { result, exceptionDetails } = await page.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    });
    if (!exceptionDetails) return result.value;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  async capturePage(rectangle?: Rectangle): Promise<HostNativeImage> {
    const page = await this.#opened;
    const clip = rectangle ? { clip: { ...rectangle, scale: 1 } } : {};
    const { data } = await page.send('Page.captureScreenshot', { format: 'png', ...clip });
    return nativeImage.createFromBuffer(Buffer.from(data, 'base64'));
  }

  reload(): void {
    this.#quietly(this.#opened.then((page) => page.send('Page.reload')));
  }

  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#openHandler = handler;
  }

  /** A page asked for a new window; the window that Chromium made for it is already closing. */
  #windowOpened(url: string, frameName: string, features: string): void {
    const details: HandlerDetails = {
      url,
      frameName,
      features,
      disposition: 'new-window',
      referrer: { url: this.getURL(), policy: 'strict-origin-when-cross-origin' },
    };
    const response = this.#openHandler?.(details) ?? { action: 'allow' };
    if (response.action === 'allow') {
      this.#owner.openWindow(response.overrideBrowserWindowOptions ?? {}, url);
    }
  }

  getURL(): string {
    return this.#own() ? this.mainFrame.url : '';
  }

  getTitle(): string {
    return this.#title;
  }

  getType(): 'window' {
    return 'window';
  }

  isLoading(): boolean {
    return this.#loading;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  isDevToolsOpened(): boolean {
    return false;
  }

  get targetId(): string | undefined {
    return this.#page?.targetId;
  }

  getDevToolsTargetId(): string {
    return this.#page?.targetId ?? '';
  }

  focus(): void {
    this.#quietly(this.#opened.then((page) => page.send('Page.bringToFront')));
  }

  /** Closes the page without asking anyone; the window follows. */
  close(): void {
    const closing = this.#opened.then(({ targetId }) =>
      app.chromium.send('Target.closeTarget', { targetId }),
    );
    // A page that failed to open, or is gone already, will not tell that it is being closed.
    closing.catch((error) => {
      debugLine('page', error);
      this.#gone();
    });
  }

  #gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    all.delete(this.id);
    for (const remove of this.#removeListeners) remove();
    this.emit('destroyed');
    this.#owner.pageGone();
  }

  static getAllWebContents(): HostWebContents[] {
    return [...all.values()];
  }

  static fromId(id: number): HostWebContents | undefined {
    return all.get(id);
  }

  static fromDevToolsTargetId(targetId: string): HostWebContents | undefined {
    return [...all.values()].find((contents) => contents.targetId === targetId);
  }
}
throwForMissingMembers('webContents', HostWebContents);

function loadError(code: string, errno: number, url: string): Error {
  return Object.assign(new Error(`${code} (${errno}) loading '${url}'`), { code, errno, url });
}

function checkPreferences(preferences: WebPreferences): void {
  for (const [name, value] of Object.entries(preferences)) {
    if (value === undefined) continue;
    const known = Object.hasOwn(PREFERENCES, name);
    const only = PREFERENCES[name];
    if (!known || (only !== undefined && only !== value)) {
      throw notBuilt(`webPreferences.${name}: ${String(value)}`);
    }
  }
}

/** The module `webContents`. */
export const webContents = throwForMissing('webContents', {
  getAllWebContents: HostWebContents.getAllWebContents,
  fromId: HostWebContents.fromId,
  fromDevToolsTargetId: HostWebContents.fromDevToolsTargetId,
});
