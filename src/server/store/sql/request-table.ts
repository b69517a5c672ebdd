import type { KeptResponse, RequestMemory } from '../store.ts';
import type { Db } from './tables.ts';

export class RequestTable implements RequestMemory {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async begin(request: {
    readonly caller: string;
    readonly key: string;
    readonly fingerprint: string;
    readonly now: number;
  }): Promise<Awaited<ReturnType<RequestMemory['begin']>>> {
    const begun = await this.#db
      .insertInto('requests')
      .values({
        caller: request.caller,
        request_key: request.key,
        fingerprint: request.fingerprint,
        status: null,
        body: null,
        created_at: request.now,
      })
      .onConflict((conflict) => conflict.columns(['caller', 'request_key']).doNothing())
      .returning('caller')
      .execute();
    if (begun.length > 0) return { kind: 'new' };
    const row = await this.#db
      .selectFrom('requests')
      .selectAll()
      .where('caller', '=', request.caller)
      .where('request_key', '=', request.key)
      .executeTakeFirst();
    if (row === undefined) return { kind: 'under-way' };
    if (row.fingerprint !== request.fingerprint) return { kind: 'different' };
    return row.status === null || row.body === null
      ? { kind: 'under-way' }
      : { kind: 'done', response: { status: row.status, body: row.body } };
  }

  async finish(caller: string, key: string, { status, body }: KeptResponse): Promise<void> {
    await this.#db
      .updateTable('requests')
      .set({ status, body })
      .where('caller', '=', caller)
      .where('request_key', '=', key)
      .execute();
  }

  async abandon(caller: string, key: string): Promise<void> {
    await this.#db
      .deleteFrom('requests')
      .where('caller', '=', caller)
      .where('request_key', '=', key)
      .where('status', 'is', null)
      .execute();
  }

  async forget(before: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('requests')
      .where('created_at', '<', before)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
