import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { TeamNotices } from '../../../client/notifications/team-notices.ts';
import type { SoughtPerson } from '../../app/use-places.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import type { BrowserNotices } from '../runtime/browser-notices.ts';
import type { PageMembership } from '../runtime/page-membership.ts';

/**
 * Lets the browser tell of the people who are watched (NO2) and of what else the team's changes give
 * reason to. Answers whom the last notification that was clicked has led to (NO5).
 */
export function useTeamNews(page: PageMembership, notices: BrowserNotices): SoughtPerson | null {
  const t = useTexts();
  const locale = useFormatLocale();
  const [path, navigate] = useLocation();
  const [sought, setSought] = useState<SoughtPerson | null>(null);
  if (sought !== null && path !== '/') setSought(null);
  const latest = useRef({ t, locale, navigate });
  useEffect(() => {
    latest.current = { t, locale, navigate };
  });
  useEffect(() => {
    const teamNotices = new TeamNotices({
      notifier: {
        // Another tab says the same at the same moment, and takes the place of this one's.
        notify: (notice) =>
          notices.show({ ...notice, tag: `ampel ${notice.title} ${notice.body}` }),
      },
      speech: () => ({
        t: latest.current.t,
        time: { now: Date.now(), locale: latest.current.locale },
        live: (memberId) => page.live(memberId),
      }),
      open: (place) => {
        window.focus();
        latest.current.navigate('/');
        if (typeof place === 'object' && 'memberId' in place) setSought(place);
      },
    });
    const unwatch = page.watchTeam((notice) => teamNotices.tell(notice));
    return () => {
      unwatch();
      teamNotices.takeBackAll();
    };
  }, [page, notices]);
  return sought;
}
