import {
  INDICATOR_PATHS,
  INDICATOR_SIZE,
  type IndicatorShape,
} from '../../shared/indicator/shapes.ts';

/** A status as shape and colour. The words stand beside it, so it is silent to screen readers. */
export function Indicator(props: { readonly shape: IndicatorShape }) {
  return (
    <svg
      className="indicator"
      data-shape={props.shape}
      viewBox={`0 0 ${INDICATOR_SIZE} ${INDICATOR_SIZE}`}
      aria-hidden="true"
    >
      <path d={INDICATOR_PATHS[props.shape]} />
    </svg>
  );
}
