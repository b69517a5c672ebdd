import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { ChoiceRecord } from '../../shared/domain/choice.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { ROLES } from '../../shared/domain/member.ts';
import {
  DEFAULT_SETTINGS,
  type StandingSettings,
  type TeamSettings,
} from '../../shared/domain/settings.ts';
import { CHOICES } from '../../shared/domain/status.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { type History, type HistoryQuery, settingsSchema } from '../../shared/protocol/schemas.ts';
import { PresenceTables } from './presence-tables.ts';
import { type Row, Sql } from './sql.ts';
import { inTransaction, openDatabase } from './sqlite-file.ts';
import type {
  NewMember,
  NewToken,
  PresenceChanges,
  SavedPresence,
  Store,
  StoredMember,
  Team,
  TokenOwner,
} from './store.ts';

/** How often the store looks whether another process wrote to it, in milliseconds. */
const POLL_MS = 500;

const HOUR_MS = 3_600_000;

// Rows are parsed like anything else that comes from outside: the file may have been edited by hand.
const teamRow = z.object({
  team_id: z.string(),
  name: z.string(),
  settings: z.string(),
  timeout_set_by: z.string().nullable(),
  timeout_set_at: z.int().nullable(),
});
const storedSettings = z.object(settingsSchema.shape);
const memberRow = z.object({
  member_id: z.string(),
  team_id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  created_at: z.int(),
  last_connected_at: z.int().nullable(),
});
const choiceRow = z.object({
  member_id: z.string(),
  choice: z.enum(CHOICES),
  made_at: z.int(),
  made_on: z.string().nullable(),
  until: z.int().nullable(),
  note: z.string().nullable(),
  fallback: z.enum(CHOICES),
});
const ownerRow = z.object({ member_id: z.string(), team_id: z.string() });
const hashRow = z.object({ token_hash: z.string() });

const SELECT_MEMBERS = `
  SELECT members.*,
         (SELECT max(last_used_at) FROM tokens WHERE tokens.member_id = members.member_id)
           AS last_connected_at
  FROM members`;

/** The store in one SQLite file, which several processes may have open at once. */
export class SqliteStore implements Store {
  readonly #database: DatabaseSync;
  readonly #sql: Sql;
  readonly #presence: PresenceTables;
  readonly #clock: Clock;
  readonly #onClose: () => void;
  readonly #listeners = new Set<() => void>();
  #stopPolling: (() => void) | null = null;
  #seenVersion: number;

  /**
   * `onClose` runs when the file is closed.
   * @throws OperatorError where the folder or the file in it cannot be used.
   */
  constructor(dataFolder: string, clock: Clock, onClose: () => void = () => undefined) {
    this.#database = openDatabase(dataFolder);
    this.#sql = new Sql(this.#database);
    this.#presence = new PresenceTables(this.#sql);
    this.#clock = clock;
    this.#onClose = onClose;
    this.#seenVersion = this.#dataVersion();
  }

