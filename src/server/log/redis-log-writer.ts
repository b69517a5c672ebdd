import { randomBytes } from 'node:crypto';
import { assertNever } from '../../shared/domain/assert-never.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import type { Change, Message } from './presence-log.ts';
import { type Entry, formatPosition, type Position } from './redis-log-entry.ts';
import { APPEND, BEGIN, logChannel, logKeys } from './redis-log-scripts.ts';

/** The lease that whoever writes has to hold. */
export type WriterLease = {
  readonly key: string;
  /** What the key holds while this process may write, null while it may not. */
  token(): string | null;
};

/** About how many entries, and how many changes, a log keeps: so many for each member, but so many at least. */
export type Kept = { readonly perMember: number; readonly least: number };

type WriterOptions = {
  readonly connection: RedisConnection;
  readonly prefix: string;
  readonly lease: WriterLease;
  readonly kept: Kept;
  readonly onLost: (reason: string) => void;
};

/** A log's id, and the place after which it goes on. */
type WrittenLog = { readonly log: string; readonly at: Position };

/** How long one lease is held; over for good as soon as anything was not taken, or may not have been. */
type Term = {
  readonly token: string;
  readonly logs: Map<string, WrittenLog>;
  isOver: boolean;
};

/**
 * Writes teams' logs as long as this process holds the lease. It says with each entry after which
 * one it belongs, so that of what it sends nothing can come twice, out of order or after a gap.
 */
export class RedisLogWriter {
  readonly #options: WriterOptions;
  #term: Term | null = null;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Makes sure that the team has a log. Answers false where this process does not lead. @throws Refusal `unavailable` */
  async begin(teamId: string): Promise<boolean> {
    const { connection, prefix, lease } = this.#options;
    if (lease.token() === null) return false;
    const term = this.#lead();
    if (term.logs.has(teamId)) return true;
    const id = randomBytes(12).toString('base64url');
    const answer = await connection.send(
      ...['EVAL', BEGIN, '5', ...logKeys(prefix, teamId), lease.key],
      ...[term.token, id, logChannel(prefix, teamId)],
    );
    if (answer !== 'done') throw this.#end(term, answer);
    return true;
  }

  /** What is written goes on from here, if nothing was written since the log was begun. */
  goOn(teamId: string, log: string, at: Position): void {
    const logs = this.#lead().logs;
    if (!logs.has(teamId)) logs.set(teamId, { log, at });
  }

  /** The version after the last change. @throws Refusal `unavailable` */
  async append(teamId: string, changes: readonly Change[]): Promise<number> {
    const term = this.#lead();
    const { at } = logOf(term, teamId);
    if (changes.length === 0) return at.version;
    const next = { version: at.version + changes.length, messages: 0 };
    const entry = { at: next, field: 'changes', json: JSON.stringify(changes) } as const;
    await this.#add(term, teamId, entry, changes.flatMap(effectsOf));
    return next.version;
  }

  /** @throws Refusal `unavailable` */
  async tell(teamId: string, message: Message): Promise<void> {
    const term = this.#lead();
    const { at } = logOf(term, teamId);
    const next = { ...at, messages: at.messages + 1 };
    const entry = { at: next, field: 'message', json: JSON.stringify(message) } as const;
    await this.#add(term, teamId, entry, []);
  }

  async #add(term: Term, teamId: string, entry: Entry, effects: readonly string[]): Promise<void> {
    const { connection, prefix, lease, kept } = this.#options;
    const { log, at } = logOf(term, teamId);
    // What is sent next belongs after this, of which the answer has not come yet.
    term.logs.set(teamId, { log, at: entry.at });
    let answer: unknown;
    try {
      // The script goes along each time: what Redis had learnt of it, it may have lost.
      answer = await connection.send(
        ...['EVAL', APPEND, '5', ...logKeys(prefix, teamId), lease.key],
        ...[term.token, log, formatPosition(at), formatPosition(entry.at)],
        ...[entry.field, entry.json, logChannel(prefix, teamId)],
        ...[String(kept.least), String(kept.perMember), ...effects],
      );
    } catch {
      throw this.#end(term, 'unanswered');
    }
    if (answer !== 'done') throw this.#end(term, answer);
  }

  /** @throws Refusal where this process does not lead, or cannot with the lease that it has. */
  #lead(): Term {
    const token = this.#options.lease.token();
    if (token === null) throw untold();
    if (this.#term?.token !== token) this.#term = { token, logs: new Map(), isOver: false };
    if (this.#term.isOver) throw untold();
    return this.#term;
  }

  /** Says once why the term is over; the answer is for whoever wanted to write. */
  #end(term: Term, why: unknown): Refusal {
    if (!term.isOver) {
      term.isOver = true;
      const { lease, onLost } = this.#options;
      if (lease.token() === term.token) onLost(reasonOf(why));
    }
    return untold();
  }
}

/** @throws Refusal where it was not read: whoever writes led before, and does not know what was told since. */
function logOf(term: Term, teamId: string): WrittenLog {
  const log = term.logs.get(teamId);
  if (log === undefined) throw untold();
  return log;
}

function reasonOf(why: unknown): string {
  if (why === 'lease') return 'another process may have the lease';
  if (why === 'log') return 'Redis does not hold what was told last';
  return 'Redis did not answer what was told last';
}

/** Whoever wanted to write may have done something before, of which the team is told later. */
function untold(): Refusal {
  return new Refusal(
    'unavailable',
    'The team cannot be told at the moment. It may have been done or not: look, and try again.',
  );
}

/** What a change does to what is kept of members: threes of key, member id, and JSON or nothing. */
function effectsOf(change: Change): readonly string[] {
  const members = '3';
  const statuses = '4';
  switch (change.kind) {
    case 'status': {
      const { kind: _kind, memberId, seat: _seat, ...visible } = change;
      return [statuses, memberId, JSON.stringify(visible)];
    }
    case 'member-added': {
      const { kind: _kind, member, ...visible } = change;
      const { memberId } = member;
      return [
        ...[members, memberId, JSON.stringify(member)],
        ...[statuses, memberId, JSON.stringify(visible)],
      ];
    }
    case 'member-updated':
      return [members, change.member.memberId, JSON.stringify(change.member)];
    case 'member-removed':
      return [...[members, change.memberId, ''], ...[statuses, change.memberId, '']];
    default:
      return assertNever(change);
  }
}
