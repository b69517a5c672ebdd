import type { IndicatorShape } from '../../shared/indicator/shapes.ts';
import { Indicator } from './indicator.tsx';
import { initials } from './initials.ts';
import { tintOf } from './tint-of.ts';

/** A person's initials with their status at the corner. */
export function Avatar(props: { readonly name: string; readonly shape: IndicatorShape }) {
  return (
    <span className="avatar" data-shape={props.shape} aria-hidden="true">
      <span className="avatar-initials" data-tint={tintOf(props.name)}>
        {initials(props.name)}
      </span>
      <span className="avatar-status">
        <Indicator shape={props.shape} />
      </span>
    </span>
  );
}
