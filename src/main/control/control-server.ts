import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, rmSync } from 'node:fs';
import net from 'node:net';
import process from 'node:process';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Log } from '../ports.ts';
import { type OutsideRequest, outsideRequestSchema } from '../requests/outside-request.ts';
import {
  type ControlPlace,
  controlFilePath,
  controlPlaces,
  removeStale,
  writeControlFile,
} from './control-place.ts';
import { LineCutter } from './lines.ts';
import {
  CONTROL_VERSION,
  type ControlAnswer,
  MAX_QUESTION_BYTES,
  questionSchema,
} from './protocol.ts';

/** How long a connection may take to say what it wants, in milliseconds. */
const QUESTION_TIMEOUT_MS = 2_000;
/** Connections at a time; status bars keep one each. */
const MAX_CONNECTIONS = 16;

export type ControlOptions = {
  /** Folder of the profile that this app is the only instance of. */
  readonly profile: string;
  /** The system's folder for sockets of this user, or null. */
  readonly runtimeFolder: string | null;
  readonly log: Log;
  readonly answer: (request: OutsideRequest) => Promise<ControlAnswer>;
  /** Calls back when an answer may have become another one; the answer ends it. */
  readonly onChange: (listener: () => void) => () => void;
  readonly clock: Pick<Clock, 'after'>;
};

export type Control = { close(): Promise<void> };

/**
 * Lets programs of the same user ask things of the running app (CL3): over a socket that only this
 * user can open, with a key that only this user can read. Without a place to listen the app runs
 * on without it, which the log says.
 */
export async function openControl(options: ControlOptions): Promise<Control> {
  const { profile, runtimeFolder, log } = options;
  const key = randomBytes(32).toString('hex');
  const server = new ControlServer(options, key);
  try {
    removeStale(profile);
    for (const make of controlPlaces(profile, runtimeFolder)) {
      const place = make();
      if (place === null || !(await server.listen(place))) continue;
      writeControlFile(profile, { version: CONTROL_VERSION, address: place.address, key });
      return server;
    }
    log.warn('the command line cannot reach this app: there is no place for a socket');
  } catch (error) {
    log.error('the command line cannot reach this app', error);
    await server.close();
  }
  return server;
}

class ControlServer implements Control {
  readonly #options: ControlOptions;
  readonly #keyDigest: Buffer;
  readonly #server: net.Server;
  readonly #connections = new Set<net.Socket>();
  #place: ControlPlace | null = null;

  constructor(options: ControlOptions, key: string) {
    this.#options = options;
    this.#keyDigest = digest(key);
    this.#server = net.createServer((connection) => this.#serve(connection));
    this.#server.maxConnections = MAX_CONNECTIONS;
  }

  /** Whether it could: not every file system has sockets. */
  async listen(place: ControlPlace): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const fail = (): void => resolve(false);
    this.#server.once('error', fail);
    this.#server.listen(place.address, () => resolve(true));
    const listens = await promise;
    this.#server.off('error', fail);
    if (!listens) {
      place.remove();
      return false;
    }
    this.#place = place;
    this.#server.on('error', (error) => {
      this.#options.log.error('the control socket failed', error);
    });
    if (process.platform !== 'win32') chmodSync(place.address, 0o600);
    return true;
  }

  async close(): Promise<void> {
    if (this.#place === null) return;
    rmSync(controlFilePath(this.#options.profile), { force: true });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    for (const connection of this.#connections) connection.destroy();
    await promise;
    this.#place.remove();
    this.#place = null;
  }

  #serve(connection: net.Socket): void {
    const { clock } = this.#options;
    const lines = new LineCutter(MAX_QUESTION_BYTES);
    const stopWaiting = clock.after(QUESTION_TIMEOUT_MS, () => connection.destroy());
    this.#connections.add(connection);
    connection.on('error', () => connection.destroy());
    connection.on('close', () => {
      stopWaiting();
      this.#connections.delete(connection);
    });
    connection.on('data', (chunk: Buffer) => {
      const [question, ...more] = lines.push(chunk) ?? [null];
      if (question === undefined) return;
      stopWaiting();
      connection.removeAllListeners('data');
      // One question each: whatever follows is not read but thrown away.
      connection.resume();
      if (question === null || more.length > 0) sayLast(connection, refused('request'));
      else this.#answer(connection, question);
    });
  }

  #answer(connection: net.Socket, line: string): void {
    const request = this.#read(line);
    if ('kind' in request) {
      sayLast(connection, request);
      return;
    }
    const conversation =
      'watch' in request && request.watch
        ? this.#tellEachChange(connection, request)
        : this.#ask(request).then((answer) => sayLast(connection, answer));
    conversation.catch((error: unknown) => {
      this.#options.log.error(`"${request.do}" from outside failed`, error);
      sayLast(connection, refused('failed'));
    });
  }

  #read(line: string): OutsideRequest | ControlAnswer {
    const question = questionSchema.safeParse(parsed(line));
    if (!question.success) return refused('request');
    const { key, version, request } = question.data;
    // Digests, because only what is equally long can be compared in constant time.
    if (!timingSafeEqual(digest(key), this.#keyDigest)) return refused('key');
    if (version !== CONTROL_VERSION) return refused('version');
    return outsideRequestSchema.safeParse(request).data ?? refused('request');
  }

  async #ask(request: OutsideRequest): Promise<ControlAnswer> {
    return this.#options.answer(request);
  }

  /** A reader who is slow gets fewer answers, the last one always, and never an old one. */
  async #tellEachChange(connection: net.Socket, request: OutsideRequest): Promise<void> {
    let told = '';
    let wake: () => void = () => undefined;
    let changed = true;
    const end = this.#options.onChange(() => {
      changed = true;
      wake();
    });
    connection.once('close', () => wake());
    try {
      while (!connection.destroyed && connection.writable) {
        if (changed) {
          changed = false;
          const line = lineOf(await this.#ask(request));
          if (line !== told) await written(connection, line);
          told = line;
        } else {
          const { promise, resolve } = Promise.withResolvers<void>();
          wake = resolve;
          await promise;
        }
      }
    } finally {
      end();
    }
  }
}

function refused(why: Extract<ControlAnswer, { kind: 'refused' }>['why']): ControlAnswer {
  return { kind: 'refused', why };
}

/** Says it and hangs up, whatever the other side goes on sending. */
function sayLast(connection: net.Socket, answer: ControlAnswer): void {
  connection.write(lineOf(answer));
  connection.destroySoon();
}

function lineOf(answer: ControlAnswer): string {
  return `${JSON.stringify(answer)}\n`;
}

/** Resolves when the line is out, or the connection gone. */
function written(connection: net.Socket, line: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  connection.write(line, () => resolve());
  return promise;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
