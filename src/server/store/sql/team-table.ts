import type { Selectable } from 'kysely';
import { z } from 'zod';
import {
  DEFAULT_SETTINGS,
  type StandingSettings,
  type TeamSettings,
} from '../../../shared/domain/settings.ts';
import { Refusal } from '../../../shared/protocol/errors.ts';
import { settingsSchema } from '../../../shared/protocol/schemas.ts';
import type { NewTeam, Team } from '../store.ts';
import type { Db, Tables } from './tables.ts';

// Parsed like anything else that comes from outside: the database may have been edited by hand.
const storedSettings = z.object(settingsSchema.shape);

export class TeamTable {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(): Promise<readonly Team[]> {
    const rows = await this.#db
      .selectFrom('teams')
      .selectAll()
      .orderBy('created_at')
      .orderBy('team_id')
      .execute();
    return rows.map(toTeam);
  }

  /** @throws Refusal `not-found` */
  async find(teamId: string): Promise<Team> {
    const row = await this.#db
      .selectFrom('teams')
      .selectAll()
      .where('team_id', '=', teamId)
      .executeTakeFirst();
    if (row === undefined) throw new Refusal('not-found', 'There is no such team.');
    return toTeam(row);
  }

  /** @throws Refusal `conflict` where there is one of that name. */
  async add({ teamId, name, createdAt }: NewTeam): Promise<void> {
    const added = await this.#db
      .insertInto('teams')
      .values({
        team_id: teamId,
        name,
        settings: JSON.stringify(DEFAULT_SETTINGS),
        timeout_set_by: null,
        timeout_set_at: null,
        created_at: createdAt,
      })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('team_id')
      .execute();
    if (added.length === 0) throw new Refusal('conflict', `There is already a team ${name}.`);
  }

  async rename(teamId: string, name: string): Promise<void> {
    await this.#db.updateTable('teams').set({ name }).where('team_id', '=', teamId).execute();
  }

  /** Answers the settings after the change. */
  async changeSettings(
    teamId: string,
    change: Partial<TeamSettings>,
    by: { readonly memberId: string; readonly at: number },
  ): Promise<StandingSettings> {
    const { timeoutSetBy: before, ...settings } = (await this.find(teamId)).settings;
    const changed = { ...settings, ...change };
    const sameTimeout = changed.inactivityTimeoutMinutes === settings.inactivityTimeoutMinutes;
    const timeoutSetBy = sameTimeout ? before : by;
    await this.#db
      .updateTable('teams')
      .set({
        settings: JSON.stringify(changed),
        timeout_set_by: timeoutSetBy?.memberId ?? null,
        timeout_set_at: timeoutSetBy?.at ?? null,
      })
      .where('team_id', '=', teamId)
      .execute();
    return { ...changed, timeoutSetBy };
  }
}

function toTeam(row: Selectable<Tables['teams']>): Team {
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
