export type Cell = string | number | null;

/** What makes a spreadsheet take a cell for a formula, which whoever named themselves so would get to run. */
const FORMULA = /^\s*[=+\-@＝＋－＠]/u;

/**
 * A table as a file of comma-separated values (RFC 4180). It begins with the mark by which
 * spreadsheets know UTF-8; texts that one would run as a formula begin with an apostrophe.
 */
export function csvOf(header: readonly string[], rows: Iterable<readonly Cell[]>): string {
  const lines = [header, ...rows].map((cells) => `${cells.map(written).join(',')}\r\n`);
  return `\uFEFF${lines.join('')}`;
}

function written(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
