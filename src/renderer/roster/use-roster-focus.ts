import { type FocusEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { RosterLayout } from './layout.ts';

/** Where a person's control carries the id of its member. */
const MEMBER_ATTRIBUTE = 'data-member';

export type RosterFocus = {
  /** The one member whose control Tab reaches. */
  readonly tabStop: string | null;
  /** Gives the focus to a member. Their control has to be drawn by the next commit. */
  readonly moveTo: (memberId: string) => void;
  /** For the element around all controls. */
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
};

/**
 * One tab stop for a list of any length. The focus stays with a person wherever in the list they
 * come to stand, although their control is made anew there; where they leave the list, it goes to
 * whoever has taken their place.
 */
export function useRosterFocus(
  area: RefObject<HTMLElement | null>,
  layout: RosterLayout,
): RosterFocus {
  const { people, positionOf } = layout;
  const [last, setLast] = useState<string | null>(null);
  /** Who has the focus, and where they stood when the list was last drawn. */
  const held = useRef<{ readonly memberId: string; readonly position: number } | null>(null);

  // After every commit, because any may have made the control anew or drawn it for the first time.
  useLayoutEffect(() => {
    if (held.current === null) return;
    const position = positionOf.get(held.current.memberId);
    if (position !== undefined) {
      held.current = { memberId: held.current.memberId, position };
      focusControl(area.current, held.current.memberId);
      return;
    }
    const heir = people[Math.min(held.current.position, people.length - 1)];
    held.current =
      heir === undefined ? null : { memberId: heir.memberId, position: held.current.position };
    setLast(heir?.memberId ?? null);
  });

  return {
    tabStop: last !== null && positionOf.has(last) ? last : (people[0]?.memberId ?? null),
    moveTo: (memberId) => {
      held.current = { memberId, position: positionOf.get(memberId) ?? 0 };
      setLast(memberId);
      focusControl(area.current, memberId);
    },
    onFocus: ({ target }) => {
      const memberId = target.getAttribute(MEMBER_ATTRIBUTE);
      if (memberId === null) return;
      held.current = { memberId, position: positionOf.get(memberId) ?? 0 };
      setLast(memberId);
    },
    onBlur: ({ target }) => {
      // When the whole window loses the focus, the control has it back when the window has.
      if (document.activeElement !== target) held.current = null;
    },
  };
}

function focusControl(area: HTMLElement | null, memberId: string): void {
  const selector = `[${MEMBER_ATTRIBUTE}="${CSS.escape(memberId)}"]`;
  const control = area?.querySelector<HTMLElement>(selector);
  if (control === null || control === undefined || control === document.activeElement) return;
  // Where it is to be seen is decided apart from that.
  control.focus({ preventScroll: true });
}
