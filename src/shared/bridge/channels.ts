import type { BridgeCall } from './bridge.ts';

/** Names of the IPC channels, kept apart from the schemas so that preload stays small. */
export const VIEW_UPDATE_CHANNEL = 'ampel:view-update';

export const PLACE_CHANNEL = 'ampel:place';

export function callChannel(call: BridgeCall): string {
  return `ampel:${call}`;
}

/** The calls preload offers, by name; the type sees to it that none is missing. */
export const CALL_NAMES = Object.keys({
  getView: true,
  signIn: true,
  join: true,
  cancelJoin: true,
  showJoinPage: true,
  copyJoinPage: true,
  signOut: true,
  choose: true,
  explainStatus: true,
  getHistory: true,
  noteInput: true,
  takePlace: true,
  changeTeamSettings: true,
  setPreferences: true,
  getIntegration: true,
  setLaunchAtLogin: true,
  watch: true,
  getWaiting: true,
  getLoads: true,
  actOnContact: true,
  assignContact: true,
  openLink: true,
  dismissTrayNotice: true,
  checkForUpdate: true,
  restartToUpdate: true,
  getDiagnostics: true,
  lookAtComputer: true,
  copyReport: true,
  showLogFile: true,
  forgetSettingsTrouble: true,
  quit: true,
} satisfies Record<BridgeCall, true>) as readonly BridgeCall[];
