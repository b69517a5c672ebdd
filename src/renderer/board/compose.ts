import { connectSocket } from '../../client/socket-connection.ts';
import type { Language } from '../../shared/bridge/view.ts';
import type { DeviceInfo } from '../../shared/protocol/schemas.ts';
import { guessLanguage } from '../i18n/guess-language.ts';
import { Http } from './api/http.ts';
import { type TeamApi, teamApi } from './api/team-api.ts';
import { BoardSession } from './runtime/board-session.ts';
import { BrowserNotices } from './runtime/browser-notices.ts';
import { IdleDetection, type IdleDetectorApi } from './runtime/idle-detection.ts';
import { pageClock } from './runtime/page-clock.ts';
import { pageDevice } from './runtime/page-device.ts';
import { PageMembership } from './runtime/page-membership.ts';
import { pageNames } from './runtime/page-names.ts';
import { type PagePreferences, pagePreferences } from './runtime/page-preferences.ts';
import type { Stored } from './runtime/page-storage.ts';

declare global {
  interface Window {
    /** Only some browsers have it, and those only on a page that came safely. */
    readonly IdleDetector?: IdleDetectorApi;
  }
}

/** The board as its pages know it. */
export type Board = {
  readonly api: TeamApi;
  readonly session: BoardSession;
  readonly preferences: Stored<PagePreferences>;
  readonly browserLanguage: () => Language;
  readonly notices: BrowserNotices;
};

/** Builds the board out of its parts; the only place where they meet. */
export async function createBoard(version: string): Promise<Board> {
  const device: DeviceInfo = await pageDevice({
    storage: localStorage,
    locks: navigator.locks,
    userAgent: navigator.userAgent,
    newId: () => crypto.randomUUID().replaceAll('-', '').slice(0, 16),
    version,
  });
  const preferences = pagePreferences(localStorage);
  const browserLanguage = (): Language => guessLanguage(navigator.languages);
  const notices = new BrowserNotices('Notification' in window ? Notification : undefined);
  const http = new Http({
    fetch: (...request) => fetch(...request),
    // A refusal may be about what was sent, such as a wrong password; who is signed in decides.
    onUnauthorized: () => {
      if (session.state.value.kind === 'signed-in') void session.load();
    },
    renewProof: () => session.renewProof(),
  });
  const api = teamApi(http, () => crypto.randomUUID());
  const names = pageNames(localStorage);
  const session: BoardSession = new BoardSession({
    ask: () => api.session.get(),
    end: () => api.session.signOut(),
    prove: (csrf) => http.prove(csrf),
    forget: () => names.forget(),
    join: ({ member }) => {
      const page = new PageMembership({
        memberId: member.memberId,
        origin: location.origin,
        device,
        connect: connectSocket,
        idle: new IdleDetection({
          api: window.IdleDetector,
          permission: async () => (await navigator.permissions.query(IDLE_PERMISSION)).state,
          steady: () => performance.now(),
          warn,
        }),
        clock: pageClock(
          new Worker(new URL('./runtime/alarm-worker.ts', import.meta.url), { type: 'module' }),
        ),
        random: Math.random,
        storage: localStorage,
        names,
        preferences,
        browserLanguage,
        warn,
        signOut: async () => {
          await session.signOut();
        },
        openLink: (url) => void window.open(url, '_blank', 'noopener,noreferrer'),
        notices,
        onEnded: (problem) => session.ended(problem),
      });
      void page.start();
      return page;
    },
  });
  // Taken out of the browser's memory as it was, but its connection is gone.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) session.resume();
  });
  addEventListener('online', () => session.resume());
  return { api, session, preferences, browserLanguage, notices };
}

const IDLE_PERMISSION = { name: 'idle-detection' as PermissionName };

/** For whoever looks for the cause of something; names no person and no token. */
function warn(message: string): void {
  // biome-ignore lint/suspicious/noConsole: a page has no other log
  console.warn(`Ampel: ${message}`);
}
