import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { Place } from '../../shared/bridge/view.ts';

/** Follows where the window is asked to open at, from the one it was opened for onwards. */
export function followPlaces(
  bridge: Pick<Bridge, 'onPlace' | 'takePlace'>,
  show: (place: Place) => void,
): () => void {
  let pushed = false;
  const unsubscribe = bridge.onPlace((place) => {
    pushed = true;
    show(place);
  });
  bridge.takePlace(undefined).then(
    (place) => {
      // A place pushed in the meantime is newer. An answer after the end counts still: it is given
      // once, and React ends every effect once for nothing during development.
      if (place !== null && !pushed) show(place);
    },
    () => {
      // The window then stands where it always stands; whoever asked for a place asks again.
    },
  );
  return unsubscribe;
}
