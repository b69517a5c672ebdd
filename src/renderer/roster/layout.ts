import type { Group } from './groups.ts';

/** One line of the roster: a group's heading, or as many people as stand side by side. */
export type Line =
  | { readonly kind: 'heading'; readonly group: number }
  | {
      readonly kind: 'people';
      readonly group: number;
      /** Which line of its group's people it is, from 0. */
      readonly row: number;
    };

export type Person = {
  readonly memberId: string;
  readonly name: string;
  /** Index of the line they stand in. */
  readonly line: number;
};

/** The roster as lines from top to bottom, and its people in the order they are read. */
export type RosterLayout = {
  readonly columns: number;
  readonly lines: readonly Line[];
  readonly people: readonly Person[];
  /** Where in `people` a member is. */
  readonly positionOf: ReadonlyMap<string, number>;
};

/** Lays groups out in lines of `columns` people, at least one. */
export function layOut(groups: readonly Group[], columns: number): RosterLayout {
  const lines: Line[] = [];
  const people: Person[] = [];
  const positionOf = new Map<string, number>();
  groups.forEach(({ members }, group) => {
    lines.push({ kind: 'heading', group });
    members.forEach(({ memberId, name }, index) => {
      if (index % columns === 0) lines.push({ kind: 'people', group, row: index / columns });
      positionOf.set(memberId, people.length);
      people.push({ memberId, name, line: lines.length - 1 });
    });
  });
  return { columns, lines, people, positionOf };
}