  async ensureTeam(teamId: string, name: string): Promise<Team> {
    return inTransaction(this.#database, () => {
      const first = this.#sql.get('SELECT * FROM teams ORDER BY rowid LIMIT 1');
      if (first !== null) return toTeam(first);
      this.#sql.run(
        'INSERT INTO teams (team_id, name, settings) VALUES (?, ?, ?)',
        teamId,
        name,
        JSON.stringify(DEFAULT_SETTINGS),
      );
      return { teamId, name, settings: { ...DEFAULT_SETTINGS, timeoutSetBy: null } };
    });
  }

  async team(teamId: string): Promise<Team> {
    return this.#team(teamId);
  }

  async changeSettings(
    teamId: string,
    change: Partial<TeamSettings>,
    by: { readonly memberId: string; readonly at: number },
  ): Promise<StandingSettings> {
    return inTransaction(this.#database, () => {
      const { timeoutSetBy: before, ...settings } = this.#team(teamId).settings;
      const changed = { ...settings, ...change };
      const sameTimeout = changed.inactivityTimeoutMinutes === settings.inactivityTimeoutMinutes;
      const timeoutSetBy = sameTimeout ? before : by;
      this.#sql.run(
        'UPDATE teams SET settings = ?, timeout_set_by = ?, timeout_set_at = ? WHERE team_id = ?',
        JSON.stringify(changed),
        timeoutSetBy?.memberId ?? null,
        timeoutSetBy?.at ?? null,
        teamId,
      );
      return { ...changed, timeoutSetBy };
    });
  }

  async addMember(member: NewMember): Promise<StoredMember> {
    return inTransaction(this.#database, () => {
      if (this.#memberByEmail(member.email) !== null) {
        throw new Refusal('conflict', `${member.email} is already a member.`);
      }
      const isFirst =
        this.#sql.get('SELECT 1 FROM members WHERE team_id = ? LIMIT 1', member.teamId) === null;
      const role = member.role === 'default' ? (isFirst ? 'owner' : 'agent') : member.role;
      this.#sql.run(
        `INSERT INTO members (member_id, team_id, email, name, role, created_at)
         VALUES (?, ?, ?, ?, ?, ?)`,
        member.memberId,
        member.teamId,
        member.email,
        member.name,
        role,
        member.createdAt,
      );
      return { ...member, role, lastConnectedAt: null };
    });
  }

  async members(teamId: string): Promise<readonly StoredMember[]> {
    return this.#sql
      .all(`${SELECT_MEMBERS} WHERE team_id = ? ORDER BY name, member_id`, teamId)
      .map(toMember);
  }

  async memberByEmail(email: string): Promise<StoredMember | null> {
    return this.#memberByEmail(email);
  }

  async choices(teamId: string): Promise<ReadonlyMap<string, ChoiceRecord>> {
    const rows = this.#sql
      .all('SELECT choices.* FROM choices JOIN members USING (member_id) WHERE team_id = ?', teamId)
      .map((row) => choiceRow.parse(row));
    return new Map(rows.map((row) => [row.member_id, toChoice(row)]));
  }

  async changeChoice(
    memberId: string,
    decide: (standing: ChoiceRecord | null) => ChoiceRecord | null,
  ): Promise<ChoiceRecord | null> {
    return inTransaction(this.#database, () => {
      const row = this.#sql.get('SELECT * FROM choices WHERE member_id = ?', memberId);
      const standing = row === null ? null : toChoice(choiceRow.parse(row));
      const record = decide(standing);
      if (record === null) return standing;
      this.#sql.run(
        `INSERT OR REPLACE INTO choices
           (member_id, choice, made_at, made_on, until, note, fallback)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        memberId,
        record.choice,
        record.madeAt,
        record.madeOn,
        record.until,
        record.note,
        record.fallback,
      );
      return record;
    });
  }

  async savePresence(changes: PresenceChanges): Promise<void> {
    inTransaction(this.#database, () => this.#presence.save(changes));
  }

  async savedPresence(teamId: string): Promise<SavedPresence> {
    return this.#presence.saved(teamId);
  }

  async history(memberId: string, query: HistoryQuery): Promise<History> {
    return this.#presence.history(memberId, query);
  }

  async forgetHistory(endedBefore: number): Promise<number> {
    return this.#presence.forgetHistory(endedBefore);
  }

  async issueToken(token: NewToken): Promise<void> {
    this.#sql.run(
      `INSERT INTO tokens (token_hash, member_id, device_name, created_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (member_id, device_name) DO UPDATE SET
         token_hash = excluded.token_hash, created_at = excluded.created_at, last_used_at = NULL`,
      token.tokenHash,
      token.memberId,
      token.deviceName,
      token.createdAt,
    );
  }

  async tokenOwner(tokenHash: string): Promise<TokenOwner | null> {
    const found = this.#sql.get(
      'SELECT member_id, team_id FROM tokens JOIN members USING (member_id) WHERE token_hash = ?',
      tokenHash,
    );
    if (found === null) return null;
    const row = ownerRow.parse(found);
    return { memberId: row.member_id, teamId: row.team_id };
  }

  async tokenHashes(teamId: string): Promise<ReadonlySet<string>> {
    const rows = this.#sql.all(
      'SELECT token_hash FROM tokens JOIN members USING (member_id) WHERE team_id = ?',
      teamId,
    );
    return new Set(rows.map((row) => hashRow.parse(row).token_hash));
  }

  async touchToken(tokenHash: string, now: number): Promise<void> {
    // To the hour, so that a whole team that reconnects does not cost a disk write each.
    this.#sql.run(
      `UPDATE tokens SET last_used_at = ?
       WHERE token_hash = ? AND (last_used_at IS NULL OR last_used_at <= ?)`,
      now,
      tokenHash,
      now - HOUR_MS,
    );
  }

  onExternalChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#stopPolling === null) this.#poll();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stopPolling?.();
      this.#stopPolling = null;
    };
  }

  async close(): Promise<void> {
    this.#stopPolling?.();
    this.#stopPolling = null;
    this.#listeners.clear();
    if (!this.#database.isOpen) return;
    this.#database.close();
    this.#onClose();
  }

  #poll(): void {
    this.#stopPolling = this.#clock.after(POLL_MS, () => {
      this.#poll();
      const version = this.#dataVersion();
      if (version === this.#seenVersion) return;
      this.#seenVersion = version;
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** Moves only when another connection has committed, not with this one's own writes. */
  #dataVersion(): number {
    return Number(this.#sql.get('PRAGMA data_version')?.['data_version']);
  }

  #team(teamId: string): Team {
    const row = this.#sql.get('SELECT * FROM teams WHERE team_id = ?', teamId);
    if (row === null) throw new Refusal('not-found', 'There is no such team.');
    return toTeam(row);
  }

  #memberByEmail(email: string): StoredMember | null {
    const row = this.#sql.get(`${SELECT_MEMBERS} WHERE email = ?`, email);
    return row === null ? null : toMember(row);
  }
}

function toTeam(found: Row): Team {
  const row = teamRow.parse(found);
  const { timeout_set_by: memberId, timeout_set_at: at } = row;
  return {
    teamId: row.team_id,
    name: row.name,
    settings: {
      ...storedSettings.parse(JSON.parse(row.settings)),
      timeoutSetBy: memberId === null || at === null ? null : { memberId, at },
    },
  };
}

function toMember(found: Row): StoredMember {
  const row = memberRow.parse(found);
  return {
    memberId: row.member_id,
    teamId: row.team_id,
    email: row.email,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    lastConnectedAt: row.last_connected_at,
  };
}

function toChoice(row: z.infer<typeof choiceRow>): ChoiceRecord {
  return {
    choice: row.choice,
    madeAt: row.made_at,
    madeOn: row.made_on,
    until: row.until,
    note: row.note,
    fallback: row.fallback,
  };
}
