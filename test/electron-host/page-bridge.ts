/**
 * What runs inside a page: the preload's world with `require('electron')`, and its other end in the
 * page's own world. Both get these functions as source text, so none may refer to anything outside
 * itself. Types are only stripped from the text, never compiled.
 *
 * The two worlds share nothing but the DOM. So contextBridge travels as synchronous DOM events whose
 * names only the two ends know, with JSON in them; functions and promises are passed by number.
 */
import { type Codec, createCodec } from './structured-clone.ts';

/** The name of the preload's world, as in Electron. */
export const ISOLATED_WORLD = 'Electron Isolated Context';
/** The function through which the preload's world calls the host. */
export const HOST_BINDING = '__electronHostSend';
/** The function through which the host calls the preload's world. */
export const PAGE_RECEIVER = '__electronHostReceive';

/** What the preload's world is told about its host. */
export interface PreloadSettings {
  readonly binding: string;
  readonly receiver: string;
  readonly platform: string;
  readonly arch: string;
  readonly versions: Record<string, string | undefined>;
  readonly env: Record<string, string | undefined>;
  readonly argv: readonly string[];
}

/** Messages from the preload's world to the host. */
export type PageMessage =
  | { type: 'send'; channel: string; args: ReturnType<Codec['encode']> }
  | { type: 'invoke'; id: number; channel: string; args: ReturnType<Codec['encode']> }
  | { type: 'preload-error'; file: string; message: string; stack: string };

// biome-ignore lint/suspicious/noExplicitAny: page code, where everything is untyped
type Any = any;

interface Port {
  serve(operations: Record<string, (argument: Any) => unknown>): void;
  call(operation: string, argument: unknown): Any;
}

/** A synchronous call to the other world. Everything used later is taken before page code runs. */
function createPort(incoming: string, outgoing: string): Port {
  const CustomEventType = (globalThis as Any).CustomEvent;
  const target = (globalThis as Any).EventTarget.prototype;
  const dispatch = target.dispatchEvent.bind(globalThis);
  const listen = target.addEventListener.bind(globalThis);
  const { stringify, parse } = JSON;
  const operations: Record<string, (argument: Any) => unknown> = {};
  let answer: unknown;

  function post(message: unknown): void {
    dispatch(new CustomEventType(outgoing, { detail: stringify(message) }));
  }

  listen(
    incoming,
    (event: Any) => {
      event.stopImmediatePropagation();
      const message = parse(event.detail);
      if ('answer' in message) {
        answer = message.answer;
        return;
      }
      post({ answer: operations[message.operation]?.(message.argument) ?? null });
    },
    true,
  );

  return {
    serve: (served) => Object.assign(operations, served),
    call(operation, argument) {
      answer = undefined;
      post({ operation, argument });
      const received = answer;
      answer = undefined;
      return received;
    },
  };
}

/** Values as contextBridge passes them: copies, with functions and promises as live proxies. */
function createBridge(port: Port, codec: Codec) {
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const numbers = new WeakMap<object, number>();
  const promises = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (e: unknown) => void }
  >();
  const depthLimit = 1000;
  let last = 0;

  function wrapError(error: Any): Any {
    return { error: error instanceof Error ? error.message : String(error) };
  }

  function wrapFunction(value: (...args: unknown[]) => unknown): Any {
    const known = numbers.get(value);
    if (known !== undefined) return { function: known };
    const number = ++last;
    functions.set(number, value);
    numbers.set(value, number);
    return { function: number };
  }

  function wrapPromise(promise: Promise<unknown>): Any {
    const number = ++last;
    promise.then(
      (value) => port.call('settle', { number, ok: true, value: wrap(value) }),
      (error) => port.call('settle', { number, ok: false, value: wrapError(error) }),
    );
    return { promise: number };
  }

  function wrap(value: Any, depth = 0): Any {
    if (depth > depthLimit) throw new Error('Electron contextBridge recursion depth exceeded.');
    if (typeof value === 'function') return wrapFunction(value);
    if (value === null || typeof value !== 'object') return { clone: codec.encode(value) };
    if (typeof value.then === 'function') return wrapPromise(value);
    if (Array.isArray(value)) return { array: value.map((entry) => wrap(entry, depth + 1)) };
    const type = Object.prototype.toString.call(value);
    if (type === '[object Error]') return wrapError(value);
    if (type !== '[object Object]') return { clone: codec.encode(value) };
    const entries = Object.keys(value).map((key) => [key, wrap(value[key], depth + 1)]);
    return { object: entries };
  }

  function unwrap(wire: Any): Any {
    if ('function' in wire) {
      const number = wire.function;
      return (...args: unknown[]) => {
        const result = port.call('invoke', { number, args: args.map((arg) => wrap(arg)) });
        if (!result.ok) throw unwrap(result.value);
        return unwrap(result.value);
      };
    }
    if ('promise' in wire) {
      return new Promise((resolve, reject) => promises.set(wire.promise, { resolve, reject }));
    }
    if ('array' in wire) return wire.array.map(unwrap);
    if ('object' in wire) {
      const object = {};
      for (const [key, entry] of wire.object) {
        const value = unwrap(entry);
        Object.defineProperty(object, key, {
          value,
          enumerable: true,
          writable: true,
          configurable: true,
        });
      }
      return object;
    }
    if ('error' in wire) return new Error(wire.error);
    return codec.decode(wire.clone);
  }

  port.serve({
    invoke({ number, args }) {
      try {
        return { ok: true, value: wrap(functions.get(number)?.(...args.map(unwrap))) };
      } catch (error) {
        return { ok: false, value: wrapError(error) };
      }
    },
    settle({ number, ok, value }) {
      const promise = promises.get(number);
      promises.delete(number);
      if (ok) promise?.resolve(unwrap(value));
      else promise?.reject(unwrap(value));
    },
  });
  return { wrap, unwrap };
}

