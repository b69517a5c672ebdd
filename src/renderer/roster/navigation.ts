import type { RosterLayout } from './layout.ts';

/**
 * Where a key leads from the person at `position`: the position of another one, or null where the
 * key leads nowhere. `page` is how many lines of people are seen at once.
 */
export function moved(
  layout: RosterLayout,
  position: number,
  key: string,
  page: number,
): number | null {
  const last = layout.people.length - 1;
  switch (key) {
    case 'ArrowDown':
      return byLines(layout, position, 1);
    case 'ArrowUp':
      return byLines(layout, position, -1);
    case 'PageDown':
      return byLines(layout, position, Math.max(1, page));
    case 'PageUp':
      return byLines(layout, position, -Math.max(1, page));
    case 'ArrowRight':
      return layout.columns > 1 ? Math.min(position + 1, last) : null;
    case 'ArrowLeft':
      return layout.columns > 1 ? Math.max(position - 1, 0) : null;
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return null;
  }
}

/** Keeps the column where the line there is long enough. */
function byLines({ people }: RosterLayout, position: number, lines: number): number {
  const step = Math.sign(lines);
  let start = startOfLine(people, position);
  const column = position - start;
  for (let left = Math.abs(lines); left > 0; left -= 1) {
    const next = step > 0 ? endOfLine(people, start) + 1 : startOfLine(people, start - 1);
    if (next < 0 || next >= people.length) break;
    start = next;
  }
  return Math.min(start + column, endOfLine(people, start));
}

type People = RosterLayout['people'];

function startOfLine(people: People, position: number): number {
  let start = position;
  while (start > 0 && people[start - 1]?.line === people[position]?.line) start -= 1;
  return start;
}

function endOfLine(people: People, position: number): number {
  let end = position;
  while (people[end + 1] !== undefined && people[end + 1]?.line === people[position]?.line) {
    end += 1;
  }
  return end;
}
