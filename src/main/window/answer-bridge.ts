import type { BridgeHandlers } from '../../shared/bridge/bridge.ts';
import type { AppView, Place } from '../../shared/bridge/view.ts';
import type { AppCommand } from '../commands.ts';
import type { SettingsStore } from '../ports.ts';
import type { Session } from '../session/session.ts';
import type { LocalSettings } from '../settings/local-settings.ts';
import { ownHistory } from '../view/own-history.ts';
import { explainStatus } from '../view/status-explanation.ts';

export type BridgeParts = {
  readonly session: Session;
  readonly settings: SettingsStore;
  readonly view: () => AppView;
  readonly takePlace: () => Place | null;
  readonly changeSettings: (change: Partial<LocalSettings>) => void;
  readonly run: (command: AppCommand) => void;
};

/** What each call of a window does. */
export function answerBridge(parts: BridgeParts): BridgeHandlers {
  const { session, settings, view, takePlace, changeSettings, run } = parts;
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
    setPreferences: async ({ language, notifyAbout }) => {
      const { language: before, notifyAbout: beforeAbout } = settings.get();
      changeSettings({ language: language ?? before, notifyAbout: notifyAbout ?? beforeAbout });
      return undefined;
    },
    watch: async ({ memberId, on }) => {
      const { account } = settings.get();
      if (account === null) return undefined;
      const others = account.watched.filter((id) => id !== memberId);
      changeSettings({ account: { ...account, watched: on ? [...others, memberId] : others } });
      return undefined;
    },
    quit: async () => {
      run({ do: 'quit' });
      return undefined;
    },
  };
}
