import { type Selectable, sql } from 'kysely';
import type { Contact, Queue } from '../../../shared/domain/contact.ts';
import type { WaitingContact } from '../../../shared/domain/contact-steps.ts';
import { contactSchema } from '../../../shared/protocol/contact-schemas.ts';
import type { ContactQuery, ContactReader } from '../contacts.ts';
import type { Db, Tables } from './tables.ts';

export class ContactTable implements ContactReader {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  async find(teamId: string, contactId: string): Promise<Contact | null> {
    const row = await this.#ofTeam(teamId).where('contact_id', '=', contactId).executeTakeFirst();
    return row === undefined ? null : toContact(row);
  }

  async open(teamId: string): Promise<ReadonlyMap<string, readonly Contact[]>> {
    const rows = await this.#ofTeam(teamId)
      .where('state', 'in', ['assigned', 'accepted'])
      .orderBy('assignment_no', 'desc')
      .execute();
    const byMember = Map.groupBy(rows, (row) => row.member_id ?? '');
    return new Map([...byMember].map(([memberId, own]) => [memberId, own.map(toContact)]));
  }

  async waiting(teamId: string, limit: number): Promise<readonly WaitingContact[]> {
    const rows = await this.#ofTeam(teamId)
      .where('state', '=', 'waiting')
      .orderBy('position')
      .limit(limit)
      .execute();
    return rows.map(toContact).filter((contact) => contact.state === 'waiting');
  }

  async waitingBehind(teamId: string, place: number | null, limit: number) {
    const rows = await this.#ofTeam(teamId)
      .where('state', '=', 'waiting')
      .$if(place !== null, (query) => query.where('position', '>', place ?? 0))
      .orderBy('position')
      .limit(limit)
      .execute();
    return rows.map((row) => ({ contact: toContact(row), place: row.position }));
  }

  queue(teamId: string): Promise<Queue> {
    return queueOf(this.#db, teamId);
  }

  async openCounts(teamId: string): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#db
      .selectFrom('contacts')
      .select(({ fn }) => ['member_id', fn.countAll<number>().as('open')])
      .where('team_id', '=', teamId)
      .where('state', 'in', ['assigned', 'accepted'])
      .groupBy('member_id')
      .execute();
    return new Map(rows.map((row) => [row.member_id ?? '', row.open]));
  }

  async anyOpen(teamId: string): Promise<boolean> {
    const row = await this.#db
      .selectFrom('contacts')
      .select('contact_id')
      .where('team_id', '=', teamId)
      .where('state', 'in', ['waiting', 'assigned', 'accepted'])
      .limit(1)
      .executeTakeFirst();
    return row !== undefined;
  }

  async list(teamId: string, { states, after, limit }: ContactQuery): Promise<readonly Contact[]> {
    let query = this.#ofTeam(teamId);
    if (states !== undefined) query = query.where('state', 'in', states);
    if (after !== undefined) {
      query = query.where(({ eb, or, and }) =>
        or([
          eb('arrived_at', '<', after.arrivedAt),
          and([eb('arrived_at', '=', after.arrivedAt), eb('contact_id', '<', after.contactId)]),
        ]),
      );
    }
    const rows = await query
      .orderBy('arrived_at', 'desc')
      .orderBy('contact_id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(toContact);
  }

  /** Removes those that were closed before `closedBefore` (epoch milliseconds); answers how many. */
  async forget(closedBefore: number): Promise<number> {
    const { numDeletedRows } = await this.#db
      .deleteFrom('contacts')
      .where('state', '=', 'closed')
      .where('closed_at', '<', closedBefore)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  #ofTeam(teamId: string) {
    return this.#db.selectFrom('contacts').selectAll().where('team_id', '=', teamId);
  }
}

export async function queueOf(db: Db, teamId: string): Promise<Queue> {
  const { waiting, oldest } = await db
    .selectFrom('contacts')
    .select([sql<number>`count(*)`.as('waiting'), sql<number | null>`min(arrived_at)`.as('oldest')])
    .where('team_id', '=', teamId)
    .where('state', '=', 'waiting')
    .executeTakeFirstOrThrow();
  return { waiting, oldestSince: oldest };
}

/** @throws ZodError where the row says what no contact is. */
export function toContact(row: Selectable<Tables['contacts']>): Contact {
  const { return_reason: reason, returned_from: memberId, returned_at: at } = row;
  // Each state takes of this what it has.
  return contactSchema.parse({
    contactId: row.contact_id,
    customer: row.customer,
    subject: row.subject,
    channel: row.channel,
    externalId: row.external_id,
    link: row.link,
    arrivedAt: row.arrived_at,
    state: row.state,
    returned: reason === null ? null : { reason, memberId, at },
    memberId: row.member_id,
    assignedAt: row.assigned_at,
    assignedBy: row.assigned_by,
    acceptedAt: row.accepted_at,
    closedAt: row.closed_at,
  });
}
