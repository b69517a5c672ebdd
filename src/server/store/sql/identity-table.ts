import { Refusal } from '../../../shared/protocol/errors.ts';
import type { Identity, IdentityWriter } from '../accounts.ts';
import type { Db } from './tables.ts';

export class IdentityTable implements IdentityWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async memberOf({ issuer, subject }: Identity): Promise<string | null> {
    const row = await this.#db
      .selectFrom('identities')
      .select('member_id')
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();
    return row?.member_id ?? null;
  }

  async link(memberId: string, { issuer, subject }: Identity, linkedAt: number): Promise<void> {
    const linked = await this.#db
      .insertInto('identities')
      .values({ issuer, subject, member_id: memberId, linked_at: linkedAt })
      .onConflict((conflict) => conflict.doNothing())
      .returning('member_id')
      .execute();
    if (linked.length > 0) return;
    throw new Refusal('conflict', 'This account or this member is linked to another one already.');
  }

  async unlink(memberId: string): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('identities')
      .where('member_id', '=', memberId)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
