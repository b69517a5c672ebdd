import type { ReactNode } from 'react';

export type Column<Row> = {
  readonly name: string;
  /** Its cells are the headings of their rows. */
  readonly isHeading?: true;
  /** Numbers, which stand under each other. */
  readonly isNumber?: true;
  /** What is in it fits on a line, and stays on it. */
  readonly isShort?: true;
  /** The name is for readers of screens only, as what the cells hold needs none. */
  readonly isUnnamed?: true;
  readonly cell: (row: Row) => ReactNode;
};

type Props<Row> = {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** What to say where there are none. */
  readonly empty: string;
};

export function DataTable<Row>({ label, columns, rows, keyOf, empty }: Props<Row>) {
  if (rows.length === 0) return <p className="empty-list">{empty}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keys
    <section className="table-box" aria-label={label} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" data-number={column.isNumber}>
                <span className={column.isUnnamed ? 'visually-hidden' : undefined}>
                  {column.name}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column) =>
                column.isHeading ? (
                  <th key={column.name} scope="row" data-short={column.isShort}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td
                    key={column.name}
                    data-name={column.isUnnamed ? undefined : column.name}
                    data-number={column.isNumber}
                    data-short={column.isShort}
                    data-unnamed={column.isUnnamed}
                  >
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
