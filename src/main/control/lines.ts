import { StringDecoder } from 'node:string_decoder';

/** Cuts what comes over a socket into lines, and holds no more than one of them. */
export class LineCutter {
  readonly #maxBytes: number;
  readonly #decoder = new StringDecoder('utf8');
  #parts: string[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * The lines that end in this chunk, without their ends.
   *
   * @returns null where a line is too long; what follows is of no use then
   */
  push(chunk: Buffer): string[] | null {
    const lines: string[] = [];
    let start = 0;
    for (;;) {
      const end = chunk.indexOf(0x0a, start);
      const piece = chunk.subarray(start, end === -1 ? chunk.length : end);
      this.#bytes += piece.length;
      if (this.#bytes > this.#maxBytes) return null;
      this.#parts.push(this.#decoder.write(piece));
      if (end === -1) return lines;
      lines.push(this.#parts.join(''));
      this.#parts = [];
      this.#bytes = 0;
      start = end + 1;
    }
  }
}
