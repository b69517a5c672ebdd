/**
 * The Chromium process behind all windows. The host talks to it over a pipe, so that Chromium ends
 * with the host however the host ends; a test tool may use the DevTools port at the same time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { childEnvironment, debugLine, environmentVariable } from './environment.ts';

const BINARIES = [
  '/usr/lib/chromium/chromium',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];
const CLOSE_TIMEOUT_MS = 4000;
const START_ATTEMPTS = 20;
const RETRY_DELAY_MS = 100;

/** Switches that every start needs. */
const SWITCHES = [
  '--no-first-run',
  '--no-default-browser-check',
  '--no-startup-window',
  '--remote-debugging-pipe',
  // Pages from file:// may load their own modules, as in Electron.
  '--allow-file-access-from-files',
  // A page may close its window, as in Electron.
  '--blink-settings=allowScriptsToCloseWindows=true',
  '--disable-extensions',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-breakpad',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--hide-crash-restore-bubble',
  '--noerrdialogs',
  '--ozone-platform=x11',
  // Without this, Chromium shows a bar about --no-sandbox that takes 56 pixels of the page.
  '--test-type',
];

/** A renderer kept in reserve would outlive the last window. */
const DISABLED_FEATURES = 'SpareRendererForSitePerProcess';

/** The parameters and results of the DevTools protocol, which has no types here. */
// biome-ignore lint/suspicious/noExplicitAny: the protocol is JSON, known by its documentation
export type Json = any;

export interface ChromiumOptions {
  readonly profile: string;
  /** The WM_CLASS for all its windows. */
  readonly windowClass: string;
  readonly noSandbox: boolean;
  readonly debuggingPort: string | undefined;
  readonly passwordStore: boolean;
  readonly disabledFeatures: string;
  /** Further switches from the app and its caller. */
  readonly switches: readonly string[];
}

export class ChromiumError extends Error {}

/** The first Chromium on this machine, or an error that says how to get one. */
export function findChromium(): string {
  const chosen = environmentVariable('ELECTRON_HOST_CHROMIUM');
  const binary = (chosen ? [chosen] : BINARIES).find((file) => fs.existsSync(file));
  if (binary) return binary;
  const looked = chosen ? `ELECTRON_HOST_CHROMIUM=${chosen}` : BINARIES.join(', ');
  throw new ChromiumError(
    `no Chromium found (looked at ${looked}). Install it (apt-get install chromium) or set ELECTRON_HOST_CHROMIUM.`,
  );
}

/** One attached page; its events are emitted by their protocol names. */
export class PageSession extends EventEmitter {
  readonly targetId: string;
  readonly #chromium: Chromium;
  readonly #id: string;

  constructor(chromium: Chromium, id: string, targetId: string) {
    super();
    this.setMaxListeners(0);
    this.#chromium = chromium;
    this.#id = id;
    this.targetId = targetId;
  }

  send(method: string, params: Json = {}): Promise<Json> {
    return this.#chromium.send(method, params, this.#id);
  }
}

interface Pending {
  readonly method: string;
  readonly sessionId: string | undefined;
  readonly resolve: (result: Json) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Emits protocol events by their names, `popup` with the target of a window that a page opened (and
 * which waits for the debugger), and `exit` with the code when Chromium ends unasked.
 */
export class Chromium extends EventEmitter {
  readonly #options: ChromiumOptions;
  readonly #binary: string;
  readonly #pending = new Map<number, Pending>();
  readonly #sessions = new Map<string, PageSession>();
  /** Pages asked for, by the address they start with. */
  readonly #expected = new Map<string, (page: PageSession) => void>();
  #process: ChildProcess | undefined;
  #exited: Promise<void> = Promise.resolve();
  #alive = false;
  #closing = false;
  #lastId = 0;
  /** The last error Chromium told, which says why where it does not start. */
  #complaint = '';

