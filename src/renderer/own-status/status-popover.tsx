import type { RefObject } from 'react';
import { Popover } from 'react-aria-components/Popover';
import type { WindowDialog } from '../app/use-places.ts';
import type { TeamView } from '../bridge/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { StatusMenu } from './status-menu.tsx';

type Props = {
  readonly view: TeamView;
  readonly trigger: RefObject<Element | null>;
  readonly isOpen: boolean;
  /** Begins at the first row, as menus do that are opened by a key. */
  readonly atFirst: boolean;
  readonly onClose: () => void;
  readonly onOpen: (dialog: WindowDialog) => void;
  readonly canQuit: boolean;
};

/** The status menu above the button that opens it. */
export function StatusPopover(props: Props) {
  const { view, trigger, isOpen, atFirst, onClose, onOpen, canQuit } = props;
  const t = useTexts();
  return (
    <Popover
      className="popover"
      aria-label={t('own.menu')}
      triggerRef={trigger}
      isOpen={isOpen}
      onOpenChange={onClose}
      placement="top start"
      offset={6}
    >
      <StatusMenu
        view={view}
        atFirst={atFirst}
        onClose={onClose}
        onOpen={onOpen}
        canQuit={canQuit}
      />
    </Popover>
  );
}
