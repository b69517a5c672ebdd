import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback } from 'react';
import type { RosterLayout } from './layout.ts';
import type { Metrics } from './use-metrics.ts';

/** Lines drawn above and below what is seen, so that fast scrolling meets no blank. */
const OVERSCAN = 4;

export type VisibleRows = {
  /** The lines of people to draw, by the index of their group. */
  readonly rowsOf: (group: number) => readonly number[];
  /** Scrolls no further than it takes to see a line whole. */
  readonly scrollTo: (line: number) => void;
  readonly scrollToTop: () => void;
  /** How many lines of people are seen at once. */
  readonly page: () => number;
};

/** Which lines of the roster are near the seen part of `area`; `kept` is drawn wherever it is. */
export function useVisibleRows(
  area: RefObject<HTMLElement | null>,
  layout: RosterLayout,
  metrics: Metrics,
  kept: number | null,
): VisibleRows {
  const { lines } = layout;
  const { headingHeight, personHeight } = metrics;
  const virtualizer = useVirtualizer<HTMLElement, Element>({
    count: lines.length,
    getScrollElement: () => area.current,
    estimateSize: (line) => (lines[line]?.kind === 'heading' ? headingHeight : personHeight),
    // A new function makes it ask for the sizes anew, although the count may be the same.
    getItemKey: useCallback(
      (line: number) => `${lines[line]?.kind} ${line} ${personHeight}`,
      [lines, personHeight],
    ),
    rangeExtractor: (range) => withKept(defaultRangeExtractor(range), kept, range),
    overscan: OVERSCAN,
    // The heading sticks to the top and covers what is there.
    scrollPaddingStart: headingHeight,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
  });
  const rows = Map.groupBy(
    virtualizer.getVirtualIndexes().flatMap((index) => {
      const line = lines[index];
      return line?.kind === 'people' ? [line] : [];
    }),
    (line) => line.group,
  );
  return {
    rowsOf: (group) => rows.get(group)?.map(({ row }) => row) ?? [],
    scrollTo: (line) => virtualizer.scrollToIndex(line, { align: 'auto' }),
    scrollToTop: () => virtualizer.scrollToOffset(0),
    page: () => {
      const height = virtualizer.scrollRect?.height ?? 0;
      return Math.floor((height - headingHeight) / personHeight);
    },
  };
}

function withKept(drawn: number[], kept: number | null, { count }: Range): number[] {
  if (kept === null || kept >= count || drawn.includes(kept)) return drawn;
  return [...drawn, kept].sort((a, b) => a - b);
}
