import { sql } from 'kysely';
import type { StatusInterval } from '../../../shared/domain/status-time.ts';
import type { History, HistoryQuery } from '../../../shared/protocol/schemas.ts';
import type {
  EnteredStatus,
  OpenStatus,
  PresenceChanges,
  SavedPresence,
  StatusEntry,
  StoredDevice,
} from '../store.ts';
import { inParts } from './in-parts.ts';
import type { Db } from './tables.ts';

/** What presence goes on from after a restart, and the history. */
export class PresenceTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** To be called within a transaction. */
  async save({ entries, devices }: PresenceChanges): Promise<readonly EnteredStatus[]> {
    const known = await this.#known([
      ...devices.keys(),
      ...entries.map(({ memberId }) => memberId),
    ]);
    const ofMembers = entries.filter(({ memberId }) => known.has(memberId));
    const open = await this.#open(ofMembers.map(({ memberId }) => memberId));
    const entered: EnteredStatus[] = [];
    for (const together of roundsOf(unrecorded(ofMembers, open))) {
      await this.#enter(together, open);
      for (const entry of together) {
        const { memberId, status, cause, since } = entry;
        const member = known.get(memberId);
        if (member === undefined) continue;
        entered.push({ ...entry, ...member, before: open.get(memberId)?.status ?? null });
        open.set(memberId, { status, cause, since });
      }
    }
    await this.#replaceDevices([...devices].filter(([memberId]) => known.has(memberId)));
    return entered;
  }

  async saved(teamId: string): Promise<SavedPresence> {
    const open = await this.#db
      .selectFrom('status_history')
      .innerJoin('members', 'members.member_id', 'status_history.member_id')
      .selectAll('status_history')
      .where('team_id', '=', teamId)
      .where('ended_at', 'is', null)
      .execute();
    const statuses = new Map<string, OpenStatus>(
      open.map(({ member_id, status, cause, began_at: since }) => [
        member_id,
        { status, cause, since },
      ]),
    );
    const rows = await this.#db
      .selectFrom('devices')
      .innerJoin('members', 'members.member_id', 'devices.member_id')
      .selectAll('devices')
      .where('team_id', '=', teamId)
      .orderBy('devices.device_id')
      .execute();
    const devices = new Map<string, StoredDevice[]>();
    for (const row of rows) {
      const known = devices.get(row.member_id) ?? [];
      known.push({
        deviceId: row.device_id,
        name: row.name,
        lastInputAt: row.last_input_at,
        locked: row.locked === 1,
      });
      devices.set(row.member_id, known);
    }
    return { statuses, devices };
  }

  async history(memberId: string, { before, limit }: HistoryQuery): Promise<History> {
    const rows = await this.#db
      .selectFrom('status_history')
      .selectAll()
      .where('member_id', '=', memberId)
      .$if(before !== undefined, (query) => query.where('began_at', '<', before ?? 0))
      .orderBy('began_at', 'desc')
      .orderBy('ended_at', (order) => order.desc().nullsFirst())
      .limit(limit + 1)
      .execute();
    return {
      intervals: rows.slice(0, limit).map((row) => ({
        status: row.status,
        cause: row.cause,
        from: row.began_at,
        to: row.ended_at,
        device: row.device_name,
      })),
      more: rows.length > limit,
    };
  }

  async teamHistory(
    teamId: string,
    {
      from,
      to,
      memberId,
    }: { readonly from: number; readonly to: number; readonly memberId?: string },
  ): Promise<ReadonlyMap<string, readonly StatusInterval[]>> {
    const rows = await this.#db
      .selectFrom('status_history')
      .innerJoin('members', 'members.member_id', 'status_history.member_id')
      .select(['status_history.member_id', 'status', 'began_at', 'ended_at'])
      .where('team_id', '=', teamId)
      .$if(memberId !== undefined, (query) =>
        query.where('status_history.member_id', '=', memberId ?? ''),
      )
      .where('began_at', '<', to)
      .where(({ eb, or }) => or([eb('ended_at', 'is', null), eb('ended_at', '>', from)]))
      .orderBy('began_at')
      .execute();
    const intervals = new Map<string, StatusInterval[]>();
    for (const row of rows) {
      const ofMember = intervals.get(row.member_id) ?? [];
      ofMember.push({ status: row.status, from: row.began_at, to: row.ended_at });
      intervals.set(row.member_id, ofMember);
    }
    return intervals;
  }

  async lastOnlineAt(teamId: string): Promise<number | null> {
    const row = await this.#db
      .selectFrom('status_history')
      .innerJoin('members', 'members.member_id', 'status_history.member_id')
      .select(({ fn }) => fn.max('ended_at').as('at'))
      .where('team_id', '=', teamId)
      .where('status', '=', 'online')
      .executeTakeFirst();
    return row?.at ?? null;
  }

  async forgetHistory(endedBefore: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('status_history')
      .where('ended_at', '<', endedBefore)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  /** Those of these who still are members. */
  async #known(
    memberIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly teamId: string; readonly name: string }>> {
    const known = new Map<string, { readonly teamId: string; readonly name: string }>();
    for (const part of inParts([...new Set(memberIds)])) {
      const rows = await this.#db
        .selectFrom('members')
        .select(['member_id', 'team_id', 'name'])
        .where('member_id', 'in', part)
        .execute();
      for (const { member_id, team_id: teamId, name } of rows)
        known.set(member_id, { teamId, name });
    }
    return known;
  }

  /** The status that each of these members is in, as far as it is in the history. */
  async #open(memberIds: readonly string[]): Promise<Map<string, OpenStatus>> {
    const open = new Map<string, OpenStatus>();
    for (const part of inParts([...new Set(memberIds)])) {
      const rows = await this.#db
        .selectFrom('status_history')
        .selectAll()
        .where('member_id', 'in', part)
        .where('ended_at', 'is', null)
        .execute();
      for (const { member_id, status, cause, began_at: since } of rows) {
        open.set(member_id, { status, cause, since });
      }
    }
    return open;
  }

  /** Ends the status that each of these members is in and begins the next; one entry a member. */
  async #enter(
    entries: readonly StatusEntry[],
    open: ReadonlyMap<string, OpenStatus>,
  ): Promise<void> {
    for (const part of inParts(entries)) {
      const passedOver = part.filter(({ memberId, since }) => open.get(memberId)?.since === since);
      const ended = part.filter((entry) => open.has(entry.memberId) && !passedOver.includes(entry));
      if (passedOver.length > 0) {
        await this.#db
          .deleteFrom('status_history')
          .where('ended_at', 'is', null)
          .where(
            'member_id',
            'in',
            passedOver.map(({ memberId }) => memberId),
          )
          .execute();
      }
      if (ended.length > 0) await this.#end(ended, open);
      await this.#db
        .insertInto('status_history')
        .values(
          part.map(({ memberId, status, cause, since, deviceName }) => ({
            member_id: memberId,
            status,
            cause,
            began_at: since,
            ended_at: null,
            device_name: deviceName,
          })),
        )
        .execute();
    }
  }

  async #end(
    entries: readonly StatusEntry[],
    open: ReadonlyMap<string, OpenStatus>,
  ): Promise<void> {
    const ends = entries.map(({ memberId, since }) => {
      // A clock that was set back must not end an interval before it began.
      const at = Math.max(since, open.get(memberId)?.since ?? since);
      return sql`(${memberId}, cast(${at} as bigint))`;
    });
    await sql`
      update status_history set ended_at = ends.column2
      from (values ${sql.join(ends)}) as ends
      where member_id = ends.column1 and ended_at is null
    `.execute(this.#db);
  }

  async #replaceDevices(
    changed: readonly (readonly [string, readonly StoredDevice[]])[],
  ): Promise<void> {
    for (const part of inParts(changed)) {
      const memberIds = part.map(([memberId]) => memberId);
      await this.#db.deleteFrom('devices').where('member_id', 'in', memberIds).execute();
    }
    const rows = changed.flatMap(([memberId, devices]) =>
      devices.map((device) => ({
        member_id: memberId,
        device_id: device.deviceId,
        name: device.name,
        last_input_at: device.lastInputAt,
        locked: Number(device.locked),
      })),
    );
    for (const part of inParts(rows)) {
      await this.#db.insertInto('devices').values(part).execute();
    }
  }
}

/**
 * Those that are not in the history yet. What could not be saved for certain is saved once more,
 * though it may have been; then the last of each member is the status they are in.
 */
function unrecorded(
  entries: readonly StatusEntry[],
  open: ReadonlyMap<string, OpenStatus>,
): readonly StatusEntry[] {
  const recorded = new Set<StatusEntry>();
  for (const [memberId, ofMember] of Map.groupBy(entries, (entry) => entry.memberId)) {
    const now = open.get(memberId);
    const last = ofMember.findLastIndex(
      ({ since, status, cause }) =>
        since === now?.since && status === now.status && cause === now.cause,
    );
    for (const entry of ofMember.slice(0, last + 1)) recorded.add(entry);
  }
  return entries.filter((entry) => !recorded.has(entry));
}

/** The first entry of each member, the second of each who has two, and so on. */
function roundsOf(entries: readonly StatusEntry[]): readonly (readonly StatusEntry[])[] {
  const rounds: StatusEntry[][] = [];
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const no = counts.get(entry.memberId) ?? 0;
    counts.set(entry.memberId, no + 1);
    rounds[no] ??= [];
    rounds[no].push(entry);
  }
  return rounds;
}
