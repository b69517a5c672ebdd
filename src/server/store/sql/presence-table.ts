import type { Status } from '../../../shared/domain/status.ts';
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
import type { Db } from './tables.ts';

/** How many values one statement takes at most. */
const PART = 500;

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
    const entered: EnteredStatus[] = [];
    for (const entry of await this.#unrecorded(entries)) {
      const member = known.get(entry.memberId);
      if (member === undefined) continue;
      entered.push({ ...entry, ...member, before: await this.#insertStatus(entry) });
    }
    for (const [memberId, stored] of devices) {
      if (known.has(memberId)) await this.#replaceDevices(memberId, stored);
    }
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

  /**
   * Those that are not in the history yet. What could not be saved for certain is saved once more,
   * though it may have been; then the last of each member is the status they are in.
   */
  async #unrecorded(entries: readonly StatusEntry[]): Promise<readonly StatusEntry[]> {
    const ofMembers = Map.groupBy(entries, ({ memberId }) => memberId);
    const recorded = new Set<StatusEntry>();
    for (const part of inParts([...ofMembers.keys()])) {
      const rows = await this.#db
        .selectFrom('status_history')
        .selectAll()
        .where('member_id', 'in', part)
        .where('ended_at', 'is', null)
        .execute();
      for (const row of rows) {
        const ofMember = ofMembers.get(row.member_id) ?? [];
        const last = ofMember.findLastIndex(
          ({ since, status, cause }) =>
            since === row.began_at && status === row.status && cause === row.cause,
        );
        for (const entry of ofMember.slice(0, last + 1)) recorded.add(entry);
      }
    }
    return entries.filter((entry) => !recorded.has(entry));
  }

  /** Answers the status that ended by it. */
  async #insertStatus({
    memberId,
    status,
    cause,
    since,
    deviceName,
  }: StatusEntry): Promise<Status | null> {
    const passedOver = await this.#db
      .deleteFrom('status_history')
      .where('member_id', '=', memberId)
      .where('ended_at', 'is', null)
      .where('began_at', '=', since)
      .returning('status')
      .executeTakeFirst();
    // A clock that was set back must not end an interval before it began.
    const ended = await this.#db
      .updateTable('status_history')
      .set(({ eb }) => ({
        ended_at: eb.case().when('began_at', '>', since).then(eb.ref('began_at')).else(since).end(),
      }))
      .where('member_id', '=', memberId)
      .where('ended_at', 'is', null)
      .returning('status')
      .executeTakeFirst();
    await this.#db
      .insertInto('status_history')
      .values({
        member_id: memberId,
        status,
        cause,
        began_at: since,
        ended_at: null,
        device_name: deviceName,
      })
      .execute();
    return (passedOver ?? ended)?.status ?? null;
  }

  async #replaceDevices(memberId: string, devices: readonly StoredDevice[]): Promise<void> {
    await this.#db.deleteFrom('devices').where('member_id', '=', memberId).execute();
    if (devices.length === 0) return;
    await this.#db
      .insertInto('devices')
      .values(
        devices.map((device) => ({
          member_id: memberId,
          device_id: device.deviceId,
          name: device.name,
          last_input_at: device.lastInputAt,
          locked: Number(device.locked),
        })),
      )
      .execute();
  }
}

function* inParts<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < all.length; start += PART) yield all.slice(start, start + PART);
}
