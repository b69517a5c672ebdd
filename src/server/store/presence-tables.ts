import { z } from 'zod';
import { CAUSES, STATUSES } from '../../shared/domain/status.ts';
import type { History, HistoryQuery } from '../../shared/protocol/schemas.ts';
import type { Sql } from './sql.ts';
import type {
  OpenStatus,
  PresenceChanges,
  SavedPresence,
  StatusEntry,
  StoredDevice,
} from './store.ts';

const deviceRow = z.object({
  member_id: z.string(),
  device_id: z.string(),
  name: z.string(),
  last_input_at: z.int(),
  locked: z.int().transform((value) => value === 1),
});
const statusRow = z.object({
  member_id: z.string(),
  status: z.enum(STATUSES),
  cause: z.enum(CAUSES),
  began_at: z.int(),
  ended_at: z.int().nullable(),
  device_name: z.string().nullable(),
});
/** The tables that presence goes on from after a restart, and the history in them. */
export class PresenceTables {
  readonly #sql: Sql;

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /** To be called within a transaction. */
  save({ entries, devices }: PresenceChanges): void {
    for (const entry of entries) this.#insertStatus(entry);
    for (const [memberId, known] of devices) {
      this.#sql.run('DELETE FROM devices WHERE member_id = ?', memberId);
      for (const device of known) this.#insertDevice(memberId, device);
    }
  }

  saved(teamId: string): SavedPresence {
    const statuses = new Map<string, OpenStatus>();
    for (const found of this.#sql.all(
      `SELECT status_history.* FROM status_history JOIN members USING (member_id)
       WHERE team_id = ? AND ended_at IS NULL`,
      teamId,
    )) {
      const { member_id, status, cause, began_at } = statusRow.parse(found);
      statuses.set(member_id, { status, cause, since: began_at });
    }
    const devices = new Map<string, StoredDevice[]>();
    for (const found of this.#sql.all(
      'SELECT devices.* FROM devices JOIN members USING (member_id) WHERE team_id = ?',
      teamId,
    )) {
      const row = deviceRow.parse(found);
      const known = devices.get(row.member_id) ?? [];
      devices.set(row.member_id, [...known, toDevice(row)]);
    }
    return { statuses, devices };
  }

  history(memberId: string, { before, limit }: HistoryQuery): History {
    const rows = this.#sql
      .all(
        `SELECT * FROM status_history WHERE member_id = ? AND began_at < ?
       ORDER BY began_at DESC, rowid DESC LIMIT ?`,
        memberId,
        before ?? Number.MAX_SAFE_INTEGER,
        limit + 1,
      )
      .map((row) => statusRow.parse(row));
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

  forgetHistory(endedBefore: number): number {
    return this.#sql.run('DELETE FROM status_history WHERE ended_at < ?', endedBefore);
  }

  #insertStatus({ memberId, status, cause, since, deviceName }: StatusEntry): void {
    this.#sql.run(
      'DELETE FROM status_history WHERE member_id = ? AND ended_at IS NULL AND began_at = ?',
      memberId,
      since,
    );
    // A clock that was set back must not end an interval before it began.
    this.#sql.run(
      `UPDATE status_history SET ended_at = max(began_at, ?)
       WHERE member_id = ? AND ended_at IS NULL`,
      since,
      memberId,
    );
    this.#sql.run(
      `INSERT INTO status_history (member_id, status, cause, began_at, device_name)
       SELECT member_id, ?, ?, ?, ? FROM members WHERE member_id = ?`,
      status,
      cause,
      since,
      deviceName,
      memberId,
    );
  }

  #insertDevice(memberId: string, device: StoredDevice): void {
    this.#sql.run(
      `INSERT INTO devices (member_id, device_id, name, last_input_at, locked)
       SELECT member_id, ?, ?, ?, ? FROM members WHERE member_id = ?`,
      device.deviceId,
      device.name,
      device.lastInputAt,
      device.locked ? 1 : 0,
      memberId,
    );
  }
}

function toDevice(row: z.infer<typeof deviceRow>): StoredDevice {
  return {
    deviceId: row.device_id,
    name: row.name,
    lastInputAt: row.last_input_at,
    locked: row.locked,
  };
}
