/**
 * Compile-time checks that what the host builds has the signatures of Electron's own types. Members
 * that the host does not build are left out: they throw at run time.
 */
import type { EventEmitter } from 'node:events';

/** The members both have, with Electron's types; events are checked by the specs instead. */
type Shared<Theirs, Mine, Except> = Pick<
  Theirs,
  Exclude<Extract<keyof Theirs, keyof Mine>, keyof EventEmitter | Except>
>;

/**
 * Gives an object back unchanged, if it fits.
 *
 * @typeParam Except members that cannot fit, because they give objects of the host's own classes.
 */
export function like<Theirs, Except = never>() {
  return <Mine extends Shared<Theirs, Mine, Except>>(mine: Mine): Mine => mine;
}

/** The same for what `new` makes. */
export function makesLike<Theirs, Except = never>() {
  return <Mine extends Shared<Theirs, Mine, Except>, Args extends unknown[]>(
    ownClass: { prototype: Mine } & (new (...args: Args) => Mine),
  ): typeof ownClass => ownClass;
}
