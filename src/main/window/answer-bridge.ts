import type { BridgeHandlers } from '../../shared/bridge/bridge.ts';
import type { AppView, Place } from '../../shared/bridge/view.ts';
import type { AppCommand } from '../commands.ts';
import type { SettingsStore } from '../ports.ts';
import type { Session } from '../session/session.ts';
import type { LocalSettings } from '../settings/local-settings.ts';
import type { Updates } from '../updates/updates.ts';
import { ownHistory } from '../view/own-history.ts';
import { explainStatus } from '../view/status-explanation.ts';

export type BridgeParts = {
  readonly session: Session;
  readonly settings: SettingsStore;
  readonly view: () => AppView;
  readonly takePlace: () => Place | null;
  readonly changeSettings: (change: Partial<LocalSettings>) => void;
  readonly updates: Pick<Updates, 'check' | 'restart'>;
  readonly run: (command: AppCommand) => void;
};

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the entries that say nothing. */
function given<T extends object>(change: T): Given<T> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<T>;
}

/** What each call of a window does. */
export function answerBridge(parts: BridgeParts): BridgeHandlers {
  const { session, settings, view, takePlace, changeSettings, updates, run } = parts;
  return {
    getView: async () => view(),
    signIn: ({ server, token }) => session.signIn(server, token),
    signOut: async () => {
      await session.signOut();
      return undefined;
    },
    choose: (request) => session.choose(request),
    explainStatus: async () => explainStatus(session.state, session.diagnose()),
    getHistory: (query) => ownHistory(session, query),
    noteInput: async () => {
      session.noteInput();
      return undefined;
    },
    takePlace: async () => takePlace(),
    changeTeamSettings: (change) => session.changeTeamSettings(change),
    setPreferences: async (change) => {
      changeSettings(given(change));
      return undefined;
    },
    watch: async ({ memberId, on }) => {
      const { account } = settings.get();
      if (account === null) return undefined;
      const others = account.watched.filter((id) => id !== memberId);
      changeSettings({ account: { ...account, watched: on ? [...others, memberId] : others } });
      return undefined;
    },
    checkForUpdate: async () => {
      await updates.check();
      return undefined;
    },
    restartToUpdate: async () => {
      updates.restart();
      return undefined;
    },
    quit: async () => {
      run({ do: 'quit' });
      return undefined;
    },
  };
}
