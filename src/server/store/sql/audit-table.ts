import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { AUDIT_ACTIONS } from '../../../shared/api/audit.ts';
import type {
  AuditActor,
  AuditEntry,
  AuditQuery,
  AuditReader,
  AuditTrail,
  NewAuditEntry,
} from '../audit.ts';
import type { Db, Tables } from './tables.ts';

/** Most rows of one statement: databases limit how many values it has. */
const MOST_ROWS = 1_000;

const actionSchema = z.enum(AUDIT_ACTIONS);
const valuesSchema = z.record(z.string(), z.unknown());

export class AuditTable implements AuditReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async entries(teamId: string, { before, limit }: AuditQuery): Promise<readonly AuditEntry[]> {
    const rows = await this.#db
      .selectFrom('audit')
      .selectAll()
      .where('team_id', '=', teamId)
      .$if(before !== undefined, (query) => query.where('no', '<', before ?? 0))
      .orderBy('no', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toEntry);
  }

  /** The record of one team, to be written within a transaction that nobody else has on it. */
  trail(teamId: string): AuditTrail {
    return {
      entries: (id, query) => this.entries(id, query),
      record: (entry) => this.#record(teamId, [entry]),
      recordAll: (entries) => this.#record(teamId, entries),
    };
  }

  async #record(teamId: string, entries: readonly NewAuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const last = await this.#db
      .selectFrom('audit')
      .select('no')
      .where('team_id', '=', teamId)
      .orderBy('no', 'desc')
      .limit(1)
      .executeTakeFirst();
    const first = (last?.no ?? 0) + 1;
    const rows = entries.map((entry, index) => toRow(teamId, first + index, entry));
    for (let from = 0; from < rows.length; from += MOST_ROWS) {
      await this.#db
        .insertInto('audit')
        .values(rows.slice(from, from + MOST_ROWS))
        .execute();
    }
  }
}

function toRow(teamId: string, no: number, { actor, subject, ...entry }: NewAuditEntry) {
  return {
    audit_id: randomUUID(),
    team_id: teamId,
    no,
    at: entry.at,
    actor_kind: actor.kind,
    actor_id: 'id' in actor ? actor.id : null,
    actor_name: 'name' in actor ? actor.name : actor.kind,
    action: entry.action,
    subject_id: subject?.id ?? null,
    subject_name: subject?.name ?? null,
    before: entry.before === null ? null : JSON.stringify(entry.before),
    after: entry.after === null ? null : JSON.stringify(entry.after),
  };
}

function toEntry(row: Selectable<Tables['audit']>): AuditEntry {
  const { subject_id: id, subject_name: name } = row;
  return {
    auditId: row.audit_id,
    no: row.no,
    at: row.at,
    actor: toActor(row),
    action: actionSchema.parse(row.action),
    subject: id === null || name === null ? null : { id, name },
    before: toValues(row.before),
    after: toValues(row.after),
  };
}

function toActor(row: Selectable<Tables['audit']>): AuditActor {
  const { actor_kind: kind, actor_id, actor_name: name } = row;
  return kind === 'member' || kind === 'integration'
    ? { kind, id: actor_id ?? '', name }
    : { kind };
}

function toValues(text: string | null): Record<string, unknown> | null {
  return text === null ? null : valuesSchema.parse(JSON.parse(text));
}
