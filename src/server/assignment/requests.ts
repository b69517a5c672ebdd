import { type ContactFacts, holderOf } from '../../shared/domain/contact.ts';
import { arrived } from '../../shared/domain/contact-steps.ts';
import { mayManage } from '../../shared/domain/member.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { StoredMember } from '../store/accounts.ts';
import type { AuditActor } from '../store/audit.ts';
import type { KeptContact } from '../store/contacts.ts';
import type { Ledger } from './ledger.ts';

/** Who asks for something to become of a contact. */
export type ContactActor =
  | { readonly kind: 'member'; readonly memberId: string }
  | { readonly kind: 'integration'; readonly integrationId: string; readonly name: string };

type Authority = {
  readonly by: AuditActor;
  /** Null for an integration. */
  readonly memberId: string | null;
  /** Whether they may do it with contacts of others, too. */
  readonly manages: boolean;
};

/**
 * What can be asked for about contacts. All of it looks before it writes: where there is a Refusal
 * nothing was changed, and whatever else the transaction does goes on.
 */
export class Requests {
  readonly #ledger: Ledger;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
  }

  /** @throws Refusal `forbidden`, `conflict` */
  async put(facts: ContactFacts, actor: ContactActor): Promise<void> {
    const { by, manages } = await this.#authority(actor);
    if (actor.kind === 'member' && !manages) {
      throw new Refusal('forbidden', 'Only managers and integrations put contacts in.');
    }
    await this.#ledger.add(arrived(facts), by);
  }

  /** @throws Refusal `not-found`, `forbidden`, `conflict` */
  async accept(contactId: string, actor: ContactActor): Promise<void> {
    const kept = await this.#find(contactId);
    const { by, memberId } = await this.#authority(actor);
    const { contact } = kept;
    if (contact.state === 'waiting') {
      throw new Refusal('conflict', 'This contact is back in the queue. Nobody has it now.');
    }
    if (contact.state === 'closed') {
      throw new Refusal('conflict', 'This contact is closed; there is nothing left to accept.');
    }
    if (contact.memberId !== memberId) {
      throw new Refusal('forbidden', 'Only the member whom a contact was given can accept it.');
    }
    if (contact.state === 'assigned') await this.#ledger.accept(kept, contact, by);
  }

  /** @throws Refusal `not-found`, `forbidden`, `conflict` */
  async giveBack(contactId: string, actor: ContactActor): Promise<void> {
    const kept = await this.#find(contactId);
    const authority = await this.#authority(actor);
    // Asked for once more, because the answer was lost.
    if (isBackAlready(kept, authority)) return;
    const { contact } = kept;
    if (!authority.manages && holderOf(contact) !== authority.memberId) {
      throw new Refusal(
        'forbidden',
        'Only the member who has a contact, and managers, return it to the queue.',
      );
    }
    if (contact.state !== 'assigned' && contact.state !== 'accepted') {
      throw new Refusal('conflict', 'This contact is closed and cannot go back to the queue.');
    }
    await this.#ledger.putBack(kept, contact, 'returned', authority.by);
  }

  /** @throws Refusal `not-found`, `forbidden` */
  async close(contactId: string, actor: ContactActor): Promise<void> {
    const kept = await this.#find(contactId);
    const { by, memberId, manages } = await this.#authority(actor);
    if (actor.kind === 'member' && !manages && holderOf(kept.contact) !== memberId) {
      throw new Refusal('forbidden', 'Only the member who has a contact, and managers, close it.');
    }
    if (kept.contact.state !== 'closed') await this.#ledger.close(kept, by);
  }

  /** @throws Refusal `not-found`, `forbidden`, `conflict` */
  async assign(contactId: string, memberId: string, actor: ContactActor): Promise<void> {
    const kept = await this.#find(contactId);
    const { by, manages } = await this.#authority(actor);
    if (!manages) {
      throw new Refusal('forbidden', 'Only owners and managers assign contacts by hand.');
    }
    if (kept.contact.state === 'closed') {
      throw new Refusal('conflict', 'This contact is closed and cannot be assigned any more.');
    }
    const member = await this.#member(memberId);
    if (member === null) throw new Refusal('not-found', 'There is no such member.');
    if (!member.active) {
      throw new Refusal(
        'conflict',
        `${member.name} is switched off. Assign the contact to somebody else.`,
      );
    }
    if (holderOf(kept.contact) !== memberId) {
      await this.#ledger.assign(kept, memberId, 'hand', by);
    }
  }

  async #find(contactId: string): Promise<KeptContact> {
    const kept = await this.#ledger.find(contactId);
    if (kept !== null) return kept;
    throw new Refusal('not-found', 'There is no such contact, or it was closed long ago.');
  }

  /** @throws Refusal `unauthorized` where they were switched off. */
  async #authority(actor: ContactActor): Promise<Authority> {
    if (actor.kind === 'integration') {
      const by = { kind: actor.kind, id: actor.integrationId, name: actor.name };
      return { by, memberId: null, manages: false };
    }
    const member = await this.#member(actor.memberId);
    if (!member?.active) {
      throw new Refusal('unauthorized', 'You are not a member of this team any more.');
    }
    const { memberId, name, role } = member;
    return { by: { kind: 'member', id: memberId, name }, memberId, manages: mayManage(role) };
  }

  async #member(memberId: string): Promise<StoredMember | null> {
    const { members, team } = this.#ledger.tx;
    const member = await members.find(memberId);
    return member?.teamId === team.teamId ? member : null;
  }
}

/** Whether it waits, or was given to somebody else, since whoever asks returned it. */
function isBackAlready({ contact, declinedBy }: KeptContact, { memberId, manages }: Authority) {
  if (memberId === null || holderOf(contact) === memberId) return false;
  if (contact.state === 'waiting' && (manages || contact.returned?.memberId === memberId)) {
    return true;
  }
  return !manages && declinedBy.includes(memberId);
}
