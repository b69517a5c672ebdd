import { z } from 'zod';
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
    const forWhom =
      link.kind === 'invite'
        ? { member_id: null, email: link.email, role: link.role }
        : { member_id: link.memberId, email: null, role: null };
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
        ...forWhom,
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
  return row.kind === 'invite'
    ? { ...common, kind: 'invite', email: row.email, role: row.role }
    : { ...common, kind: 'password', memberId: row.member_id };
}
