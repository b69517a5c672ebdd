export type Cell = string | number | null;

type Rows = Iterable<readonly Cell[]>;

/**
 * Where a spreadsheet takes what follows for a formula, which whoever named themselves so would get
 * to run: at the beginning of a cell, and behind what parts cells in other countries' files.
 */
const BEFORE_FORMULA = /(^|[;\t\r\n])(?=[\s"]*[=+\-@＝＋－＠])/gu;

/**
 * A table as a file of comma-separated values (RFC 4180), which may be longer than memory is large.
 * It begins with the mark by which spreadsheets know UTF-8; an apostrophe stands before what one
 * would run as a formula.
 */
export class CsvFile {
  /** What it is called where it is kept: letters, digits, `-` and `.`. */
  readonly name: string;
  readonly #header: readonly string[];
  readonly #parts: AsyncIterable<Rows> | Iterable<Rows>;

  constructor(
    name: string,
    header: readonly string[],
    parts: AsyncIterable<Rows> | Iterable<Rows>,
  ) {
    this.name = name;
    this.#header = header;
    this.#parts = parts;
  }

  /** What is in it, each part made when it is asked for. */
  async *text(): AsyncGenerator<string> {
    yield `\uFEFF${linesOf([this.#header])}`;
    for await (const rows of this.#parts) yield linesOf(rows);
  }
}

function linesOf(rows: Rows): string {
  return Array.from(rows, (cells) => `${cells.map(written).join(',')}\r\n`).join('');
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = cell.replace(BEFORE_FORMULA, "$1'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
