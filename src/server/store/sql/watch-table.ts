import type { Db } from './tables.ts';

export class WatchTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(teamId: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.#db
      .selectFrom('watches')
      .innerJoin('members', 'members.member_id', 'watches.member_id')
      .select(['watches.member_id', 'watched_id'])
      .where('team_id', '=', teamId)
      .orderBy('watched_id')
      .execute();
    const watches = new Map<string, string[]>();
    for (const { member_id, watched_id } of rows) {
      const known = watches.get(member_id) ?? [];
      known.push(watched_id);
      watches.set(member_id, known);
    }
    return watches;
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
