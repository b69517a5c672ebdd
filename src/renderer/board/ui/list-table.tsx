import { type Column, DataTable } from './data-table.tsx';
import { ResourceView } from './resource-view.tsx';
import { ShowMore } from './show-more.tsx';
import type { List } from './use-list.ts';

type Props<Row> = {
  readonly list: List<Row>;
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  /** What to say where there are none. */
  readonly empty: string;
};

/** A list of the server's, part by part. */
export function ListTable<Row>({ list, ...table }: Props<Row>) {
  return (
    <>
      <ResourceView resource={list.resource}>
        {({ items }) => <DataTable rows={[...items, ...list.more]} {...table} />}
      </ResourceView>
      <ShowMore list={list} />
    </>
  );
}
