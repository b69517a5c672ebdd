import { Button } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { TeamView } from '../app/team-view.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { ChevronIcon, Spinner } from '../icons/icons.tsx';
import { Avatar } from '../indicator/avatar.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { useToday } from '../time/use-today.ts';
import { ownWords } from './own-words.ts';
import { StatusMenu } from './status-menu.tsx';

type Props = { readonly view: TeamView; readonly onOpenSettings: () => void };

/** The member's own name and status; a press opens the menu to change it. */
export function OwnStatus({ view, onOpenSettings }: Props) {
  const t = useTexts();
  const locale = useFormatLocale();
  const today = useToday();
  const live = view.self?.live ?? null;
  const words = ownWords(live, view.choosing, today, locale, t);
  return (
    <footer className="own">
      <MenuTrigger>
        <Button className="own-button" aria-label={words.button}>
          <Avatar name={view.self?.name ?? ''} shape={shapeOf(live)} />
          <span className="person-text">
            <span className="person-name">
              <span className="person-called">{view.self?.name ?? t('app.name')}</span>
            </span>
            <span className="person-status" data-shape={shapeOf(live)}>
              {words.line}
            </span>
          </span>
          {view.choosing === null ? <ChevronIcon /> : <Spinner />}
        </Button>
        <Popover className="popover" placement="top start" offset={6}>
          <StatusMenu view={view} onOpenSettings={onOpenSettings} />
        </Popover>
      </MenuTrigger>
    </footer>
  );
}
