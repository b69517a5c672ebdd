import { STATUS_CODE } from '../fanout/sights.ts';

/** What each of those who are there knows of each member, held against the truth. */
export class Viewers {
  readonly #members: number;
  readonly #truth: Uint8Array;
  readonly #seen: readonly Uint8Array[];
  readonly #isThere: Uint8Array;
  /** How much of what each viewer knows is wrong. */
  readonly #wrong: Int32Array;
  /** Who must not be seen to leave, and who was. */
  readonly #watched: Uint8Array;
  readonly #seenLeaving = new Set<number>();
  #allWrong = 0;
  #onRight: (() => void) | null = null;

  /** Everybody will be Online; nobody is there yet. */
  constructor(members: number) {
    this.#members = members;
    this.#truth = new Uint8Array(members).fill(STATUS_CODE.online);
    this.#seen = Array.from({ length: members }, () => new Uint8Array(members));
    this.#isThere = new Uint8Array(members);
    this.#wrong = new Int32Array(members).fill(members);
    this.#watched = new Uint8Array(members);
  }

  get seenLeaving(): number {
    return this.#seenLeaving.size;
  }

  enter(viewer: number): void {
    if (this.#isThere[viewer] === 1) return;
    this.#isThere[viewer] = 1;
    this.#add(this.#wrong[viewer] ?? 0);
  }

  leave(viewer: number): void {
    if (this.#isThere[viewer] === 0) return;
    this.#isThere[viewer] = 0;
    this.#add(-(this.#wrong[viewer] ?? 0));
  }

  /** From now on it is noted whether anybody sees one of these as something else than is true. */
  watch(members: readonly number[]): void {
    this.#seenLeaving.clear();
    this.#watched.fill(0);
    for (const member of members) this.#watched[member] = 1;
  }

  learn(viewer: number, member: number, code: number): void {
    const seen = this.#seen[viewer];
    if (seen === undefined) throw new Error(`no viewer ${viewer}`);
    const truth = this.#truth[member];
    if (this.#watched[member] === 1 && code !== truth) this.#seenLeaving.add(member);
    const change = Number(code !== truth) - Number(seen[member] !== truth);
    seen[member] = code;
    if (change !== 0) this.#count(viewer, change);
  }

  setTruth(member: number, code: number): void {
    const before = this.#truth[member];
    this.#truth[member] = code;
    for (let viewer = 0; viewer < this.#members; viewer += 1) {
      const known = this.#seen[viewer]?.[member];
      const change = Number(known !== code) - Number(known !== before);
      if (change !== 0) this.#count(viewer, change);
    }
  }

  /** Resolves as soon as all who are there know the truth about everybody. @throws after `patienceMs` */
  async agree(patienceMs: number): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const patience = setTimeout(
      () => reject(new Error(`${this.#allWrong} statuses are still not known`)),
      patienceMs,
    );
    this.#onRight = resolve;
    if (this.#allWrong === 0) resolve();
    await promise.finally(() => clearTimeout(patience));
    this.#onRight = null;
  }

  #count(viewer: number, change: number): void {
    this.#wrong[viewer] = (this.#wrong[viewer] ?? 0) + change;
    if (this.#isThere[viewer] === 1) this.#add(change);
  }

  #add(change: number): void {
    this.#allWrong += change;
    if (this.#allWrong === 0) this.#onRight?.();
  }
}