/** The end in the page's own world: puts exposed objects on `window`. */
function runInPage(
  secret: string,
  codec: Codec,
  makePort: typeof createPort,
  makeBridge: typeof createBridge,
) {
  const page = globalThis as Any;
  if (page !== page.parent) return;
  const port = makePort(`${secret}:page`, `${secret}:preload`);
  const bridge = makeBridge(port, codec);

  function freeze(object: Any): Any {
    if (object === null || typeof object !== 'object') return object;
    for (const key of Object.keys(object)) freeze(object[key]);
    return Object.freeze(object);
  }

  port.serve({
    expose({ key, value }) {
      if (Object.hasOwn(page, key)) {
        return { error: 'Cannot bind an API on top of an existing property on the window object' };
      }
      const object = freeze(bridge.unwrap(value));
      Object.defineProperty(page, key, { value: object, enumerable: true });
      return {};
    },
  });
}

/** The preload's world: Electron's modules for sandboxed preloads, then the preload itself. */
function runInPreload(
  secret: string,
  settings: PreloadSettings,
  codec: Codec,
  makePort: typeof createPort,
  makeBridge: typeof createBridge,
  preload: [file: string, run: (...args: Any[]) => void] | null,
) {
  const world = globalThis as Any;
  const callHost = world[settings.binding];
  delete world[settings.binding];
  if (world !== world.parent || !callHost) return;

  class EventEmitter {
    #listeners = new Map<string, Any[]>();
    on(event: string, listener: Any): this {
      this.#listeners.set(event, [...this.listeners(event), listener]);
      return this;
    }
    once(event: string, listener: Any): this {
      const wrapped = (...args: Any[]) => {
        this.off(event, wrapped);
        listener.apply(this, args);
      };
      wrapped.listener = listener;
      return this.on(event, wrapped);
    }
    off(event: string, listener: Any): this {
      const listeners = this.listeners(event);
      const index = listeners.findLastIndex((l) => l === listener || l.listener === listener);
      if (index >= 0) this.#listeners.set(event, listeners.toSpliced(index, 1));
      return this;
    }
    addListener(event: string, listener: Any): this {
      return this.on(event, listener);
    }
    removeListener(event: string, listener: Any): this {
      return this.off(event, listener);
    }
    removeAllListeners(event?: string): this {
      if (event === undefined) this.#listeners.clear();
      else this.#listeners.delete(event);
      return this;
    }
    listeners(event: string): Any[] {
      return this.#listeners.get(event) ?? [];
    }
    listenerCount(event: string): number {
      return this.listeners(event).length;
    }
    emit(event: string, ...args: Any[]): boolean {
      const listeners = this.listeners(event);
      for (const listener of listeners) listener.apply(this, args);
      return listeners.length > 0;
    }
    setMaxListeners(): this {
      return this;
    }
  }

  function notBuilt(name: string): () => never {
    return () => {
      throw new Error(`electron-host: ${name} is not built`);
    };
  }

  function post(message: unknown): void {
    callHost(JSON.stringify(message));
  }

  const waiting = new Map<
    number,
    { resolve: (value: unknown) => void; reject: (e: Error) => void }
  >();
  let lastId = 0;
  const ipcRenderer = Object.assign(new EventEmitter(), {
    send(channel: string, ...args: unknown[]) {
      post({ type: 'send', channel, args: codec.encode(args) });
    },
    invoke(channel: string, ...args: unknown[]) {
      // Outside the promise: what cannot be cloned throws at once, as in Electron.
      const encoded = codec.encode(args);
      return new Promise((resolve, reject) => {
        const id = ++lastId;
        waiting.set(id, { resolve, reject });
        post({ type: 'invoke', id, channel, args: encoded });
      });
    },
    sendSync: notBuilt('ipcRenderer.sendSync'),
    postMessage: notBuilt('ipcRenderer.postMessage'),
    sendToHost: notBuilt('ipcRenderer.sendToHost'),
  });
  Object.defineProperty(world, settings.receiver, {
    value(message: Any) {
      if (message.type === 'send') {
        const event = { sender: ipcRenderer, ports: [], preventDefault() {} };
        ipcRenderer.emit(message.channel, event, ...(codec.decode(message.args) as unknown[]));
        return;
      }
      const caller = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error !== undefined) caller?.reject(new Error(message.error));
      else caller?.resolve(codec.decode(message.value));
    },
  });

  const port = makePort(`${secret}:preload`, `${secret}:page`);
  const bridge = makeBridge(port, codec);
  const contextBridge = {
    exposeInMainWorld(key: string, api: unknown) {
      const result = port.call('expose', { key, value: bridge.wrap(api) });
      if (result?.error) throw new Error(result.error);
    },
    exposeInIsolatedWorld: notBuilt('contextBridge.exposeInIsolatedWorld'),
    executeInMainWorld: notBuilt('contextBridge.executeInMainWorld'),
  };
  const webFrame = { setZoomFactor: notBuilt('webFrame.setZoomFactor') };
  const webUtils = { getPathForFile: notBuilt('webUtils.getPathForFile') };
  const electron = { ipcRenderer, contextBridge, webFrame, webUtils };
  const setImmediate = (run: Any, ...args: Any[]) => world.setTimeout(run, 0, ...args);
  const { setTimeout, setInterval, clearTimeout, clearInterval, URL, URLSearchParams } = world;
  const modules: Record<string, unknown> = {
    electron,
    'electron/renderer': electron,
    'electron/common': electron,
    events: Object.assign(EventEmitter, { EventEmitter }),
    timers: { setTimeout, setInterval, clearTimeout, clearInterval, setImmediate },
    url: { URL, URLSearchParams },
  };
  const require = (id: string): unknown => {
    const name = id.replace(/^node:/, '');
    if (Object.hasOwn(modules, name)) return modules[name];
    throw new Error(`module not found: ${id}`);
  };
  const process = Object.assign(new EventEmitter(), {
    type: 'renderer',
    platform: settings.platform,
    arch: settings.arch,
    versions: settings.versions,
    env: settings.env,
    argv: settings.argv,
    sandboxed: true,
    contextIsolated: true,
    isMainFrame: true,
    nextTick: (run: Any, ...args: Any[]) => world.queueMicrotask(() => run(...args)),
  });

  if (!preload) return;
  const [file, run] = preload;
  try {
    const module = { exports: {} };
    run.call(world, module.exports, require, module, process, world, setImmediate);
  } catch (error) {
    world.console.error(`Unable to load preload script: ${file}`);
    world.console.error(error);
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    post({ type: 'preload-error', file, message, stack });
  }
}

/** The script for the page's own world. */
export function pageScript(secret: string): string {
  return `(${runInPage})(${JSON.stringify(secret)}, (${createCodec})(), ${createPort}, ${createBridge});`;
}

/** The script for the preload's world. */
export function preloadScript(
  secret: string,
  settings: PreloadSettings,
  preload: { file: string; source: string } | undefined,
): string {
  const parameters = 'exports, require, module, process, global, setImmediate';
  const own = preload
    ? `[${JSON.stringify(preload.file)}, function (${parameters}) {${preload.source}\n}]`
    : 'null';
  const values = `${JSON.stringify(secret)}, ${JSON.stringify(settings)}`;
  return `(${runInPreload})(${values}, (${createCodec})(), ${createPort}, ${createBridge}, ${own});`;
}
