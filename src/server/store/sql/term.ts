import type { Transaction } from 'kysely';
import { Refusal } from '../../../shared/protocol/errors.ts';
import type { Database } from './database.ts';
import type { Tables } from './tables.ts';

/** Runs `work` as one transaction; all or nothing. */
export type Transact = <T>(work: (transaction: Transaction<Tables>) => Promise<T>) => Promise<T>;

/** Transactions of whoever leads in a term, which does not end while one of them is under way; null is whoever need not lead. */
export function transactionsIn(term: number | null, database: Database): Transact {
  return (work) =>
    database.kysely.transaction().execute(async (transaction) => {
      if (term !== null && (await database.holdTerm(transaction)) !== term) throw isOver();
      return work(transaction);
    });
}

/** Begins the next term, once no transaction of the one before is under way, and answers it. */
export function nextTerm(database: Database): Promise<number> {
  return database.kysely.transaction().execute(async (transaction) => {
    await database.lockTerm(transaction);
    const { term } = await transaction
      .updateTable('leadership')
      .set(({ eb }) => ({ term: eb('term', '+', 1) }))
      .returning('term')
      .executeTakeFirstOrThrow();
    return term;
  });
}

function isOver(): Refusal {
  return new Refusal(
    'unavailable',
    'Another server leads now, so this one changed nothing. Try again in a moment.',
  );
}
