import type { Store } from '../../../src/server/store/store.ts';

const WRITES = new Set<string | symbol>(['savePresence', 'changeChoice', 'change', 'touchToken']);

/** What becomes of a write: it works, or the process dies just before or just after it. */
export type Fate = 'works' | 'dies-before' | 'dies-after';

/** A store whose process may die at any of its writes; `die` is what that takes. */
export function interruptible(store: Store, fateOfNext: () => Fate, die: () => void): Store {
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!WRITES.has(name)) return member.bind(target);
      return async (...args: unknown[]) => {
        const fate = fateOfNext();
        if (fate === 'works') return member.apply(target, args);
        if (fate === 'dies-after') await member.apply(target, args);
        die();
        // Whoever waits for it is dead.
        return new Promise(() => undefined);
      };
    },
  });
}
