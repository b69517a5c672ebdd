import { useRef } from 'react';
import { useLocation } from 'wouter';
import { useInputReport } from '../../activity/use-input-report.ts';
import { OwnDialogs } from '../../app/own-dialogs.tsx';
import { usePlaces } from '../../app/use-places.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { AppMark } from '../../indicator/app-mark.tsx';
import { ConnectionBanner } from '../../notices/connection-banner.tsx';
import { Notice } from '../../notices/notice.tsx';
import { OwnStatus } from '../../own-status/own-status.tsx';
import { toAccept } from '../contacts/to-accept.ts';
import { useContactNews } from '../contacts/use-contact-news.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { PageMembership } from '../runtime/page-membership.ts';
import { ToAcceptContext } from '../ui/page.tsx';
import { useBoard, useSession } from './board-context.ts';
import { IdleNotice } from './idle-notice.tsx';
import { Navigation } from './navigation.tsx';
import { Pages } from './pages.tsx';
import { TidingsNotice } from './tidings-notice.tsx';
import { useTeamNews } from './use-team-news.ts';

type Props = { readonly view: TeamView; readonly page: PageMembership };

/** What stands around every page: the ways to the others, and the own status at the bottom left. */
export function Frame({ view, page }: Props) {
  const t = useBoardTexts();
  const { member, team } = useSession();
  const { notices } = useBoard();
  const [path, navigate] = useLocation();
  const content = useRef<HTMLDivElement>(null);
  const { open, stateOf, opener } = usePlaces();
  const soughtPerson = useTeamNews(page, notices);
  useInputReport(view.source);
  useContactNews(page, notices);
  const unaccepted = toAccept(view.contacts).length;
  // The own role may be another one than it was when the page was opened.
  const role = view.self?.role ?? member.role;
  return (
    <ToAcceptContext value={unaccepted}>
      <div className="board">
        <button type="button" className="skip" onClick={() => content.current?.focus()}>
          {t('nav.skip')}
        </button>
        <div className="side">
          <header className="side-team">
            <AppMark />
            <span className="side-team-name" title={team.name}>
              {team.name}
            </span>
          </header>
          <Navigation role={role} unaccepted={unaccepted} />
          <OwnStatus
            view={view}
            button={opener}
            canQuit={false}
            onOpen={(dialog) => (dialog === 'settings' ? navigate('/me') : open(dialog))}
          />
        </div>
        <div className="content" ref={content} tabIndex={-1}>
          <ConnectionBanner connection={view.connection} />
          <TidingsNotice page={page} />
          <IdleNotice view={view} page={page} />
          <Notice />
          <Pages key={path} view={view} page={page} role={role} soughtPerson={soughtPerson} />
        </div>
        <OwnDialogs view={view} stateOf={stateOf} />
      </div>
    </ToAcceptContext>
  );
}
