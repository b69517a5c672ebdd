import type { StandingSettings } from '../../shared/domain/settings.ts';
import type { ChooseAnswer } from '../../shared/protocol/events.ts';
import {
  type Choose,
  chooseSchema,
  type History,
  type HistoryQuery,
  historyQuerySchema,
  type SettingsChange,
  settingsChangeSchema,
  watchSchema,
} from '../../shared/protocol/schemas.ts';
import type { Command } from './command.ts';
import { MANAGERS, MEMBERS } from './who.ts';

export const choose: Command<Choose, ChooseAnswer> = {
  who: MEMBERS,
  request: chooseSchema,
  run: ({ team, speaker }, request) => team.choose(speaker, request),
};

export const changeSettings: Command<SettingsChange, StandingSettings> = {
  who: MANAGERS,
  request: settingsChangeSchema,
  run: ({ team, speaker }, change) => team.changeSettings(speaker, change),
};

/** One's own past (TR6). */
export const getHistory: Command<HistoryQuery, History> = {
  who: MEMBERS,
  request: historyQuerySchema,
  run: ({ team, speaker }, query) => team.history(speaker, query),
};

/** Whose return one wants to hear of, on every device (NO2). */
export const watch: Command<{ memberId: string; on: boolean }, object> = {
  who: MEMBERS,
  request: watchSchema,
  run: async ({ team, speaker }, { memberId, on }) => {
    await team.watch(speaker, memberId, on);
    return {};
  },
};
