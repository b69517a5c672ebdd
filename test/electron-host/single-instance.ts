/**
 * The single-instance lock, in the shape Chromium gives it: a symbolic link `SingletonLock` in the
 * user data folder names host and pid, and `SingletonSocket` points to a socket at a short path,
 * because socket paths are limited to 107 bytes.
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** What a second instance tells the first one. */
export interface InstanceMessage {
  readonly argv: string[];
  readonly workingDirectory: string;
  readonly additionalData: unknown;
}

const ACKNOWLEDGED = 'ACK';
const SOCKET_FOLDER_PREFIX = '.electron-host-';
const HAND_OVER_TIMEOUT_MS = 5000;

/** Runs in a short-lived Node, because `requestSingleInstanceLock` has to answer synchronously. */
const HAND_OVER_SCRIPT = `
  const [socket, message, timeout] = process.argv.slice(1);
  const connection = require('node:net').connect({ path: socket, allowHalfOpen: true });
  connection.on('error', () => process.exit(1));
  connection.on('data', () => process.exit(0));
  connection.end(message);
  setTimeout(() => process.exit(1), Number(timeout));
`;

export class SingleInstanceLock {
  readonly #folder: string;
  readonly #node: string;
  readonly #onMessage: (message: InstanceMessage) => void;
  #held: { server: net.Server; socket: string; socketFolder: string } | undefined;

  constructor(folder: string, node: string, onMessage: (message: InstanceMessage) => void) {
    this.#folder = folder;
    this.#node = node;
    this.#onMessage = onMessage;
  }

  get isHeld(): boolean {
    return this.#held !== undefined;
  }

  get #lockLink(): string {
    return path.join(this.#folder, 'SingletonLock');
  }

  get #socketLink(): string {
    return path.join(this.#folder, 'SingletonSocket');
  }

  /** Takes the lock, or hands the message to its holder and gives false. */
  acquire(message: InstanceMessage): boolean {
    if (this.#held) return true;
    fs.mkdirSync(this.#folder, { recursive: true });
    for (let attempt = 0; attempt < 3; attempt++) {
      if (this.#take()) return true;
      const holder = this.#holderPid();
      if (holder !== undefined && isAlive(holder)) return !this.#handOver(message);
      this.#clearAfterKilledHolder();
    }
    return false;
  }

  #clearAfterKilledHolder(): void {
    const socket = readLink(this.#socketLink);
    // Only what a host made: the link could have been changed by anyone.
    const folder = path.dirname(socket ?? '');
    if (path.basename(folder).startsWith(SOCKET_FOLDER_PREFIX)) {
      fs.rmSync(folder, { recursive: true, force: true });
    }
    fs.rmSync(this.#lockLink, { force: true });
  }

  release(): void {
    if (!this.#held) return;
    const { server, socketFolder } = this.#held;
    this.#held = undefined;
    server.close();
    fs.rmSync(this.#socketLink, { force: true });
    fs.rmSync(this.#lockLink, { force: true });
    fs.rmSync(socketFolder, { recursive: true, force: true });
  }

  #take(): boolean {
    try {
      fs.symlinkSync(`${os.hostname()}-${process.pid}`, this.#lockLink);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw error;
    }
    const socketFolder = fs.mkdtempSync(path.join(os.tmpdir(), SOCKET_FOLDER_PREFIX));
    const socket = path.join(socketFolder, 'SingletonSocket');
    fs.rmSync(this.#socketLink, { force: true });
    fs.symlinkSync(socket, this.#socketLink);
    const server = net.createServer({ allowHalfOpen: true }, (connection) => {
      this.#receive(connection);
    });
    server.listen(socket);
    server.unref();
    this.#held = { server, socket, socketFolder };
    return true;
  }

  #receive(connection: net.Socket): void {
    let text = '';
    connection.setEncoding('utf8');
    connection.on('error', () => connection.destroy());
    connection.on('data', (chunk) => {
      text += chunk;
    });
    connection.on('end', () => {
      connection.end(ACKNOWLEDGED);
      this.#onMessage(JSON.parse(text) as InstanceMessage);
    });
  }

  #holderPid(): number | undefined {
    const holder = readLink(this.#lockLink);
    return holder === undefined ? undefined : Number(holder.split('-').pop());
  }

  #handOver(message: InstanceMessage): boolean {
    const socket = fs.readlinkSync(this.#socketLink);
    const args = [socket, JSON.stringify(message), String(HAND_OVER_TIMEOUT_MS)];
    execFileSync(this.#node, ['-e', HAND_OVER_SCRIPT, ...args], { stdio: 'ignore' });
    return true;
  }
}

function readLink(link: string): string | undefined {
  try {
    return fs.readlinkSync(link);
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
