import type { Change } from '../../../../src/server/log/presence-log.ts';
import type { KeptContact } from '../../../../src/server/store/contacts.ts';
import type { TeamChange } from '../../../../src/server/store/store.ts';
import type { Status } from '../../../../src/shared/domain/status.ts';

/**
 * Looks over the engine's shoulder: whatever the queue gives to somebody must go to the right
 * member at that moment. What the team was told is what counts as a status.
 */
export class AssignmentCheck {
  readonly #statuses = new Map<string, Status>();
  readonly #fail: (what: string) => void;
  /** Goes up with every change of a status. */
  #version = 0;
  #versionAtAssignment: number | null = null;

  constructor(fail: (what: string) => void) {
    this.#fail = fail;
  }

  hear(changes: readonly Change[]): void {
    for (const change of changes) {
      this.#version += 1;
      if (change.kind === 'member-removed') this.#statuses.delete(change.memberId);
      if (change.kind === 'status') this.#statuses.set(change.memberId, change.status);
      if (change.kind === 'member-added') {
        this.#statuses.set(change.member.memberId, change.status);
      }
    }
  }

  /** The transaction, with each assignment looked at just before it is written. */
  watch(tx: TeamChange): TeamChange {
    this.#versionAtAssignment = null;
    const { contacts } = tx;
    const save = async (kept: KeptContact) => {
      const { contact } = kept;
      if (contact.state === 'assigned' && contact.assignedBy === 'queue') {
        this.#versionAtAssignment ??= this.#version;
        await this.#judge(tx, contact.contactId, contact.memberId);
      }
      await contacts.save(kept);
    };
    return {
      ...tx,
      contacts: new Proxy(contacts, {
        get(target, name) {
          if (name === 'save') return save;
          const value: unknown = Reflect.get(target, name);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      }),
    };
  }

  /** AS4: between the look and the commit nobody's status has changed. */
  committed(): void {
    if (this.#versionAtAssignment === null || this.#versionAtAssignment === this.#version) return;
    this.#fail('a status changed while contacts were assigned');
  }

  /** AS5: who could have a contact that waits, by the store and the statuses. */
  async overdue(tx: TeamChange): Promise<string[]> {
    const waiting = await tx.contacts.waiting({ skip: 0, limit: 1_000 });
    const overdue: string[] = [];
    for (const { contact, declinedBy } of waiting) {
      const able = (await this.#able(tx)).filter((one) => !declinedBy.includes(one.memberId));
      if (able.length > 0) overdue.push(contact.contactId);
    }
    return overdue;
  }

  async #judge(tx: TeamChange, contactId: string, memberId: string): Promise<void> {
    const able = await this.#able(tx);
    const chosen = able.find((one) => one.memberId === memberId);
    if (chosen === undefined) {
      this.#fail(`AS4: ${contactId} went to ${memberId}, who is not eligible`);
      return;
    }
    const waiting = await tx.contacts.waiting({ skip: 0, limit: 1_000 });
    const first = waiting.find(({ declinedBy }) =>
      able.some((one) => !declinedBy.includes(one.memberId)),
    );
    if (first?.contact.contactId !== contactId) {
      this.#fail(`AS1: ${contactId} was served before ${first?.contact.contactId}`);
      return;
    }
    for (const other of able.filter((one) => !first.declinedBy.includes(one.memberId))) {
      const comesBefore =
        other.open < chosen.open ||
        (other.open === chosen.open && other.lastAssignment < chosen.lastAssignment);
      if (comesBefore) {
        this.#fail(`AS3: ${contactId} went to ${memberId}, not to ${other.memberId}`);
      }
    }
    if (first.declinedBy.includes(memberId)) {
      this.#fail(`${contactId} went to ${memberId}, who had returned it`);
    }
  }

  async #able(tx: TeamChange) {
    const { assignOnlyOnline } = tx.team.settings;
    return (await tx.contacts.candidates()).filter(
      ({ memberId, receivesContacts, open, capacity }) =>
        receivesContacts &&
        open < capacity &&
        (!assignOnlyOnline || this.#statuses.get(memberId) === 'online'),
    );
  }
}
