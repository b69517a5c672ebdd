import type { Store, TeamChange } from '../../src/server/store/store.ts';
import { Refusal } from '../../src/shared/protocol/errors.ts';

/** What a step of a transaction comes to: it works, the database does not answer, or the process dies. */
export type Fate = 'works' | 'outage' | 'dies';

export type StoreWatch = {
  /** Asked before a transaction begins, before each write in it, before its commit, and after that. */
  readonly fateOfNext: () => Fate;
  /** Sees a transaction from within, as soon as it has begun. */
  readonly onBegin: (tx: TeamChange) => TeamChange;
  readonly onCommit: () => void;
  readonly onDeath: () => void;
};

/**
 * A store one of whose transactions may fail between any two steps. After the process has died its
 * calls are never answered.
 */
export class FailingStore {
  readonly store: Store;
  readonly #inner: Store;
  readonly #watch: StoreWatch;
  readonly #underWay = new Set<Promise<unknown>>();
  #isDead = false;

  constructor(inner: Store, watch: StoreWatch) {
    this.#inner = inner;
    this.#watch = watch;
    this.store = this.#guarded(inner, {
      read: Object.fromEntries(
        Object.entries(inner.read).map(([concern, reader]) => [concern, this.#guarded(reader, {})]),
      ),
      change: (teamId: string, work: (tx: TeamChange) => Promise<unknown>) =>
        this.#run(() => this.#change(teamId, work)),
    });
  }

  /** Resolves when nothing is under way in the store itself any more. */
  async quiet(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  #guarded<T extends object>(target: T, instead: Readonly<Record<string, unknown>>): T {
    return new Proxy(target, {
      get: (inner, name) => {
        if (typeof name === 'string' && name in instead) return instead[name];
        const value: unknown = Reflect.get(inner, name);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (name === 'onExternalChange') return value.apply(inner, given);
          return this.#run(() => value.apply(inner, given) as Promise<unknown>);
        };
      },
    });
  }

  async #run(call: () => Promise<unknown>): Promise<unknown> {
    if (!this.#isDead) {
      const result = call();
      this.#underWay.add(result);
      await result.catch(() => undefined).finally(() => this.#underWay.delete(result));
      if (!this.#isDead) return result;
    }
    return new Promise(() => undefined);
  }

  async #change(teamId: string, work: (tx: TeamChange) => Promise<unknown>): Promise<unknown> {
    this.#step();
    const result = await this.#inner.change(teamId, async (tx) => {
      const watched = this.#watch.onBegin(tx);
      const answer = await work({
        ...watched,
        contacts: this.#stepping(watched.contacts, ['add', 'save']),
        audit: this.#stepping(watched.audit, ['recordAll']),
        outbox: this.#stepping(watched.outbox, ['addAll']),
        requests: this.#stepping(watched.requests, ['add']),
      });
      this.#step();
      return answer;
    });
    this.#watch.onCommit();
    this.#step();
    return result;
  }

  #stepping<T extends object>(target: T, writes: readonly string[]): T {
    return new Proxy(target, {
      get: (inner, name) => {
        const value: unknown = Reflect.get(inner, name);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (writes.includes(String(name))) this.#step();
          return value.apply(inner, given);
        };
      },
    });
  }

  #step(): void {
    const fate = this.#watch.fateOfNext();
    if (fate === 'works') return;
    if (fate === 'dies') {
      this.#isDead = true;
      this.#watch.onDeath();
    }
    throw new Refusal('unavailable', 'The database does not answer. Try again in a moment.');
  }
}
