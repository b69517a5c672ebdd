import { ownHistory } from '../../client/view/own-history.ts';
import { explainStatus } from '../../client/view/status-explanation.ts';
import { waitingContacts } from '../../client/view/waiting-contacts.ts';
import type { BridgeHandlers, Outcome } from '../../shared/bridge/bridge.ts';
import { toText } from '../../shared/bridge/text.ts';
import type { Place } from '../../shared/bridge/view.ts';
import type { NumberedView } from '../../shared/bridge/view-update.ts';
import type { AppCommand } from '../commands.ts';
import type { HelpDesk } from '../diagnostics/help-desk.ts';
import type { Join } from '../join/join.ts';
import type { SettingsFile } from '../ports.ts';
import type { Session } from '../session/session.ts';
import type { LocalSettings } from '../settings/local-settings.ts';
import type { PreferenceEffects } from '../settings/preference-effects.ts';
import type { Updates } from '../updates/updates.ts';

export type BridgeParts = {
  readonly session: Session;
  readonly join: Join;
  readonly settings: SettingsFile;
  readonly effects: PreferenceEffects;
  readonly helpDesk: HelpDesk;
  readonly view: () => NumberedView;
  readonly takePlace: () => Place | null;
  readonly changeSettings: (change: Partial<LocalSettings>) => void;
  readonly execute: (command: AppCommand) => Promise<Outcome>;
  readonly openLink: (url: string) => Promise<Outcome>;
  readonly updates: Pick<Updates, 'check' | 'restart'>;
};

type Given<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> };

/** Without the entries that say nothing. */
function given<T extends object>(change: T): Given<T> {
  const entries = Object.entries(change).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Given<T>;
}

/** What each call of a window does. */
export function answerBridge(parts: BridgeParts): BridgeHandlers {
  const { session, join, settings, effects, helpDesk, updates } = parts;
  const { view, takePlace, changeSettings, execute } = parts;
  return {
    getView: async () => toText(view()),
    signIn: ({ server, token }) => {
      join.cancel();
      return session.signIn(server, token);
    },
    join: async ({ server }) => {
      void join.begin(server);
      return undefined;
    },
    cancelJoin: async () => {
      join.cancel();
      return undefined;
    },
    showJoinPage: async () => {
      join.showPage();
      return undefined;
    },
    copyJoinPage: () => join.copyPage(),
    signOut: async () => {
      await execute({ do: 'sign-out' });
      return undefined;
    },
    choose: ({ choice, forSeconds, note }) => {
      const duration = forSeconds === undefined ? 'open' : { seconds: forSeconds };
      return execute({ do: 'choose', choice, duration, note });
    },
    explainStatus: async () => explainStatus(session.state, session.diagnose()),
    getHistory: (query) => ownHistory(session, query),
    noteInput: async () => {
      session.noteInput();
      return undefined;
    },
    takePlace: async () => takePlace(),
    changeTeamSettings: (change) => session.changeTeamSettings(change),
    setPreferences: (change) => execute({ do: 'prefer', change: given(change) }),
    getIntegration: async () => effects.integration(),
    setLaunchAtLogin: async (on) => effects.setLaunchAtLogin(on),
    watch: ({ memberId, on }) => execute({ do: 'watch', memberId, on }),
    getWaiting: () => waitingContacts(session),
    getLoads: () => session.loads(),
    actOnContact: (wish) => execute({ do: 'contact', ...wish }),
    assignContact: (assignment) => execute({ do: 'assign', ...assignment }),
    openLink: (url) => parts.openLink(url),
    dismissTrayNotice: async () => {
      changeSettings({ trayNotice: 'dismissed' });
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
    getDiagnostics: async () => helpDesk.diagnostics(),
    lookAtComputer: async () => helpDesk.look(),
    copyReport: () => helpDesk.copyReport(),
    showLogFile: async () => {
      helpDesk.showLogFile();
      return undefined;
    },
    forgetSettingsTrouble: async () => {
      settings.forgetTrouble();
      return undefined;
    },
    quit: async () => {
      await execute({ do: 'quit' });
      return undefined;
    },
  };
}
