import type { Clock } from '../../shared/domain/clock.ts';
import { type ErrorCode, Refusal } from '../../shared/protocol/errors.ts';
import { ACCOUNT_ATTEMPT_RATE, ADDRESS_ATTEMPT_RATE } from '../../shared/protocol/limits.ts';
import { Allowances } from './allowance.ts';

/** How a guess is refused that was wrong. */
const WRONG: ReadonlySet<ErrorCode> = new Set(['unauthorized', 'not-found', 'forbidden']);

/** Too many attempts; tells when to try again. */
export class TooManyAttempts extends Refusal {
  readonly retryAfterSeconds: number;

  constructor(retryAfterSeconds: number) {
    super('rate-limited', `Too many attempts. Try again in ${retryAfterSeconds} s.`);
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Slows down whoever guesses: by the address they come from, and by the account they guess at (TR3). */
export class Attempts {
  readonly #addresses: Allowances;
  readonly #accounts: Allowances;

  constructor(clock: Clock) {
    this.#addresses = new Allowances(clock, ADDRESS_ATTEMPT_RATE);
    this.#accounts = new Allowances(clock, ACCOUNT_ATTEMPT_RATE);
  }

  /**
   * Runs an attempt, which counts until it was no wrong guess: many at once are no way around.
   * `account` is what is guessed at, or null where the attempt names nobody.
   * @throws TooManyAttempts, or what the attempt throws
   */
  async run<T>(address: string, account: string | null, attempt: () => Promise<T>): Promise<T> {
    const allowances = [this.#addresses.of(subnetOf(address))];
    if (account !== null) allowances.push(this.#accounts.of(account));
    const waitSeconds = Math.max(...allowances.map((allowance) => allowance.waitSeconds));
    if (waitSeconds > 0) throw new TooManyAttempts(waitSeconds);
    for (const allowance of allowances) allowance.take();
    let wasWrong = false;
    try {
      return await attempt();
    } catch (error) {
      wasWrong = error instanceof Refusal && WRONG.has(error.code);
      throw error;
    } finally {
      if (!wasWrong) for (const allowance of allowances) allowance.giveBack();
    }
  }
}

/** What one owner has at least: an IPv4 address, or an IPv6 network of 64 bits. */
export function subnetOf(address: string): string {
  // As a server says it that listens for both: all of them would be one network.
  const mapped = /^::ffff:(\d+(?:\.\d+){3})$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array(8 - before.length - after.length).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
