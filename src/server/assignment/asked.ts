import type { Contact } from '../../shared/domain/contact.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { KeyedRequest } from '../commands/keyed-request.ts';
import type { Ledger } from './ledger.ts';
import { Requests } from './requests.ts';

/** What became of something that was asked for. */
export type Outcome = {
  /** To be called at the end of the round's transaction. */
  readonly note: () => Promise<void>;
  /** To be called once the round is committed. */
  readonly answer: () => void;
};

/** Something that was asked for, to be done in a round. */
export type Asked = {
  /** Throws where the whole round has to fail. */
  readonly run: (ledger: Ledger) => Promise<Outcome>;
  readonly fail: (error: unknown) => void;
};

/** What is to be done with a contact, and the contact as it stands when that is committed. */
export function ask(
  contactId: string,
  work: (requests: Requests) => Promise<void>,
  keyed: KeyedRequest | null,
): { readonly asked: Asked; readonly done: Promise<Contact> } {
  const { promise, resolve, reject } = Promise.withResolvers<Contact>();
  const run = async (ledger: Ledger): Promise<Outcome> => {
    try {
      await keyed?.begin(ledger.tx);
      await work(new Requests(ledger));
      return {
        note: async () => keyed?.end(ledger.tx, ledger.latest(contactId)),
        answer: () => resolve(ledger.latest(contactId)),
      };
    } catch (error) {
      if (!isOwnRefusal(error)) throw error;
      return { note: async () => undefined, answer: () => reject(error) };
    }
  };
  return { asked: { run, fail: reject }, done: promise };
}

/** Whether it refuses one request; where the store does not answer the whole round fails. */
function isOwnRefusal(error: unknown): error is Refusal {
  return error instanceof Refusal && error.code !== 'unavailable';
}
