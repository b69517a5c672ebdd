import type { MemberView } from '../../shared/bridge/view.ts';
import { STATUSES } from '../../shared/domain/status.ts';
import { matches } from '../roster/matches.ts';

/** More than anybody reads; the search finds the rest. */
const MOST_SHOWN = 50;

export type Candidates = {
  readonly people: readonly MemberView[];
  /** How many more there are. */
  readonly rest: number;
};

/** Who can be given a contact, whoever is Online first; within a status people keep their order. */
export function candidates(people: readonly MemberView[], query: string): Candidates {
  const found = people.filter(({ name }) => matches(name, query));
  const sorted = [...STATUSES, undefined].flatMap((status) =>
    found.filter(({ live }) => live?.status === status),
  );
  return { people: sorted.slice(0, MOST_SHOWN), rest: Math.max(0, sorted.length - MOST_SHOWN) };
}
