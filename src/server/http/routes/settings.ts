import { DEFAULT_SETTINGS } from '../../../shared/domain/settings.ts';
import { settingsChangeSchema, settingsReadSchema } from '../../../shared/protocol/schemas.ts';
import { changeSettings } from '../../commands/team-commands.ts';
import { MEMBERS } from '../../commands/who.ts';
import type { Presence } from '../../presence/presence.ts';
import type { Store } from '../../store/store.ts';
import { askerOf } from '../asker.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const example = { ...DEFAULT_SETTINGS, timeoutSetBy: { memberId: ADA.memberId, at: ADA.at } };

type SettingsDependencies = {
  readonly presence: Pick<Presence, 'team'>;
  readonly store: Pick<Store, 'team'>;
};

export function settingsRoutes({ presence, store }: SettingsDependencies): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/settings',
      name: 'getSettings',
      summary: 'The settings of the team',
      tag: 'Settings',
      who: MEMBERS,
      answer: settingsReadSchema,
      example: { answer: example },
      run: async ({ caller }) => (await store.team(caller.teamId)).settings,
    }),
    route({
      method: 'PATCH',
      path: '/settings',
      name: 'changeSettings',
      byLead: true,
      summary: 'Change settings of the team, at once for everyone',
      tag: 'Settings',
      who: changeSettings.who,
      body: settingsChangeSchema,
      answer: settingsReadSchema,
      example: { body: { inactivityTimeoutMinutes: 15 }, answer: example },
      run: ({ caller, body }) => changeSettings.run(askerOf(caller, presence), body),
    }),
  ];
}
