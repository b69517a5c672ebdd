import type { NewToken, StoredToken, TokenOwner, TokenWriter } from '../accounts.ts';
import { inParts } from './in-parts.ts';
import type { Db } from './tables.ts';

const HOUR_MS = 3_600_000;

export class TokenTable implements TokenWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Whose tokens these are; without those that are unknown or whose owner was switched off. */
  async owners(tokenHashes: readonly string[]): Promise<ReadonlyMap<string, TokenOwner>> {
    const rows = await this.#db
      .selectFrom('tokens')
      .innerJoin('members', 'members.member_id', 'tokens.member_id')
      .select(['token_hash', 'tokens.member_id', 'team_id', 'token_id', 'kind', 'device_name'])
      .where('token_hash', 'in', tokenHashes)
      .where('active', '=', 1)
      .execute();
    const owners = rows.map((row): [string, TokenOwner] => [
      row.token_hash,
      {
        memberId: row.member_id,
        teamId: row.team_id,
        tokenId: row.token_id,
        kind: row.kind,
        deviceName: row.device_name,
      },
    ]);
    return new Map(owners);
  }

  async ofMember(memberId: string): Promise<readonly StoredToken[]> {
    const rows = await this.#db
      .selectFrom('tokens')
      .selectAll()
      .where('member_id', '=', memberId)
      .orderBy('last_used_at', (order) => order.desc().nullsLast())
      .orderBy('created_at', 'desc')
      .execute();
    return rows.map((row) => ({
      tokenId: row.token_id,
      memberId: row.member_id,
      kind: row.kind,
      deviceId: row.device_id,
      deviceName: row.device_name,
      createdAt: row.created_at,
      lastUsedAt: row.last_used_at,
    }));
  }

  async issue(token: NewToken): Promise<void> {
    if (token.deviceId !== null) {
      await this.#db
        .deleteFrom('tokens')
        .where('member_id', '=', token.memberId)
        .where('device_id', '=', token.deviceId)
        .execute();
    }
    await this.#db
      .insertInto('tokens')
      .values({
        token_id: token.tokenId,
        token_hash: token.tokenHash,
        member_id: token.memberId,
        kind: token.kind,
        device_id: token.deviceId,
        device_name: token.deviceName,
        created_at: token.createdAt,
        last_used_at: null,
      })
      .execute();
  }

  async revokeNamed(memberId: string, deviceName: string): Promise<void> {
    await this.#db
      .deleteFrom('tokens')
      .where('member_id', '=', memberId)
      .where('device_name', '=', deviceName)
      .execute();
  }

  async revoke(memberId: string, tokenId: string): Promise<StoredToken | null> {
    const token = (await this.ofMember(memberId)).find((known) => known.tokenId === tokenId);
    if (token === undefined) return null;
    await this.#db.deleteFrom('tokens').where('token_id', '=', tokenId).execute();
    await this.#voidCodes(memberId);
    return token;
  }

  async revokeAll(memberId: string, except?: string): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('tokens')
      .where('member_id', '=', memberId)
      .$if(except !== undefined, (query) => query.where('token_id', '!=', except ?? ''))
      .executeTakeFirst();
    await this.#voidCodes(memberId);
    return Number(numDeletedRows);
  }

  /** Whoever is signed out may have made one a moment ago, and would be back by it. */
  async #voidCodes(memberId: string): Promise<void> {
    await this.#db
      .deleteFrom('links')
      .where('kind', '=', 'device')
      .where('member_id', '=', memberId)
      .execute();
  }

  async hashes(teamId: string): Promise<ReadonlySet<string>> {
    const rows = await this.#db
      .selectFrom('tokens')
      .innerJoin('members', 'members.member_id', 'tokens.member_id')
      .select('token_hash')
      .where('team_id', '=', teamId)
      .where('active', '=', 1)
      .execute();
    return new Set(rows.map((row) => row.token_hash));
  }

  async forgetBrowserSessions(unusedSince: number, inUse: ReadonlySet<string>): Promise<number> {
    const unused = await this.#db
      .selectFrom('tokens')
      .select('token_hash')
      .where('kind', '=', 'web')
      .where(({ fn }) => fn.coalesce('last_used_at', 'created_at'), '<', unusedSince)
      .execute();
    let revoked = 0;
    for (const { token_hash } of unused) {
      if (inUse.has(token_hash)) continue;
      const { numDeletedRows } = await this.#db
        .deleteFrom('tokens')
        .where('token_hash', '=', token_hash)
        // Somebody may have come back since.
        .where(({ fn }) => fn.coalesce('last_used_at', 'created_at'), '<', unusedSince)
        .executeTakeFirst();
      revoked += Number(numDeletedRows);
    }
    return revoked;
  }

  /** To the hour, so that a whole team that reconnects does not cost a disk write each. */
  async touch(tokenHashes: readonly string[], now: number): Promise<void> {
    for (const part of inParts(tokenHashes)) {
      await this.#db
        .updateTable('tokens')
        .set({ last_used_at: now })
        .where('token_hash', 'in', part)
        .where(({ eb, or }) =>
          or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', now - HOUR_MS)]),
        )
        .execute();
    }
  }
}
