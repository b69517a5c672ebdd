/** What a process may die at: what it writes down, and what it tells the team. */
const WRITES = new Set<string | symbol>([
  'savePresence',
  'changeChoice',
  'change',
  'touchToken',
  'append',
  'tell',
]);

/** What becomes of a write: it works, or the process dies just before or just after it. */
export type Fate = 'works' | 'dies-before' | 'dies-after';

type Interruption = {
  readonly fateOfNext: () => Fate;
  /** What it takes to die. */
  readonly die: () => void;
  /** What the process was about to write it may write when it is over, as one does that stood still. */
  readonly mayComeLate: boolean;
};

/** A store or log whose process may die at any of its writes. */
export function interruptible<T extends object>(
  target: T,
  { fateOfNext, die, mayComeLate }: Interruption,
): T {
  return new Proxy(target, {
    get(_target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      if (!WRITES.has(name)) return member.bind(target);
      return async (...args: unknown[]) => {
        const fate = fateOfNext();
        if (fate === 'works') return member.apply(target, args);
        if (fate === 'dies-after') await member.apply(target, args);
        die();
        if (fate === 'dies-before' && mayComeLate) void member.apply(target, args);
        // Whoever waits for it is dead.
        return new Promise(() => undefined);
      };
    },
  });
}
