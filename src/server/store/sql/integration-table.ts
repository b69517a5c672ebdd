import type { Selectable } from 'kysely';
import { z } from 'zod';
import { Refusal } from '../../../shared/protocol/errors.ts';
import { type Integration, type IntegrationWriter, SCOPES } from '../accounts.ts';
import type { Db, Tables } from './tables.ts';

const HOUR_MS = 3_600_000;

const storedScopes = z.array(z.enum(SCOPES));

export class IntegrationTable implements IntegrationWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(teamId: string): Promise<readonly Integration[]> {
    const rows = await this.#db
      .selectFrom('integrations')
      .selectAll()
      .where('team_id', '=', teamId)
      .orderBy('name')
      .execute();
    return rows.map(toIntegration);
  }

  async findByKey(keyHash: string): Promise<Integration | null> {
    const row = await this.#db
      .selectFrom('integrations')
      .selectAll()
      .where('key_hash', '=', keyHash)
      .executeTakeFirst();
    return row === undefined ? null : toIntegration(row);
  }

  async add(integration: Integration, keyHash: string): Promise<void> {
    const added = await this.#db
      .insertInto('integrations')
      .values({
        integration_id: integration.integrationId,
        team_id: integration.teamId,
        name: integration.name,
        key_hash: keyHash,
        scopes: JSON.stringify(integration.scopes),
        created_by: integration.createdBy,
        created_at: integration.createdAt,
        last_used_at: integration.lastUsedAt,
      })
      .onConflict((conflict) => conflict.columns(['team_id', 'name']).doNothing())
      .returning('integration_id')
      .execute();
    if (added.length === 0) {
      throw new Refusal('conflict', `There is already an integration named ${integration.name}.`);
    }
  }

  /** To the hour, as with tokens. */
  async touch(keyHash: string, now: number): Promise<void> {
    await this.#db
      .updateTable('integrations')
      .set({ last_used_at: now })
      .where('key_hash', '=', keyHash)
      .where(({ eb, or }) =>
        or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', now - HOUR_MS)]),
      )
      .execute();
  }

  async remove(integrationId: string): Promise<Integration | null> {
    const row = await this.#db
      .deleteFrom('integrations')
      .where('integration_id', '=', integrationId)
      .returningAll()
      .executeTakeFirst();
    return row === undefined ? null : toIntegration(row);
  }
}

function toIntegration(row: Selectable<Tables['integrations']>): Integration {
  return {
    integrationId: row.integration_id,
    teamId: row.team_id,
    name: row.name,
    scopes: storedScopes.parse(JSON.parse(row.scopes)),
    createdBy: row.created_by,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  };
}
