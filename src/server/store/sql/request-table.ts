import type { AnsweredRequest, RequestMemory } from '../requests.ts';
import type { Db } from './tables.ts';

export class RequestTable implements RequestMemory {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(caller: string, key: string): Promise<AnsweredRequest | null> {
    const row = await this.#db
      .selectFrom('requests')
      .selectAll()
      .where('caller', '=', caller)
      .where('request_key', '=', key)
      .executeTakeFirst();
    if (row === undefined) return null;
    const { fingerprint, status, body, answered_at: answeredAt } = row;
    return { caller, key, fingerprint, response: { status, body }, answeredAt };
  }

  async remove(caller: string, key: string): Promise<void> {
    await this.#db
      .deleteFrom('requests')
      .where('caller', '=', caller)
      .where('request_key', '=', key)
      .execute();
  }

  async add({ caller, key, fingerprint, response, answeredAt }: AnsweredRequest): Promise<void> {
    await this.#db
      .insertInto('requests')
      .values({ caller, request_key: key, fingerprint, ...response, answered_at: answeredAt })
      .execute();
  }

  /** Removes what was answered before a moment (epoch milliseconds); answers how much it was. */
  async forget(answeredBefore: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('requests')
      .where('answered_at', '<', answeredBefore)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
