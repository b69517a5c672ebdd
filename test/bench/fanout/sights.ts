/** A status as clients note it; 0 is what they have not heard of. */
export const STATUS_CODE = { offline: 1, online: 2, busy: 3 } as const;
export type StatusName = keyof typeof STATUS_CODE;

/**
 * What each of many clients knows of each member, held against the truth. It is counted rather
 * than looked through, so that it is known at once when the last client has heard the last change.
 */
export class Sights {
  readonly #truth: Uint8Array;
  readonly #seen: readonly Uint8Array[];
  #wrong = 0;
  #onAllRight: (() => void) | null = null;
  /** How many changes were heard of, each by each client. */
  deliveries = 0;

  /** Everybody will be Online; nobody has heard of anybody. */
  constructor(members: number, clients: number) {
    this.#truth = new Uint8Array(members).fill(STATUS_CODE.online);
    this.#seen = Array.from({ length: clients }, () => new Uint8Array(members));
    this.#wrong = members * clients;
  }

  get wrong(): number {
    return this.#wrong;
  }

  /** A client hears of a member's status. */
  learn(client: number, member: number, code: number): void {
    const seen = this.#seen[client];
    const truth = this.#truth[member];
    if (seen === undefined || truth === undefined) throw new Error(`no member ${member}`);
    this.deliveries += 1;
    const before = seen[member];
    if (before === code) return;
    seen[member] = code;
    if (before === truth) this.#wrong += 1;
    else if (code === truth) {
      this.#wrong -= 1;
      if (this.#wrong === 0) this.#onAllRight?.();
    }
  }

  /** From now on this is a member's true status. */
  setTruth(member: number, code: number): void {
    this.#truth[member] = code;
    this.#wrong = 0;
    for (const seen of this.#seen) {
      for (let no = 0; no < this.#truth.length; no += 1) {
        if (seen[no] !== this.#truth[no]) this.#wrong += 1;
      }
    }
  }

  /** Calls back once, as soon as all clients know the truth about everybody. */
  whenAllRight(callback: () => void): void {
    this.#onAllRight = () => {
      this.#onAllRight = null;
      callback();
    };
    if (this.#wrong === 0) this.#onAllRight();
  }
}
