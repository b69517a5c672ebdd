import type { Person } from './layout.ts';
import { matches, plain } from './matches.ts';

/** What is typed within so many milliseconds of each other belongs together. */
const PAUSE_MS = 800;

/**
 * The position of who is meant by what was typed in the list: the next one after `position` whose
 * name begins so, or else of whose names one does. The same letter again leads on to the next.
 * What was typed before goes on being true of the person reached, so they count too.
 */
export function typeAhead(
  people: readonly Person[],
  position: number,
  typed: string,
): number | null {
  const letters = plain(typed);
  const repeated = [...letters].every((letter) => letter === letters[0]);
  const sought = repeated ? letters.slice(0, 1) : letters;
  const first = position + (repeated ? 1 : 0);
  const begins = (person: Person) => plain(person.name).startsWith(sought);
  const contains = (person: Person) => matches(person.name, sought);
  return from(people, first, begins) ?? from(people, first, contains);
}

function from(
  people: readonly Person[],
  first: number,
  fits: (person: Person) => boolean,
): number | null {
  for (let step = 0; step < people.length; step += 1) {
    const position = (first + step) % people.length;
    const person = people[position];
    if (person !== undefined && fits(person)) return position;
  }
  return null;
}

/** Collects letters as they are typed. `at` is in milliseconds of a clock nobody sets. */
export function createTyping(): {
  readonly add: (letter: string, at: number) => string;
  readonly goesOn: (at: number) => boolean;
} {
  let typed = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  const goesOn = (at: number) => at - lastAt < PAUSE_MS;
  return {
    goesOn,
    add: (letter, at) => {
      typed = goesOn(at) ? typed + letter : letter;
      lastAt = at;
      return typed;
    },
  };
}
