/** The programs under test did what no rule allows. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

/** Fails with what is wrong, unless it is as it should be. */
export function check(isRight: boolean, complaint: () => string): void {
  if (!isRight) throw new Violation(complaint());
}

/** For complaints. */
export function show(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner instanceof Map ? Object.fromEntries(inner) : inner,
  );
}
