import type { IndicatorShape } from '../../shared/indicator/shapes.ts';
import { Indicator } from './indicator.tsx';
import { initials } from './initials.ts';
import { tintOf } from './tint-of.ts';

/** A person's initials with their status at the corner. */
export function Avatar(props: { readonly name: string; readonly shape: IndicatorShape }) {
  return (
    <span className="avatar" data-shape={props.shape} aria-hidden="true">
      {/* Drawn by the style sheet: they are a picture of the name, not a text beside it. */}
      <span
        className="avatar-initials"
        data-tint={tintOf(props.name)}
        data-initials={initials(props.name)}
      />
      <span className="avatar-status">
        <Indicator shape={props.shape} />
      </span>
    </span>
  );
}
