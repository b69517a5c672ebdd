import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Cell, CsvFile } from '../../src/server/csv.ts';
import { textOf } from '../support/csv.ts';

const fileOf = (header: readonly string[], rows: readonly (readonly Cell[])[]) =>
  textOf(new CsvFile('file.csv', header, [rows]));
const cellOf = async (text: string) => (await fileOf(['h'], [[text]])).split('\r\n')[1] ?? '';

describe('a file for spreadsheets', () => {
  it('is RFC 4180 in UTF-8, which spreadsheets know by its mark', async () => {
    const file = await fileOf(
      ['name', 'n'],
      [
        ['Zoë', 1.5],
        ['a,b', null],
      ],
    );
    expect(file).toBe('\uFEFFname,n\r\nZoë,1.5\r\n"a,b",\r\n');
  });

  it('comes in parts', async () => {
    const file = new CsvFile('file.csv', ['n'], [[[1], [2]], [], [[3]]]);
    expect(await Readable.from(file.text()).toArray()).toEqual([
      '\uFEFFn\r\n',
      '1\r\n2\r\n',
      '',
      '3\r\n',
    ]);
  });

  it('quotes what would end a cell', async () => {
    expect(await cellOf('say "hi"')).toBe('"say ""hi"""');
    expect(await fileOf(['h'], [['a\nb']])).toContain('"a\nb"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '"=1"', '=cmd|"/c calc"!A1'])(
    'RE3: runs no formula: %j',
    async (text) => {
      expect((await cellOf(text)).replace(/^"/, '')).toMatch(/^'/);
    },
  );

  it.each([';=1', 'a;=1', 'a; "+1', 'a\t@x', 'a;b;-1'])(
    'RE3: runs no formula where semicolons or tabs part cells: %j',
    async (text) => {
      for (const cell of (await cellOf(text)).split(/[;\t]/)) {
        expect(cell).not.toMatch(/^[\s"]*[=+\-@]/);
      }
    },
  );

  it('leaves numbers and other texts as they are', async () => {
    const row = [-1, 'a=b', 'Anna-Lena', "'", 'a; b', 'a;b=c'];
    expect((await fileOf(['h'], [row])).split('\r\n')[1]).toBe(row.join(','));
  });
});
