import type { z } from 'zod';
import type { Contact, ContactAct, Queue } from '../../shared/domain/contact.ts';
import {
  type ContactEvent,
  type Contacts,
  contactAnswerSchema,
  contactsAnswerSchema,
  type Loads,
  loadsAnswerSchema,
} from '../../shared/protocol/contact-schemas.ts';
import type { ClientToServerEvents } from '../../shared/protocol/events.ts';
import type { Result } from '../client-problem.ts';
import { afterContact, afterQueue, type KnownContacts } from './known-contacts.ts';

export type ContactDeskOptions = {
  readonly command: <T>(
    event: keyof ClientToServerEvents,
    payload: object,
    schema: z.ZodType<T>,
  ) => Promise<Result<T>>;
  /** What is known, or null without contacts. */
  readonly known: () => KnownContacts | null;
  /** Makes what is known another one, where there is a connection. */
  readonly update: (change: (known: KnownContacts, memberId: string) => KnownContacts) => void;
};

/** Whoever keeps more of the team's contacts than the own ones. */
export type ContactFollower = {
  /** What has become of one; owners and managers are told of all. */
  readonly onNews: (event: ContactEvent) => void;
  /** There is a connection again, and what happened meanwhile is not told. */
  readonly onGap: () => void;
};

/** What a member asks and does about contacts, and what the server tells of them. */
export class ContactDesk {
  readonly #options: ContactDeskOptions;
  readonly #followers = new Set<ContactFollower>();

  constructor(options: ContactDeskOptions) {
    this.#options = options;
  }

  /** What waits now, in the order in which it is served, beside the own ones. */
  look(): Promise<Result<Contacts>> {
    return this.#options.command('contacts:get', {}, contactsAnswerSchema);
  }

  /** Who has room for contacts; `forbidden` for agents, `not-found` where the server does not tell. */
  loads(): Promise<Result<Loads>> {
    return this.#options.command('loads:get', {}, loadsAnswerSchema);
  }

  /** Accepts, returns or closes an own contact; `conflict` where it is not one any more. */
  async act(act: ContactAct, contactId: string): Promise<Result<Contact>> {
    const result = await this.#change(`contact:${act}`, contactId, {});
    // Only own contacts are acted on: whoever may not has lost it meanwhile, and not the right role.
    if (result.ok || result.problem.code !== 'forbidden') return result;
    return { ok: false, problem: { ...result.problem, code: 'conflict' } };
  }

  /** Gives a contact to anyone (AS7); `forbidden` for agents. */
  assign(contactId: string, memberId: string): Promise<Result<Contact>> {
    return this.#change('contact:assign', contactId, { memberId });
  }

  /** Tells from now on what the server tells; the answer ends it. */
  follow(follower: ContactFollower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Takes what a contact has become. */
  learn(event: ContactEvent): void {
    this.#keep(event.contact);
    for (const { onNews } of this.#followers) onNews(event);
  }

  /** The server has welcomed this device. */
  welcomed(): void {
    for (const { onGap } of this.#followers) onGap();
  }

  /** Takes what the queue has become. */
  learnQueue(queue: Queue): void {
    this.#options.update((known) => afterQueue(known, queue));
  }

  #keep(contact: Contact): void {
    this.#options.update((known, memberId) => afterContact(known, contact, memberId));
  }

  async #change(
    event: 'contact:assign' | `contact:${ContactAct}`,
    contactId: string,
    more: object,
  ): Promise<Result<Contact>> {
    const own = () => this.#options.known()?.mine.find((mine) => mine.contactId === contactId);
    const before = own();
    const result = await this.#options.command(event, { contactId, ...more }, contactAnswerSchema);
    if (!result.ok) return result;
    const { contact } = result.value;
    // What the server has told meanwhile may be newer than its answer.
    if (own() === before) this.#keep(contact);
    return { ok: true, value: contact };
  }
}
