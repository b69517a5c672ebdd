import { readFileSync } from 'node:fs';

/** The text of a document, or of one section of it: from its heading to the next of any kind. */
export function readDocument(file: string, heading?: string): string {
  const document = readFileSync(file, 'utf8');
  if (heading === undefined) return document;
  const [, section] = document.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`${file} has no section ${heading}`);
  return section.split(/^#+ /m, 1)[0] ?? '';
}

/** The cells of each row of the first table in a text, its head left out. */
export function tableRows(text: string): readonly (readonly string[])[] {
  const table = /(?:^\|.*\|\n?)+/m.exec(text)?.[0] ?? '';
  return table
    .trimEnd()
    .split('\n')
    .slice(2)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** The names in `{ one, other? }`, as a document has it. */
export function fieldsIn(text: string): readonly string[] {
  const [, fields = ''] = /\{([^}]*)\}/.exec(text) ?? [];
  return fields
    .split(',')
    .map((field) => field.trim())
    .filter((field) => field !== '');
}
