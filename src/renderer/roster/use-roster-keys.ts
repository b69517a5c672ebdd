import { type KeyboardEvent, useState } from 'react';
import type { RosterLayout } from './layout.ts';
import { moved } from './navigation.ts';
import { createTyping, typeAhead } from './type-ahead.ts';

type Options = {
  readonly layout: RosterLayout;
  /** Who has the focus, where anybody in the list has. */
  readonly tabStop: string | null;
  /** How many lines of people are seen at once. */
  readonly page: () => number;
  readonly onMove: (position: number) => void;
  readonly onEscape: () => void;
};

/** What keys do while a person has the focus. */
export function useRosterKeys(options: Options): (event: KeyboardEvent) => void {
  const { layout, tabStop, page, onMove, onEscape } = options;
  const [typing] = useState(createTyping);

  function typed(position: number, letter: string, at: number): number | null {
    // A blank within a name; by itself it presses what has the focus.
    if (letter.length !== 1 || (letter === ' ' && !typing.goesOn(at))) return null;
    return typeAhead(layout.people, position, typing.add(letter, at)) ?? position;
  }

  return (event) => {
    const position = tabStop === null ? undefined : layout.positionOf.get(tabStop);
    if (position === undefined || event.defaultPrevented) return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Escape') {
      onEscape();
      return;
    }
    const target =
      moved(layout, position, event.key, page()) ?? typed(position, event.key, event.timeStamp);
    if (target === null) return;
    event.preventDefault();
    onMove(target);
  };
}
