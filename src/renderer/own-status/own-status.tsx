import { type KeyboardEvent, type RefObject, useId, useState } from 'react';
import { OnDemand } from '../app/on-demand.tsx';
import { statusMenu } from '../app/parts.ts';
import type { WindowDialog } from '../app/use-places.ts';
import type { TeamView } from '../bridge/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ChevronIcon, Spinner } from '../icons/icons.tsx';
import { Avatar } from '../indicator/avatar.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { OwnLine } from './own-line.tsx';
import { ownButton } from './own-words.ts';

type Props = {
  readonly view: TeamView;
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly onOpen: (dialog: WindowDialog) => void;
  /** Whether there is something that can be quit, which a page in a browser is not. */
  readonly canQuit?: boolean;
};

/**
 * Enter and the space bar too: of a click that no pointer made, React Aria waits with the focus until
 * the button has lost its own, and then leaves it beside the items of the menu.
 */
const OPENING_KEYS: readonly string[] = ['ArrowUp', 'ArrowDown', 'Enter', ' '];

/** The member's own name and status; a press opens the menu to change it. */
export function OwnStatus({ view, button, onOpen, canQuit = true }: Props) {
  const t = useTexts();
  const [name, line, action] = [useId(), useId(), useId()];
  const [opened, setOpened] = useState<'no' | 'by-pointer' | 'by-keys'>('no');
  const isOpen = opened !== 'no';
  const live = view.self?.live ?? null;

  function onKeyDown(event: KeyboardEvent): void {
    if (!OPENING_KEYS.includes(event.key)) return;
    event.preventDefault();
    setOpened('by-keys');
  }
  return (
    <footer className="own">
      <button
        ref={button}
        type="button"
        className="own-button"
        aria-labelledby={`${name} ${line} ${action}`}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        // A click by assistive technology counts none.
        onClick={({ detail }) => setOpened(detail === 0 ? 'by-keys' : 'by-pointer')}
        onKeyDown={onKeyDown}
      >
        <Avatar name={view.self?.name ?? ''} shape={shapeOf(live)} />
        <span className="person-text">
          <span className="person-name">
            <span id={name} className="person-called">
              {view.self?.name ?? t('app.name')}
            </span>
          </span>{' '}
          <OwnLine id={line} live={live} pending={view.pending} />
        </span>
        <span id={action} hidden>
          {ownButton(live, t)}
        </span>
        {/* What waits for the connection may wait long: nothing turns for it. */}
        {view.pending?.waitsFor === 'answer' ? <Spinner /> : <ChevronIcon />}
      </button>
      <OnDemand part={statusMenu} isOpen={isOpen}>
        {(StatusPopover) => (
          <StatusPopover
            view={view}
            trigger={button}
            isOpen={isOpen}
            atFirst={opened === 'by-keys'}
            onClose={() => setOpened('no')}
            onOpen={onOpen}
            canQuit={canQuit}
          />
        )}
      </OnDemand>
    </footer>
  );
}
