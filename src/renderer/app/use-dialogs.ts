import { useEffect, useState } from 'react';
import type { Place } from '../../shared/bridge/view.ts';
import type { DialogState } from '../dialog/dialog-frame.tsx';
import { useBridge } from './bridge-context.ts';
import { followPlaces } from './follow-places.ts';

export type WindowDialog = Exclude<Place, object> | 'busy-until';

export type Dialogs = {
  readonly open: (dialog: WindowDialog) => void;
  readonly stateOf: (dialog: WindowDialog) => DialogState;
};

/** Which dialog of the window is open: one at most, and from elsewhere by its place. */
export function useDialogs(): Dialogs {
  const bridge = useBridge();
  const [shown, setShown] = useState<WindowDialog | null>(null);
  useEffect(
    () =>
      followPlaces(bridge, (place) => {
        if (typeof place === 'string') setShown(place);
      }),
    [bridge],
  );
  return {
    open: setShown,
    stateOf: (dialog) => ({
      isOpen: shown === dialog,
      // The one that closes may have given way to another already.
      onOpenChange: (open) =>
        setShown((before) => (open ? dialog : before === dialog ? null : before)),
    }),
  };
}