  constructor(options: ChromiumOptions) {
    super();
    this.setMaxListeners(0);
    this.#options = options;
    this.#binary = findChromium();
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  async start(): Promise<void> {
    fs.mkdirSync(this.#options.profile, { recursive: true });
    for (let attempt = 1; ; attempt++) {
      const debuggingPortOpen = this.#spawn();
      try {
        await this.send('Target.setDiscoverTargets', { discover: true });
        await this.send('Target.setAutoAttach', {
          autoAttach: true,
          waitForDebuggerOnStart: true,
          flatten: true,
        });
        await debuggingPortOpen;
        break;
      } catch (error) {
        // A Chromium of a former run that is still ending takes over the new one's command line.
        if (attempt === START_ATTEMPTS) throw new ChromiumError(this.#complaint || String(error));
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
      }
    }
    void this.#exited.then(() => {
      if (!this.#closing) this.emit('exit', this.#process?.exitCode ?? 1);
    });
  }

  /**
   * Opens a window without tab strip and address bar. The request goes through the socket by which
   * a second `chromium --app=` would hand it over: a second process would cost most of the time.
   */
  async openAppWindow(url: string): Promise<PageSession> {
    const page = new Promise<PageSession>((resolve) => this.#expected.set(url, resolve));
    await this.#handOver([`--app=${url}`, '--test-type']);
    return page;
  }

  send(method: string, params: Json = {}, sessionId?: string): Promise<Json> {
    if (!this.#alive) return Promise.reject(new ChromiumError(`${method}: Chromium is gone`));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { method, sessionId, resolve, reject });
      const input = this.#process?.stdio[3] as Writable;
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (!this.#alive) return;
    this.send('Browser.close').catch((error) => debugLine('chromium', error));
    const timer = setTimeout(() => this.#process?.kill('SIGKILL'), CLOSE_TIMEOUT_MS);
    await this.#exited;
    clearTimeout(timer);
  }

  #spawn(): Promise<void> {
    const { profile, windowClass, noSandbox, debuggingPort, passwordStore } = this.#options;
    const disabled = [DISABLED_FEATURES, this.#options.disabledFeatures].filter(Boolean).join(',');
    const args = [
      `--user-data-dir=${profile}`,
      `--class=${windowClass}`,
      ...SWITCHES,
      `--disable-features=${disabled}`,
      ...(noSandbox ? ['--no-sandbox'] : []),
      ...(passwordStore ? [] : ['--password-store=basic']),
      ...(debuggingPort === undefined ? [] : [`--remote-debugging-port=${debuggingPort}`]),
      ...this.#options.switches,
    ];
    const child = spawn(this.#binary, args, {
      // Its own process group: a Ctrl+C in the terminal must not end Chromium before the app.
      detached: true,
      // On PrepareForSleep Chromium drops its connections, the DevTools socket among them.
      env: childEnvironment({ DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/dev/null' }),
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#process = child;
    this.#alive = true;
    this.#exited = new Promise((resolve) => {
      const gone = (): void => {
        this.#alive = false;
        this.#rejectPending();
        resolve();
      };
      child.once('exit', gone);
      child.once('error', gone);
    });
    for (const pipe of [child.stdio[3], child.stdio[4]]) {
      pipe?.on('error', (error) => debugLine('chromium', error));
    }
    this.#readMessages(child.stdio[4] as Readable);
    const portOpen = this.#relayErrors(child.stderr as Readable);
    return debuggingPort === undefined ? Promise.resolve() : Promise.race([portOpen, this.#exited]);
  }

  /** Ends the requests that nobody will answer: all of them, or those to one page. */
  #rejectPending(sessionId?: string): void {
    for (const [id, pending] of this.#pending) {
      if (sessionId !== undefined && pending.sessionId !== sessionId) continue;
      this.#pending.delete(id);
      pending.reject(new ChromiumError(`${pending.method}: the page is gone`));
    }
  }

  /** Resolves with the line that Playwright waits for, which is passed on as it is. */
  #relayErrors(stderr: Readable): Promise<void> {
    return new Promise((resolve) => {
      let rest = '';
      stderr.setEncoding('utf8').on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n');
        rest = lines.pop() ?? '';
        for (const line of lines) {
          if (line.startsWith('DevTools listening on ')) {
            process.stderr.write(`\n${line}\n`);
            resolve();
          } else {
            if (/:(ERROR|FATAL):/.test(line)) this.#complaint = line.replace(/^\[[^\]]*\] */, '');
            debugLine('chromium', line);
          }
        }
      });
    });
  }

  #readMessages(output: Readable): void {
    let chunks: Buffer[] = [];
    output.on('data', (data: Buffer) => {
      let chunk = data;
      for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0)) {
        chunks.push(chunk.subarray(0, end));
        const message = JSON.parse(Buffer.concat(chunks).toString());
        chunks = [];
        chunk = chunk.subarray(end + 1);
        this.#receive(message);
      }
      if (chunk.length > 0) chunks.push(chunk);
    });
  }

  #receive(message: Json): void {
    if (message.id !== undefined) {
      const pending = this.#pending.get(message.id);
      this.#pending.delete(message.id);
      if (message.error) {
        pending?.reject(new ChromiumError(`${pending.method}: ${message.error.message}`));
      } else {
        pending?.resolve(message.result);
      }
    } else if (message.sessionId) {
      this.#sessions.get(message.sessionId)?.emit(message.method, message.params);
    } else if (message.method === 'Target.attachedToTarget') {
      this.#attached(message.params);
    } else {
      if (message.method === 'Target.detachedFromTarget') {
        this.#sessions.delete(message.params.sessionId);
        this.#rejectPending(message.params.sessionId);
      }
      this.emit(message.method, message.params);
    }
  }

  #attached({ sessionId, targetInfo, waitingForDebugger }: Json): void {
    const session = new PageSession(this, sessionId, targetInfo.targetId);
    this.#sessions.set(sessionId, session);
    const resolve = this.#expected.get(targetInfo.url);
    if (resolve) {
      this.#expected.delete(targetInfo.url);
      resolve(session);
      return;
    }
    if (targetInfo.type === 'page' && targetInfo.openerId) this.emit('popup', targetInfo);
    // Workers and the like are not the host's affair; nobody else would let them go on. A popup is
    // being closed, but until it goes on, the page that opened it can stand still.
    if (waitingForDebugger) {
      session
        .send('Runtime.runIfWaitingForDebugger')
        .catch((error) => debugLine('chromium', error));
    }
  }

  #handOver(args: readonly string[]): Promise<void> {
    const socket = fs.realpathSync(path.join(this.#options.profile, 'SingletonSocket'));
    const message = ['START', process.cwd(), this.#binary, ...args].join('\0');
    return new Promise((resolve, reject) => {
      const connection = net.connect({ path: socket, allowHalfOpen: true });
      connection.on('error', reject);
      connection.on('data', () => {
        connection.destroy();
        resolve();
      });
      connection.end(message);
    });
  }
}
