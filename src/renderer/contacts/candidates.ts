import type { MemberView } from '../../shared/bridge/view.ts';
import { hasRoom, type MemberLoad } from '../../shared/domain/contact.ts';
import { STATUSES } from '../../shared/domain/status.ts';
import { matches } from '../roster/matches.ts';

/** More than anybody reads; the search finds the rest. */
const MOST_SHOWN = 50;

export type Candidates = {
  readonly people: readonly MemberView[];
  /** How many more there are. */
  readonly rest: number;
};

/** What everyone has and may have, by their ids; empty where it is not known. */
export type LoadsById = ReadonlyMap<string, MemberLoad>;

/**
 * Who can be given a contact, whoever is Online first, of them whoever has room; beyond that people
 * keep their order.
 */
export function candidates(
  people: readonly MemberView[],
  loads: LoadsById,
  query: string,
): Candidates {
  const found = people.filter(({ name }) => matches(name, query));
  const isFull = ({ memberId }: MemberView): boolean => {
    const load = loads.get(memberId);
    return load !== undefined && !hasRoom(load);
  };
  const sorted = [...STATUSES, undefined].flatMap((status) => {
    const there = found.filter(({ live }) => live?.status === status);
    return [...there.filter((person) => !isFull(person)), ...there.filter(isFull)];
  });
  return { people: sorted.slice(0, MOST_SHOWN), rest: Math.max(0, sorted.length - MOST_SHOWN) };
}
