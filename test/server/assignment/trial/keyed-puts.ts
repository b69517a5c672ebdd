import { expect } from 'vitest';
import type { IntegrationCaller } from '../../../../src/server/commands/caller.ts';
import { Once } from '../../../../src/server/http/once.ts';
import type { Contact } from '../../../../src/shared/domain/contact.ts';
import { contactSchema } from '../../../../src/shared/protocol/contact-schemas.ts';
import type { ContactServer } from '../../../support/contact-team.ts';

const CALLER: IntegrationCaller = {
  kind: 'integration',
  teamId: 'team',
  integrationId: 'shop',
  name: 'Shop',
  scopes: ['contacts'],
};

/** Contacts that a shop puts in under keys, as often as it likes, whatever becomes of the server. */
export class KeyedPuts {
  readonly #answers = new Map<string, string>();
  readonly #onces = new WeakMap<ContactServer, Once>();

  /** Asks once more under a key; answers the contact as it was put in. */
  async put(server: ContactServer, key: string): Promise<Contact> {
    const kept = (answer: unknown) => ({ status: 201, body: JSON.stringify(answer) });
    const request = { caller: CALLER, key, content: [key], kept };
    const { response } = await this.#onceOf(server).run(request, async (keyed) =>
      kept(await server.team.put({ customer: key }, CALLER, keyed)),
    );
    const before = this.#answers.get(key) ?? response.body;
    if (before !== response.body) throw new Error(`${key} was answered in two ways`);
    this.#answers.set(key, response.body);
    return contactSchema.parse(JSON.parse(response.body));
  }

  /** What was answered was done once; whatever else was asked for was done once or not at all. */
  judge(contacts: Iterable<Contact>): void {
    const byKey = Map.groupBy(contacts, ({ customer }) => customer);
    for (const [key, body] of this.#answers) {
      const done = byKey.get(key)?.map(({ contactId }) => contactId);
      expect(done, `what was put in under ${key}`).toEqual([JSON.parse(body).contactId]);
    }
    for (const [key, done] of byKey) {
      if (key.startsWith('k')) expect(done, `what was put in under ${key}`).toHaveLength(1);
    }
  }

  #onceOf(server: ContactServer): Once {
    const known = this.#onces.get(server) ?? new Once(server.clock);
    this.#onces.set(server, known);
    return known;
  }
}
