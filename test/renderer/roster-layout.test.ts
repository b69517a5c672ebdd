import { describe, expect, it } from 'vitest';
import { layOut } from '../../src/renderer/roster/layout.ts';
import { moved } from '../../src/renderer/roster/navigation.ts';
import { createTyping, typeAhead } from '../../src/renderer/roster/type-ahead.ts';
import { metricsOf } from '../../src/renderer/roster/use-metrics.ts';
import type { MemberView } from '../../src/shared/bridge/view.ts';

function people(...names: string[]): readonly MemberView[] {
  return names.map((name) => ({
    memberId: name.toLowerCase(),
    name,
    role: 'agent',
    watched: false,
    live: null,
  }));
}

/** Five Online, two Busy. */
const groups = [
  { kind: 'online', members: people('Ada', 'Bo', 'Cy', 'Di', 'Ed') },
  { kind: 'busy', members: people('Flo', 'Gus') },
] as const;

/** Who is reached by a key from someone. */
function reached(columns: number, from: string, key: string, page = 2): string | null {
  const layout = layOut(groups, columns);
  const position = moved(layout, layout.positionOf.get(from) ?? -1, key, page);
  return position === null ? null : (layout.people[position]?.memberId ?? null);
}

describe('a narrow roster', () => {
  it('is one heading and one line for each person', () => {
    const { lines } = layOut(groups, 1);
    expect(lines.map(({ kind }) => kind).join(' ')).toBe(
      'heading people people people people people heading people people',
    );
    expect(lines.at(-1)).toEqual({ kind: 'people', group: 1, row: 1 });
  });

  it('is walked up and down over the headings, and ends at its ends', () => {
    expect(reached(1, 'ed', 'ArrowDown')).toBe('flo');
    expect(reached(1, 'flo', 'ArrowUp')).toBe('ed');
    expect(reached(1, 'ada', 'ArrowUp')).toBe('ada');
    expect(reached(1, 'gus', 'ArrowDown')).toBe('gus');
    expect(reached(1, 'cy', 'Home')).toBe('ada');
    expect(reached(1, 'cy', 'End')).toBe('gus');
  });

  it('is walked by pages', () => {
    expect(reached(1, 'ada', 'PageDown', 3)).toBe('di');
    expect(reached(1, 'gus', 'PageUp', 3)).toBe('di');
    expect(reached(1, 'ed', 'PageDown', 30)).toBe('gus');
  });

  it('has nothing to the left and right', () => {
    expect(reached(1, 'bo', 'ArrowRight')).toBeNull();
    expect(reached(1, 'bo', 'ArrowLeft')).toBeNull();
  });
});

describe('a wide roster', () => {
  it('begins each group in a line of its own', () => {
    expect(layOut(groups, 3).lines).toEqual([
      { kind: 'heading', group: 0 },
      { kind: 'people', group: 0, row: 0 },
      { kind: 'people', group: 0, row: 1 },
      { kind: 'heading', group: 1 },
      { kind: 'people', group: 1, row: 0 },
    ]);
  });

  it('is walked in its columns, as far as the lines are long', () => {
    expect(reached(3, 'bo', 'ArrowDown')).toBe('ed');
    expect(reached(3, 'cy', 'ArrowDown')).toBe('ed');
    expect(reached(3, 'ed', 'ArrowDown')).toBe('gus');
    expect(reached(3, 'gus', 'ArrowUp')).toBe('ed');
    expect(reached(3, 'cy', 'ArrowRight')).toBe('di');
    expect(reached(3, 'di', 'ArrowLeft')).toBe('cy');
  });

  it('has as many columns as have room, fewer with larger text', () => {
    expect(metricsOf(300, 16).columns).toBe(1);
    expect(metricsOf(1180, 16).columns).toBe(3);
    expect(metricsOf(1180, 32).columns).toBe(1);
    expect(metricsOf(300, 32).personHeight).toBe(2 * metricsOf(300, 16).personHeight);
  });
});

describe('typing a name', () => {
  const list = layOut(
    [{ kind: 'team', members: people('Ada King', 'Anna Keller', 'Änne Oh', 'Kim Bo', 'Zoë') }],
    1,
  ).people;

  it('leads to the next whose name begins so, whatever the accents', () => {
    expect(typeAhead(list, 0, 'z')).toBe(4);
    expect(typeAhead(list, 0, 'zoe')).toBe(4);
    expect(typeAhead(list, 0, 'anne')).toBe(2);
  });

  it('stays where it is while more letters still fit', () => {
    expect(typeAhead(list, 1, 'an')).toBe(1);
    expect(typeAhead(list, 1, 'anna k')).toBe(1);
  });

  it('goes on with the same letter, and round the end', () => {
    expect(typeAhead(list, 0, 'a')).toBe(1);
    expect(typeAhead(list, 1, 'aa')).toBe(2);
    expect(typeAhead(list, 2, 'aaa')).toBe(0);
  });

  it('finds a surname where no name begins so', () => {
    expect(typeAhead(list, 0, 'o')).toBe(2);
    expect(typeAhead(list, 0, 'k')).toBe(3);
    expect(typeAhead(list, 0, 'x')).toBeNull();
  });

  it('begins anew after a pause', () => {
    const typing = createTyping();
    expect(typing.goesOn(0)).toBe(false);
    expect(typing.add('a', 0)).toBe('a');
    expect(typing.add('n', 500)).toBe('an');
    expect(typing.goesOn(1000)).toBe(true);
    expect(typing.add('k', 1400)).toBe('k');
  });
});
