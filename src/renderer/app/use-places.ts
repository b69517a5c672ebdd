import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Place } from '../../shared/bridge/view.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { followPlaces } from '../bridge/follow-places.ts';
import type { DialogState } from '../dialog/dialog-frame.tsx';
import type { Beginning } from '../own-status/choice-draft.ts';

export type WindowDialog = Exclude<Place, object> | Beginning;
export type SoughtPerson = Extract<Place, { readonly memberId: string }>;
export type SoughtContact = Extract<Place, { readonly contactId: string }>;

export type Places = {
  readonly open: (dialog: WindowDialog) => void;
  readonly stateOf: (dialog: WindowDialog) => DialogState;
  /** For the button whose menu leads to the dialogs. */
  readonly opener: RefObject<HTMLButtonElement | null>;
  /** Whom the window was last opened at: a new value each time it was. */
  readonly soughtPerson: SoughtPerson | null;
  /** The same for contacts, which are in a dialog. */
  readonly soughtContact: SoughtContact | null;
};

/** Where in the window the member is: in one dialog at most, opened here or from elsewhere. */
export function usePlaces(): Places {
  const bridge = useBridge();
  const [dialog, setDialog] = useState<WindowDialog | null>(null);
  const [soughtPerson, setSoughtPerson] = useState<SoughtPerson | null>(null);
  const [soughtContact, setSoughtContact] = useState<SoughtContact | null>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useEffect(
    () =>
      followPlaces(bridge, (place) => {
        if (typeof place === 'string') {
          setDialog(place);
        } else if ('contactId' in place) {
          setDialog('contacts');
          setSoughtContact(place);
        } else {
          setDialog(null);
          setSoughtPerson(place);
        }
      }),
    [bridge],
  );
  return {
    open: setDialog,
    stateOf: (asked) => ({
      isOpen: dialog === asked,
      // The one that closes may have given way to another already.
      onOpenChange: (open) =>
        setDialog((before) => (open ? asked : before === asked ? null : before)),
      opener,
    }),
    opener,
    soughtPerson,
    soughtContact,
  };
}
