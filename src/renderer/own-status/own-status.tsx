import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { TeamView } from '../app/team-view.ts';
import type { WindowDialog } from '../app/use-places.ts';
import { useTexts } from '../i18n/locale.tsx';
import { ChevronIcon, Spinner } from '../icons/icons.tsx';
import { Avatar } from '../indicator/avatar.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { OwnLine } from './own-line.tsx';
import { ownButton } from './own-words.ts';
import { StatusMenu } from './status-menu.tsx';

type Props = { readonly view: TeamView; readonly onOpen: (dialog: WindowDialog) => void };

/** The member's own name and status; a press opens the menu to change it. */
export function OwnStatus({ view, onOpen }: Props) {
  const t = useTexts();
  const line = useId();
  const live = view.self?.live ?? null;
  return (
    <footer className="own">
      <MenuTrigger>
        <Button className="own-button" aria-label={ownButton(live, t)} aria-describedby={line}>
          <Avatar name={view.self?.name ?? ''} shape={shapeOf(live)} />
          <span className="person-text">
            <span className="person-name">
              <span className="person-called">{view.self?.name ?? t('app.name')}</span>
            </span>
            <OwnLine id={line} live={live} pending={view.pending} />
          </span>
          {/* What waits for the connection may wait long: nothing turns for it. */}
          {view.pending?.waitsFor === 'answer' ? <Spinner /> : <ChevronIcon />}
        </Button>
        <Popover className="popover" placement="top start" offset={6}>
          <StatusMenu view={view} onOpen={onOpen} />
        </Popover>
      </MenuTrigger>
    </footer>
  );
}
