import type { Selectable } from 'kysely';
import type { ChoiceRecord } from '../../../shared/domain/choice.ts';
import type { Db, Tables } from './tables.ts';

export class ChoiceTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(teamId: string): Promise<ReadonlyMap<string, ChoiceRecord>> {
    const rows = await this.#db
      .selectFrom('choices')
      .innerJoin('members', 'members.member_id', 'choices.member_id')
      .selectAll('choices')
      .where('team_id', '=', teamId)
      .execute();
    return new Map(rows.map((row) => [row.member_id, toChoice(row)]));
  }

  /** To be called in a transaction that nobody else has on the member. */
  async change(
    memberId: string,
    decide: (standing: ChoiceRecord | null) => ChoiceRecord | null,
  ): Promise<ChoiceRecord | null> {
    const row = await this.#db
      .selectFrom('choices')
      .selectAll()
      .where('member_id', '=', memberId)
      .executeTakeFirst();
    const standing = row === undefined ? null : toChoice(row);
    const record = decide(standing);
    if (record === null) return standing;
    const columns = {
      choice: record.choice,
      made_at: record.madeAt,
      made_on: record.madeOn,
      until: record.until,
      note: record.note,
      fallback: record.fallback,
    };
    await this.#db
      .insertInto('choices')
      .values({ member_id: memberId, ...columns })
      .onConflict((conflict) => conflict.column('member_id').doUpdateSet(columns))
      .execute();
    return record;
  }
}

function toChoice(row: Selectable<Tables['choices']>): ChoiceRecord {
  return {
    choice: row.choice,
    madeAt: row.made_at,
    madeOn: row.made_on,
    until: row.until,
    note: row.note,
    fallback: row.fallback,
  };
}
