import type { Kysely } from 'kysely';
import type { Db, Tables } from './tables.ts';

/** What the databases do each in its own way. */
export type Database = {
  readonly kysely: Kysely<Tables>;
  prepare(): Promise<void>;
  /** Makes everyone else who wants to change the team wait until the transaction is over. */
  lockTeam(transaction: Db, teamId: string): Promise<void>;
  /** The same for one member. */
  lockMember(transaction: Db, memberId: string): Promise<void>;
  /** The term that stands, and does so until the transaction is over. */
  holdTerm(transaction: Db): Promise<number>;
  /** Waits until nobody holds the term, and lets nobody do so until the transaction is over. */
  lockTerm(transaction: Db): Promise<void>;
  /** To be called in each transaction whose changes other processes are to hear of. */
  announce(transaction: Db): Promise<void>;
  onExternalChange(listener: () => void): () => void;
  close(): Promise<void>;
};
