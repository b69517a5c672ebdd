import { memberIdSchema } from '../../shared/protocol/schemas.ts';
import type { Devices } from '../accounts/devices.ts';
import type { MemberCaller } from './caller.ts';
import type { Command } from './command.ts';
import { MANAGERS } from './who.ts';

/** Who asks for something to become of accounts. */
export type AccountAsker = { readonly caller: MemberCaller; readonly devices: Devices };

/** Signs somebody out everywhere. */
export const endSessions: Command<{ memberId: string }, { ended: number }, AccountAsker> = {
  who: MANAGERS,
  request: memberIdSchema,
  run: async ({ devices, caller }, { memberId }) => ({
    ended: await devices.endSessions(caller, memberId),
  }),
};
