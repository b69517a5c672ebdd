import { z } from 'zod';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import { ROLES } from '../../../shared/domain/member.ts';
import type { Link, LinkWriter } from '../accounts.ts';
import type { Db } from './tables.ts';

const linkFields = {
  link_id: z.string(),
  team_id: z.string(),
  created_by: z.string().nullable(),
  created_at: z.int(),
  expires_at: z.int(),
};
const linkRow = z.discriminatedUnion('kind', [
  z.object({ ...linkFields, kind: z.literal('invite'), email: z.string(), role: z.enum(ROLES) }),
  z.object({ ...linkFields, kind: z.literal('password'), member_id: z.string() }),
  z.object({
    ...linkFields,
    kind: z.literal('device'),
    member_id: z.string(),
    challenge: z.string(),
    device_name: z.string(),
  }),
]);

export class LinkTable implements LinkWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(secretHash: string): Promise<Link | null> {
    const row = await this.#db
      .selectFrom('links')
      .selectAll()
      .where('secret_hash', '=', secretHash)
      .executeTakeFirst();
    return row === undefined ? null : toLink(row);
  }

  async invites(teamId: string): Promise<readonly (Link & { kind: 'invite' })[]> {
    const rows = await this.#db
      .selectFrom('links')
      .selectAll()
      .where('team_id', '=', teamId)
      .where('kind', '=', 'invite')
      .orderBy('created_at', 'desc')
      .orderBy('link_id')
      .execute();
    return rows.map(toLink).filter((link) => link.kind === 'invite');
  }

  async add(link: Link, secretHash: string): Promise<void> {
    await this.#db
      .deleteFrom('links')
      .where('team_id', '=', link.teamId)
      .where('kind', '=', link.kind)
      .where(({ eb }) =>
        link.kind === 'invite' ? eb('email', '=', link.email) : eb('member_id', '=', link.memberId),
      )
      .execute();
    await this.#db
      .insertInto('links')
      .values({
        link_id: link.linkId,
        secret_hash: secretHash,
        team_id: link.teamId,
        kind: link.kind,
        ...columnsOf(link),
        created_by: link.createdBy,
        created_at: link.createdAt,
        expires_at: link.expiresAt,
      })
      .execute();
  }

  async remove(linkId: string): Promise<boolean> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('links')
      .where('link_id', '=', linkId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async forget(expiredBefore: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('links')
      .where('expires_at', '<', expiredBefore)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}

function toLink(found: object): Link {
  const row = linkRow.parse(found);
  const common = {
    linkId: row.link_id,
    teamId: row.team_id,
    createdBy: row.created_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
  switch (row.kind) {
    case 'invite':
      return { ...common, kind: row.kind, email: row.email, role: row.role };
    case 'password':
      return { ...common, kind: row.kind, memberId: row.member_id };
    case 'device': {
      const { challenge, device_name: deviceName } = row;
      return { ...common, kind: row.kind, memberId: row.member_id, challenge, deviceName };
    }
    default:
      return assertNever(row);
  }
}

/** What a link of each kind fills of the columns that not all of them have. */
function columnsOf(link: Link) {
  const none = { member_id: null, email: null, role: null, challenge: null, device_name: null };
  switch (link.kind) {
    case 'invite':
      return { ...none, email: link.email, role: link.role };
    case 'password':
      return { ...none, member_id: link.memberId };
    case 'device': {
      const { memberId: member_id, challenge, deviceName: device_name } = link;
      return { ...none, member_id, challenge, device_name };
    }
    default:
      return assertNever(link);
  }
}
