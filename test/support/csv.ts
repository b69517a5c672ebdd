import { text } from 'node:stream/consumers';
import type { CsvFile } from '../../src/server/csv.ts';

/** All that is in a file. */
export function textOf(file: CsvFile): Promise<string> {
  return text(file.text());
}
