import type { RefObject } from 'react';
import { Popover } from 'react-aria-components/Popover';
import type { TeamView } from '../app/team-view.ts';
import type { WindowDialog } from '../app/use-places.ts';
import { StatusMenu } from './status-menu.tsx';

type Props = {
  readonly view: TeamView;
  readonly trigger: RefObject<Element | null>;
  readonly isOpen: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onOpen: (dialog: WindowDialog) => void;
};

/** The status menu above the button that opens it. */
export function StatusPopover({ view, trigger, isOpen, onOpenChange, onOpen }: Props) {
  return (
    <Popover
      className="popover"
      triggerRef={trigger}
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      placement="top start"
      offset={6}
    >
      <StatusMenu view={view} onOpen={onOpen} onClose={() => onOpenChange(false)} />
    </Popover>
  );
}
