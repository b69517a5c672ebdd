import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';

/** How long until another attempt where the connection was lost, in milliseconds. */
const RETRY_MS = 2_000;

/** How long a look whether the connection still stands may take, in milliseconds. */
const CHECK_MS = 5_000;

/** How long a goodbye to the database may take when the server ends, in milliseconds. */
const GOODBYE_MS = 1_000;

/** Names the lock that everyone has who uses the database, so that nobody replaces what is in it: "Amps". */
export const IN_USE_LOCK = 0x41_6d_70_73;

/** Names the lock that the one server of a database has, or all servers of a cluster together: "Ampv". */
const SERVER_LOCK = 0x41_6d_70_76;

/** How long a server that was killed may keep its lock until the database notices, in milliseconds. */
const CLAIM_MS = 5_000;
const CLAIM_PAUSE_MS = 250;

/** What a process uses the database for: as the only server, as one of several, or beside them. */
export type DatabaseUse = 'alone' | 'in-cluster' | 'beside';

type ListenerOptions = {
  readonly url: string;
  readonly channel: string;
  /** What this process announces its own changes with; they are not heard. */
  readonly origin: string;
  readonly use: DatabaseUse;
  readonly warn: (message: string) => void;
};

/** Hears what other processes change, over a connection of its own, which marks the database as in use. */
export class ChangeListener {
  readonly #options: ListenerOptions;
  readonly #listeners = new Set<() => void>();
  #client: pg.Client | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closing: Promise<unknown> = Promise.resolve();
  /** A server has the database with which this one cannot share it. */
  #isTaken = false;

  constructor(options: ListenerOptions) {
    this.#options = options;
  }

  /**
   * From the answer on nothing is missed; a lost connection is made again by itself. Answers
   * whether the database was free for this server.
   */
  async start(): Promise<boolean> {
    if (this.#client === null && this.#retry === null) await this.#connect();
    return !this.#isTaken;
  }

  /** Looks whether its connection outlived a time in which the database was silent; makes another where not. */
  check(): void {
    const client = this.#client;
    const look = { text: 'SELECT 1', query_timeout: CHECK_MS };
    client?.query(look).catch((error: unknown) => this.#lose(client, error));
  }

  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#end();
    await this.#closing;
  }

  /** Answers whether it worked; where it did not, it is tried again. */
  async #connect(): Promise<boolean> {
    const { url, channel, origin, use } = this.#options;
    const client = new pg.Client({
      connectionString: url,
      application_name: 'ampel listener',
      keepAlive: true,
    });
    this.#client = client;
    client.on('error', (error) => this.#lose(client, error));
    client.on('end', () => this.#lose(client, new Error('the connection ended')));
    client.on('notification', ({ payload }) => {
      if (payload !== origin) this.#tell();
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      await client.query('SELECT pg_advisory_lock_shared($1)', [IN_USE_LOCK]);
      this.#isTaken = !(await claim(client, use));
      if (this.#isTaken) void this.#claimLater(client);
      return true;
    } catch (error) {
      this.#lose(client, error);
      return false;
    }
  }

  /**
   * Goes on trying to have the database: what has it may be this server's own connection from
   * before, of which the database does not know yet that nobody is there any more.
   */
  async #claimLater(client: pg.Client): Promise<void> {
    const { warn, use } = this.#options;
    warn('the database is taken: if another server uses it, stop one of the two');
    try {
      while (this.#isTaken) {
        await delay(CLAIM_PAUSE_MS, undefined, { ref: false });
        if (this.#client !== client) return;
        this.#isTaken = !(await isFree(client, use));
      }
      warn('this server may use the database again');
    } catch (error) {
      this.#lose(client, error);
    }
  }

  #lose(client: pg.Client, error: unknown): void {
    if (this.#client !== client) return;
    this.#client = null;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.warn(`changes of other processes are not heard: ${reason}`);
    client.end().catch(() => undefined);
    this.#retry = setTimeout(() => {
      this.#retry = null;
      // Whatever was changed while nobody listened.
      void this.#connect().then((isConnected) => isConnected && this.#tell());
    }, RETRY_MS);
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #end(): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    const client = this.#client;
    this.#client = null;
    if (client === null) return;
    const goodbye = client.end().catch(() => undefined);
    // A database that is silent does not answer it.
    this.#closing = Promise.race([goodbye, delay(GOODBYE_MS, undefined, { ref: false })]);
  }
}

/** Whether the database is the process's to use now, for as long as this connection lasts. */
async function claim(client: pg.Client, use: DatabaseUse): Promise<boolean> {
  for (let waited = 0; ; waited += CLAIM_PAUSE_MS) {
    if (await isFree(client, use)) return true;
    if (waited >= CLAIM_MS) return false;
    await delay(CLAIM_PAUSE_MS);
  }
}

/** Whether nobody had it who keeps this process out; then this connection has it. */
async function isFree(client: pg.Client, use: DatabaseUse): Promise<boolean> {
  if (use === 'beside') return true;
  const lock = use === 'alone' ? 'pg_try_advisory_lock' : 'pg_try_advisory_lock_shared';
  const { rows } = await client.query(`SELECT ${lock}($1) AS free`, [SERVER_LOCK]);
  return rows[0]?.free === true;
}
