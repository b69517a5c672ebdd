import type { Db } from './tables.ts';

export class WatchTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(teamId: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.#db
      .selectFrom('watches')
      .innerJoin('members', 'members.member_id', 'watches.watched_id')
      .select(['watches.member_id', 'watched_id'])
      .where('members.team_id', '=', teamId)
      .where('active', '=', 1)
      .orderBy('watched_id')
      .execute();
    const all = new Map<string, string[]>();
    for (const { member_id: memberId, watched_id: watchedId } of rows) {
      const known = all.get(memberId);
      if (known === undefined) all.set(memberId, [watchedId]);
      else known.push(watchedId);
    }
    return all;
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
