import { describe, expect, it } from 'vitest';
import { csvOf } from '../../src/server/csv.ts';

const bodyOf = (
  ...cells: Parameters<typeof csvOf>[1] extends Iterable<infer Row> ? Row[] : never
) => csvOf(['h'], cells).split('\r\n').slice(1, -1);

describe('a file for spreadsheets', () => {
  it('is RFC 4180 in UTF-8, which spreadsheets know by its mark', () => {
    const file = csvOf(
      ['name', 'n'],
      [
        ['Zoë', 1.5],
        ['a,b', null],
      ],
    );
    expect(file).toBe('\uFEFFname,n\r\nZoë,1.5\r\n"a,b",\r\n');
  });

  it('quotes what would end a cell', () => {
    expect(bodyOf(['say "hi"'])).toEqual(['"say ""hi"""']);
    expect(csvOf(['h'], [['a\nb']])).toContain('"a\nb"');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '＝1', '=cmd|"/c calc"!A1'])(
    'RE3: runs no formula: %j',
    (text) => {
      const [line = ''] = bodyOf([text]);
      expect(line.replace(/^"/, '').startsWith("'")).toBe(true);
    },
  );

  it('leaves numbers and other texts as they are', () => {
    expect(bodyOf([-1, 'a=b', 'Anna-Lena', "'"])).toEqual(["-1,a=b,Anna-Lena,'"]);
  });
});
