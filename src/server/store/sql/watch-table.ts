import type { Db } from './tables.ts';

export class WatchTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async watchedBy(memberId: string): Promise<readonly string[]> {
    const rows = await this.#db
      .selectFrom('watches')
      .innerJoin('members', 'members.member_id', 'watches.watched_id')
      .select('watched_id')
      .where('watches.member_id', '=', memberId)
      .where('active', '=', 1)
      .orderBy('watched_id')
      .execute();
    return rows.map((row) => row.watched_id);
  }

  async set(memberId: string, watchedId: string, on: boolean): Promise<void> {
    if (on) {
      await this.#db
        .insertInto('watches')
        .columns(['member_id', 'watched_id'])
        .expression((eb) =>
          eb
            .selectFrom('members as watcher')
            .innerJoin('members as watched', 'watched.team_id', 'watcher.team_id')
            .select(['watcher.member_id', 'watched.member_id as watched_id'])
            .where('watcher.member_id', '=', memberId)
            .where('watched.member_id', '=', watchedId)
            .whereRef('watcher.member_id', '!=', 'watched.member_id'),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    } else {
      await this.#db
        .deleteFrom('watches')
        .where('member_id', '=', memberId)
        .where('watched_id', '=', watchedId)
        .execute();
    }
  }
}
