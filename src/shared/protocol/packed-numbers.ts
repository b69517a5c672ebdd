// Whole numbers as text, small ones as one character: as in source maps, five bits a character,
// the least first, and a sixth that says whether more follow.

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DIGIT = 32;
const VALUES: ReadonlyMap<string, number> = new Map(
  [...ALPHABET].map((character, value) => [character, value]),
);

export class NumberWriter {
  #text = '';

  /** Adds a whole number that is not negative. */
  add(value: number): void {
    let rest = value;
    // Not with bits: these end at 32 of them.
    while (rest >= DIGIT) {
      this.#text += ALPHABET[(rest % DIGIT) + DIGIT];
      rest = Math.floor(rest / DIGIT);
    }
    this.#text += ALPHABET[rest];
  }

  /** Adds a whole number that may be negative. */
  addSigned(value: number): void {
    this.add(value < 0 ? -2 * value - 1 : 2 * value);
  }

  text(): string {
    return this.#text;
  }
}

export class NumberReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  /** @throws RangeError where there is none, or one that is too large to be exact. */
  next(): number {
    let value = 0;
    let unit = 1;
    for (;;) {
      const digit = VALUES.get(this.#text.charAt(this.#at));
      if (digit === undefined) throw new RangeError('no packed number');
      this.#at += 1;
      value += (digit % DIGIT) * unit;
      if (value > Number.MAX_SAFE_INTEGER) throw new RangeError('a packed number too large');
      if (digit < DIGIT) return value;
      unit *= DIGIT;
    }
  }

  /** @throws RangeError as {@link next} does. */
  nextSigned(): number {
    const value = this.next();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }
}
