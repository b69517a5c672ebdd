import type { IndicatorShape } from '../../shared/indicator/shapes.ts';
import type { Live } from '../bridge/team-view.ts';

/** The indicator of a member; without a live status it says that nothing is known (PR9). */
export function shapeOf(live: Live | null): IndicatorShape {
  return live === null ? 'disconnected' : live.status;
}
