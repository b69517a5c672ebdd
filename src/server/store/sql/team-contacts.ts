import { type Selectable, sql } from 'kysely';
import { z } from 'zod';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import type { Contact, ContactState, Queue } from '../../../shared/domain/contact.ts';
import type { WaitingContact } from '../../../shared/domain/contact-steps.ts';
import { Refusal } from '../../../shared/protocol/errors.ts';
import type { ContactWriter, KeptContact, StoredCandidate } from '../contacts.ts';
import { queueOf, toContact } from './contact-table.ts';
import type { Db, Tables } from './tables.ts';

const memberIds = z.array(z.string());

/** The contacts of one team, within a transaction that nobody else has on it. */
export class TeamContacts implements ContactWriter {
  readonly #db: Db;
  readonly #teamId: string;

  constructor(db: Db, teamId: string) {
    this.#db = db;
    this.#teamId = teamId;
  }

  async find(contactId: string): Promise<KeptContact | null> {
    const row = await this.#all().where('contact_id', '=', contactId).executeTakeFirst();
    return row === undefined ? null : toKept(row);
  }

  async waiting({
    skip,
    limit,
  }: {
    readonly skip: number;
    readonly limit: number;
  }): Promise<readonly KeptContact<WaitingContact>[]> {
    const rows = await this.#all()
      .where('state', '=', 'waiting')
      .orderBy('position')
      .limit(limit)
      .offset(skip)
      .execute();
    return rows.map(toKept).filter(isIn('waiting'));
  }

  queue(): Promise<Queue> {
    return queueOf(this.#db, this.#teamId);
  }

  async candidates(): Promise<readonly StoredCandidate[]> {
    const rows = await this.#db
      .selectFrom('members')
      .select(['member_id', 'receives_contacts', 'capacity', 'last_assignment_no'])
      .select(({ selectFrom }) =>
        selectFrom('contacts')
          .select(sql<number>`count(*)`.as('open'))
          .whereRef('contacts.member_id', '=', 'members.member_id')
          .where('contacts.state', 'in', ['assigned', 'accepted'])
          .$asScalar()
          .$notNull()
          .as('open'),
      )
      .where('team_id', '=', this.#teamId)
      .where('active', '=', 1)
      .execute();
    return rows.map((row) => ({
      memberId: row.member_id,
      receivesContacts: row.receives_contacts === 1,
      capacity: row.capacity,
      open: row.open,
      lastAssignment: row.last_assignment_no,
    }));
  }

  async unaccepted() {
    const rows = await this.#all().where('state', '=', 'assigned').execute();
    return rows.map(toKept).filter(isIn('assigned'));
  }

  async abandoned() {
    const rows = await this.#all()
      .where('state', 'in', ['assigned', 'accepted'])
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('members')
            .select('members.member_id')
            .whereRef('members.member_id', '=', 'contacts.member_id')
            .where('members.active', '=', 0),
        ),
      )
      .execute();
    return rows.map(toKept).filter(isIn('assigned', 'accepted'));
  }

  async add(contact: WaitingContact): Promise<void> {
    const added = await this.#db
      .insertInto('contacts')
      .values({
        contact_id: contact.contactId,
        team_id: this.#teamId,
        customer: contact.customer,
        subject: contact.subject,
        channel: contact.channel,
        external_id: contact.externalId,
        link: contact.link,
        arrived_at: contact.arrivedAt,
        position: this.#place('end'),
        ...this.#columnsOf(contact),
        declined_by: '[]',
        given_offline_since: null,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['team_id', 'external_id'])
          // Written out, for that is how the databases recognise the index.
          .where('state', '<>', sql.lit('closed'))
          .doNothing(),
      )
      .returning('contact_id')
      .execute();
    if (added.length > 0) return;
    throw new Refusal(
      'conflict',
      `There is already an open contact with the external id ${contact.externalId}. Close that one first, or leave it as it is.`,
    );
  }

  async save({ contact, declinedBy, givenOfflineSince }: KeptContact): Promise<void> {
    await this.#db
      .updateTable('contacts')
      .set({
        ...this.#columnsOf(contact),
        declined_by: JSON.stringify(declinedBy),
        given_offline_since: givenOfflineSince,
        ...(contact.state === 'waiting' ? { position: this.#place('head') } : {}),
        ...(contact.state === 'assigned'
          ? { assignment_no: await this.#nextAssignment(contact.memberId) }
          : {}),
      })
      .where('team_id', '=', this.#teamId)
      .where('contact_id', '=', contact.contactId)
      .execute();
  }

  #all() {
    return this.#db.selectFrom('contacts').selectAll().where('team_id', '=', this.#teamId);
  }

  /** A number before, or after, those of all that wait. */
  #place(where: 'head' | 'end') {
    const place =
      where === 'head' ? sql<number>`min(position) - 1` : sql<number>`max(position) + 1`;
    return this.#db
      .selectFrom('contacts as others')
      .select(sql<number>`coalesce(${place}, 0)`.as('place'))
      .where('others.team_id', '=', this.#teamId)
      .where('others.state', '=', 'waiting')
      .$asScalar()
      .$notNull();
  }

  /** Makes the next of the team's assignments the member's last one; answers its number. */
  async #nextAssignment(memberId: string): Promise<number> {
    const row = await this.#db
      .updateTable('members')
      .set(({ selectFrom }) => ({
        last_assignment_no: selectFrom('members as others')
          .select(sql<number>`max(last_assignment_no) + 1`.as('next'))
          .where('others.team_id', '=', this.#teamId)
          .$asScalar()
          .$notNull(),
      }))
      .where('member_id', '=', memberId)
      .returning('last_assignment_no')
      .executeTakeFirstOrThrow();
    return row.last_assignment_no;
  }

  /** What its state makes of a contact's columns. */
  #columnsOf(contact: Contact) {
    const none = {
      state: contact.state,
      member_id: null,
      assigned_at: null,
      assigned_by: null,
      accepted_at: null,
      closed_at: null,
      return_reason: null,
      returned_from: null,
      returned_at: null,
    };
    switch (contact.state) {
      case 'waiting':
        return {
          ...none,
          return_reason: contact.returned?.reason ?? null,
          returned_from: contact.returned?.memberId ?? null,
          returned_at: contact.returned?.at ?? null,
        };
      case 'assigned':
        return {
          ...none,
          member_id: contact.memberId,
          assigned_at: contact.assignedAt,
          assigned_by: contact.assignedBy,
        };
      case 'accepted':
        return {
          ...none,
          member_id: contact.memberId,
          assigned_at: contact.assignedAt,
          accepted_at: contact.acceptedAt,
        };
      case 'closed':
        return { ...none, member_id: contact.memberId, closed_at: contact.closedAt };
      default:
        return assertNever(contact);
    }
  }
}

function toKept(row: Selectable<Tables['contacts']>): KeptContact {
  return {
    contact: toContact(row),
    declinedBy: memberIds.parse(JSON.parse(row.declined_by)),
    givenOfflineSince: row.given_offline_since,
  };
}

function isIn<S extends ContactState['state']>(...states: readonly S[]) {
  return (kept: KeptContact): kept is KeptContact<Extract<Contact, { readonly state: S }>> =>
    states.some((state) => state === kept.contact.state);
}
