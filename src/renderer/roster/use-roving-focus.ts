import { type KeyboardEvent, useState } from 'react';

/** Where a row's control carries the id of its member. */
export const ROVING_ATTRIBUTE = 'data-roving-id';

/** Around everything that the arrow keys move through. */
export const ROVING_AREA_ATTRIBUTE = 'data-roving-area';

export type Roving = {
  /** The one member whose control Tab reaches. */
  readonly tabStop: string | null;
  /** To be called when a member's control gets the focus. */
  readonly onReach: (memberId: string) => void;
};

/**
 * One tab stop for a list of any length: the arrow keys, Home and End move between its rows, so
 * that what comes after the list is one Tab away. `order` holds the ids as they are shown.
 */
export function useRovingFocus(order: readonly string[]): Roving {
  const [last, setLast] = useState<string | null>(null);
  const tabStop = last !== null && order.includes(last) ? last : (order[0] ?? null);
  return { tabStop, onReach: setLast };
}

/** Moves the focus from one row's control to another's, as the page shows them. */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const here = event.currentTarget;
  const area = here.closest(`[${ROVING_AREA_ATTRIBUTE}]`);
  const controls = [...(area?.querySelectorAll<HTMLElement>(`[${ROVING_ATTRIBUTE}]`) ?? [])];
  const index = controls.indexOf(here);
  const targets: Readonly<Record<string, HTMLElement | undefined>> = {
    ArrowDown: controls[index + 1],
    ArrowUp: controls[index - 1],
    Home: controls.at(0),
    End: controls.at(-1),
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  target.focus();
}
