import type { CoverageMemory } from '../webhooks.ts';
import type { Db } from './tables.ts';

/** What a team was told of nobody being Online (NO6), within a transaction that nobody else has on it. */
export class CoverageTable implements CoverageMemory {
  readonly #db: Db;
  readonly #teamId: string;

  constructor(db: Db, teamId: string) {
    this.#db = db;
    this.#teamId = teamId;
  }

  async toldSince(): Promise<number | null> {
    const row = await this.#db
      .selectFrom('teams')
      .select('uncovered_since')
      .where('team_id', '=', this.#teamId)
      .executeTakeFirst();
    return row?.uncovered_since ?? null;
  }

  async tell(since: number | null): Promise<void> {
    await this.#db
      .updateTable('teams')
      .set({ uncovered_since: since })
      .where('team_id', '=', this.#teamId)
      .execute();
  }
}
