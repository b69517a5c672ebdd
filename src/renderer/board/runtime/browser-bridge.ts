import type { Result } from '../../../client/client-problem.ts';
import { loadsOutcome } from '../../../client/contacts/contact-views.ts';
import type { Membership } from '../../../client/membership.ts';
import type { SessionState } from '../../../client/session-state.ts';
import { buildView } from '../../../client/view/app-view.ts';
import { MemberViews } from '../../../client/view/member-views.ts';
import { ownHistory } from '../../../client/view/own-history.ts';
import { explainStatus } from '../../../client/view/status-explanation.ts';
import { ViewFeed } from '../../../client/view/view-feed.ts';
import { waitingContacts } from '../../../client/view/waiting-contacts.ts';
import type { Bridge, Outcome } from '../../../shared/bridge/bridge.ts';
import { type Text, toText } from '../../../shared/bridge/text.ts';
import type { Language, Preferences } from '../../../shared/bridge/view.ts';
import type { ViewUpdate } from '../../../shared/bridge/view-update.ts';
import type { PagePreferences } from './page-preferences.ts';
import type { Stored } from './page-storage.ts';

export type BrowserBridgeOptions = {
  readonly membership: Membership;
  /** Origin of the team server, which is the page's own. */
  readonly server: string;
  readonly version: string;
  readonly preferences: Stored<PagePreferences>;
  /** The language that the browser prefers. */
  readonly browserLanguage: () => Language;
  readonly signOut: () => Promise<void>;
  /** Opens an address beside the board. */
  readonly openLink: (url: string) => void;
  /** Does something to a contact that is no news to the member (NO1). */
  readonly ownDeed: <T>(contactId: string, deed: () => Promise<T>) => Promise<T>;
  /** The member asks to be told of somebody; called within their click. */
  readonly onWatch: () => void;
};

/** What a browser has nothing of is as it is by default. */
export const WITHOUT_SYSTEM: Omit<Preferences, keyof PagePreferences> = {
  theme: 'system',
  menuBarIcon: 'color',
  notifyAbout: 'watched',
  quietWhileBusy: true,
  quietHours: null,
  shortcut: null,
};

const NOTHING = async (): Promise<undefined> => undefined;
const NOT_HERE: Outcome = { ok: false, problem: { code: 'refused-by-system' } };
const notHere = async (): Promise<Outcome> => NOT_HERE;

/**
 * The bridge of a page that has its membership in itself. What only an app on the computer can do
 * is refused or does nothing; the board does not offer it.
 */
export function browserBridge(options: BrowserBridgeOptions): Bridge {
  const { membership, server, version, preferences } = options;
  const { contactDesk } = membership;
  const memberViews = new MemberViews();
  const listeners = new Set<(update: Text<ViewUpdate>) => void>();

  const session = () => sessionOf(membership, server);
  function view() {
    const { language } = preferences.get();
    return buildView({
      session: session(),
      preferences: { ...WITHOUT_SYSTEM, language },
      lastServer: server,
      watched: watchedIn(membership),
      language: language === 'system' ? options.browserLanguage() : language,
      memberViews,
      trayIsMissing: false,
      version: { installed: version, update: { kind: 'off', reason: 'unmanaged' } },
      settingsTrouble: null,
    });
  }
  const feed = new ViewFeed(view());
  function show(): void {
    const update = toText(feed.next(view()));
    for (const listener of listeners) listener(update);
  }
  membership.onChange(show);

  return {
    getView: async () => toText(feed.current),
    onViewUpdate: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    choose: async (request) => toOutcome(await membership.choose(request)),
    explainStatus: async () => explainStatus(session(), membership.diagnose()),
    getHistory: (query) =>
      ownHistory({ state: session(), history: (asked) => membership.history(asked) }, query),
    noteInput: async () => {
      membership.noteInput();
      return undefined;
    },
    changeTeamSettings: async (change) => toOutcome(await membership.changeSettings(change)),
    setPreferences: async ({ language }) => {
      if (language !== undefined) preferences.set({ language });
      show();
      return { ok: true };
    },
    watch: async ({ memberId, on }) => {
      if (on) options.onWatch();
      return toOutcome(await membership.watch(memberId, on));
    },
    getWaiting: () => waitingContacts({ state: session(), contacts: () => contactDesk.look() }),
    getLoads: async () => loadsOutcome(await contactDesk.loads()),
    actOnContact: async ({ act, contactId }) => toOutcome(await contactDesk.act(act, contactId)),
    assignContact: async ({ contactId, memberId }) =>
      toOutcome(await options.ownDeed(contactId, () => contactDesk.assign(contactId, memberId))),
    openLink: async (url) => {
      options.openLink(url);
      return { ok: true };
    },
    signOut: async () => {
      await options.signOut();
      return undefined;
    },
    getIntegration: async () => ({ keyboard: 'other', shortcut: 'none', launchAtLogin: null }),
    getDiagnostics: async () => null,
    lookAtComputer: async () => {
      const { idleMs, locked, source } = membership.diagnose().level;
      return { at: Date.now(), idleMs, locked, failure: null, source };
    },
    takePlace: async () => null,
    onPlace: () => () => undefined,
    signIn: notHere,
    copyJoinPage: notHere,
    setLaunchAtLogin: notHere,
    copyReport: notHere,
    dismissTrayNotice: NOTHING,
    checkForUpdate: NOTHING,
    restartToUpdate: NOTHING,
    showLogFile: NOTHING,
    forgetSettingsTrouble: NOTHING,
    quit: NOTHING,
    join: NOTHING,
    cancelJoin: NOTHING,
    showJoinPage: NOTHING,
  };
}

/** The session of a page, which is signed in until its membership has ended. */
export function sessionOf({ state }: Pick<Membership, 'state'>, server: string): SessionState {
  if (state.client.kind !== 'ended') return { kind: 'signed-in', server, ...state };
  return { kind: 'signed-out', problem: state.client.refusal };
}

/** Ids of the members whose return is wanted (NO2); the server that serves the board keeps them. */
export function watchedIn({ state: { client } }: Pick<Membership, 'state'>): readonly string[] {
  return client.kind === 'connected' || client.kind === 'lost'
    ? (client.team.self.watched ?? [])
    : [];
}

function toOutcome(result: Result<unknown>): Outcome {
  return result.ok ? { ok: true } : { ok: false, problem: result.problem };
}
