import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresPool } from 'kysely';
import pg from 'pg';
import { Refusal } from '../../../shared/protocol/errors.ts';
import { isOutage, isSilence } from './outage.ts';
import { getTypeParser } from './type-parser.ts';

/** Most connections one process has. */
const POOL_SIZE = 10;

/** How long PostgreSQL may work on a statement, in milliseconds. */
const STATEMENT_MS = 4_000;

/** How long it may take until its answer is there, in milliseconds; longer, and it is silent. */
const ANSWER_MS = STATEMENT_MS + 500;

/**
 * How long a transaction may stand still before PostgreSQL ends it, in milliseconds: a process that
 * was frozen within one must not keep others waiting longer than they wait for a statement.
 */
const STANDSTILL_MS = 3_000;

/** The pause between two looks whether it answers again, in milliseconds. */
const LOOK_MS = 500;

type PoolOptions = {
  readonly url: string;
  readonly warn: (message: string) => void;
  /** Hears when the database answers again after it was silent. */
  readonly onAnswering: () => void;
};

/**
 * Connections to a database that may stop answering at any moment. While it is silent only who
 * found that out has waited: everybody else is refused at once, because what waits for the store
 * holds up others. A statement is never repeated here.
 */
export function impatientPool({ url, warn, onAnswering }: PoolOptions): PostgresPool {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'ampel',
    max: POOL_SIZE,
    connectionTimeoutMillis: STATEMENT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: ANSWER_MS,
    idle_in_transaction_session_timeout: STANDSTILL_MS,
    types: { getTypeParser },
  });
  // An idle connection that ends is replaced by the next one that is needed.
  pool.on('error', (error) => warn(`a connection to the database ended: ${error.message}`));
  // One that ends while a transaction has it fails that; unheard, it would end this process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const silence = new Silence({ url, warn, onAnswering });
  const refuse = (error: unknown): never => {
    if (isSilence(error)) silence.begin();
    throw isOutage(error) ? unanswered() : error;
  };
  return {
    options: pool.options,
    async connect() {
      if (silence.isOn) throw unanswered();
      return failingForGood(await pool.connect().catch(refuse), () => silence.begin());
    },
    async end() {
      silence.end();
      if (!pool.ending) await pool.end();
    },
  };
}

/**
 * The connection, which is of no more use once the database has not answered: nothing waits for it
 * a second time, and it is not given to anybody else.
 */
function failingForGood(client: pg.PoolClient, onSilence: () => void): pg.PoolClient {
  let failure: Refusal | null = null;
  const query = async (...asked: unknown[]): Promise<unknown> => {
    if (failure !== null) throw failure;
    try {
      return await Reflect.apply(client.query, client, asked);
    } catch (error) {
      if (!isOutage(error)) throw error;
      if (isSilence(error)) onSilence();
      failure = asked[0] === 'commit' ? inDoubt() : unanswered();
      throw failure;
    }
  };
  const release = () => client.release(failure !== null);
  return new Proxy(client, {
    get(target, name) {
      if (name === 'query') return query;
      if (name === 'release') return release;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Whether the database is silent; looks by itself when that is over. */
class Silence {
  readonly #options: PoolOptions;
  readonly #ended = new AbortController();
  #isOn = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  begin(): void {
    if (this.#isOn || this.#ended.signal.aborted) return;
    this.#isOn = true;
    this.#options.warn('the database does not answer');
    void this.#awaitAnswer();
  }

  /** Nobody asks any more. */
  end(): void {
    this.#ended.abort();
  }

  async #awaitAnswer(): Promise<void> {
    const { signal } = this.#ended;
    while (!(await this.#answers())) {
      await delay(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
    }
    this.#isOn = false;
    this.#options.warn('the database answers again');
    this.#options.onAnswering();
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client({
      connectionString: this.#options.url,
      application_name: 'ampel',
      connectionTimeoutMillis: STATEMENT_MS,
      query_timeout: STATEMENT_MS,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('SELECT 1');
      return true;
    } catch {
      return false;
    } finally {
      client.end().catch(() => undefined);
    }
  }
}

function unanswered(): Refusal {
  return new Refusal('unavailable', 'The database does not answer. Try again in a moment.');
}

function inDoubt(): Refusal {
  return new Refusal(
    'unavailable',
    'The database stopped answering while this was written: it may have been done or not. See what stands before you try again; a request with an Idempotency-Key can be sent again as it is.',
  );
}
