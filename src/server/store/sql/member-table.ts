import { sql } from 'kysely';
import { CAPACITY } from '../../../shared/domain/contact.ts';
import type { Role } from '../../../shared/domain/member.ts';
import { Refusal } from '../../../shared/protocol/errors.ts';
import type { MemberChange, MemberWriter, NewMember, StoredMember } from '../accounts.ts';
import type { Db } from './tables.ts';

export class MemberTable implements MemberWriter {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async all(teamId: string): Promise<readonly StoredMember[]> {
    const rows = await this.#select()
      .where('members.team_id', '=', teamId)
      .orderBy('members.name')
      .orderBy('members.member_id')
      .execute();
    return rows.map(toMember);
  }

  async find(memberId: string): Promise<StoredMember | null> {
    const row = await this.#select().where('members.member_id', '=', memberId).executeTakeFirst();
    return row === undefined ? null : toMember(row);
  }

  async findByEmail(email: string): Promise<StoredMember | null> {
    const row = await this.#select().where('members.email', '=', email).executeTakeFirst();
    return row === undefined ? null : toMember(row);
  }

  async passwordHash(memberId: string): Promise<string | null> {
    const row = await this.#db
      .selectFrom('members')
      .select('password_hash')
      .where('member_id', '=', memberId)
      .executeTakeFirst();
    return row?.password_hash ?? null;
  }

  async add(member: NewMember): Promise<StoredMember> {
    const { memberId, teamId, email, name, createdAt } = member;
    const role = member.role === 'default' ? await this.#defaultRole(teamId) : member.role;
    const added = await this.#db
      .insertInto('members')
      .values({
        member_id: memberId,
        team_id: teamId,
        email,
        name,
        role,
        created_at: createdAt,
        password_hash: null,
        active: 1,
        receives_contacts: 1,
        capacity: CAPACITY.default,
        seat: this.#nextSeat(teamId),
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning('seat')
      .executeTakeFirst();
    if (added === undefined) throw new Refusal('conflict', `${email} is already a member.`);
    return {
      memberId,
      seat: added.seat,
      teamId,
      email,
      name,
      role,
      createdAt,
      active: true,
      receivesContacts: true,
      capacity: CAPACITY.default,
      hasPassword: false,
    };
  }

  async change(memberId: string, change: MemberChange): Promise<StoredMember> {
    const { name, role, active, receivesContacts, capacity } = change;
    const columns = {
      ...(name === undefined ? {} : { name }),
      ...(role === undefined ? {} : { role }),
      ...(active === undefined ? {} : { active: Number(active) }),
      ...(receivesContacts === undefined ? {} : { receives_contacts: Number(receivesContacts) }),
      ...(capacity === undefined ? {} : { capacity }),
    };
    if (Object.keys(columns).length > 0) {
      await this.#db
        .updateTable('members')
        .set(columns)
        .where('member_id', '=', memberId)
        .execute();
    }
    const member = await this.find(memberId);
    if (member === null) throw new Refusal('not-found', 'There is no such member.');
    return member;
  }

  async setPassword(memberId: string, passwordHash: string): Promise<void> {
    await this.#db
      .updateTable('members')
      .set({ password_hash: passwordHash })
      .where('member_id', '=', memberId)
      .execute();
  }

  async #defaultRole(teamId: string): Promise<'owner' | 'agent'> {
    const first = await this.#db
      .selectFrom('members')
      .select('member_id')
      .where('team_id', '=', teamId)
      .limit(1)
      .executeTakeFirst();
    return first === undefined ? 'owner' : 'agent';
  }

  /** Members are never removed, so the highest was the last that was given. */
  #nextSeat(teamId: string) {
    return this.#db
      .selectFrom('members')
      .select(({ fn }) =>
        sql<number>`${fn.coalesce(fn.max('seat'), sql<number>`0`)} + 1`.as('seat'),
      )
      .where('team_id', '=', teamId);
  }

  #select() {
    return this.#db
      .selectFrom('members')
      .select([
        'member_id',
        'seat',
        'team_id',
        'email',
        'name',
        'role',
        'created_at',
        'active',
        'receives_contacts',
        'capacity',
        sql<number>`case when password_hash is null then 0 else 1 end`.as('has_password'),
      ]);
  }
}

type MemberRow = {
  readonly member_id: string;
  readonly seat: number;
  readonly team_id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: number;
  readonly active: number;
  readonly receives_contacts: number;
  readonly capacity: number;
  readonly has_password: number;
};

function toMember(row: MemberRow): StoredMember {
  return {
    memberId: row.member_id,
    seat: row.seat,
    teamId: row.team_id,
    email: row.email,
    name: row.name,
    role: row.role,
    createdAt: row.created_at,
    active: row.active === 1,
    receivesContacts: row.receives_contacts === 1,
    capacity: row.capacity,
    hasPassword: row.has_password === 1,
  };
}
