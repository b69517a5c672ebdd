import { type RefObject, useLayoutEffect, useState } from 'react';

/** Lengths of the roster's lines in rem, so that they grow with the size of the text. */
const HEADING_REM = 2.25;
const PERSON_REM = 3.25;
/** People stand side by side where each has at least this much room. */
const COLUMN_REM = 19;

/** How the roster is measured; lengths are in pixels. */
export type Metrics = {
  readonly columns: number;
  readonly headingHeight: number;
  readonly personHeight: number;
};

/** Measures for a roster of `width` pixels where a rem is `rem` pixels. */
export function metricsOf(width: number, rem: number): Metrics {
  return {
    columns: Math.max(1, Math.floor(width / (COLUMN_REM * rem))),
    headingHeight: Math.round(HEADING_REM * rem),
    personHeight: Math.round(PERSON_REM * rem),
  };
}

/** The measures of the roster in `area`, and anew when its room or the size of the text changes. */
export function useMetrics(area: RefObject<HTMLElement | null>): Metrics {
  const [metrics, setMetrics] = useState(() => metricsOf(window.innerWidth, rootFontSize()));
  useLayoutEffect(() => {
    const element = area.current;
    if (element === null) return;
    function measure(): void {
      const next = metricsOf(contentWidth(element), rootFontSize());
      setMetrics((before) => (sameMetrics(before, next) ? before : next));
    }
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [area]);
  return metrics;
}

function contentWidth(element: HTMLElement | null): number {
  if (element === null) return 0;
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return element.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
}

function rootFontSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}

function sameMetrics(a: Metrics, b: Metrics): boolean {
  return (
    a.columns === b.columns &&
    a.headingHeight === b.headingHeight &&
    a.personHeight === b.personHeight
  );
}
