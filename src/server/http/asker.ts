import type { MemberCaller } from '../commands/caller.ts';
import type { Asker } from '../commands/command.ts';
import type { Presence } from '../presence/presence.ts';

/** A member who gives a command by a request: what they do counts as done on a device of its own. */
export function askerOf(caller: MemberCaller, presence: Pick<Presence, 'team'>): Asker {
  const { tokenId, deviceName } = caller.token;
  return {
    caller,
    team: presence.team(caller.teamId),
    speaker: {
      kind: 'visit',
      memberId: caller.memberId,
      device: { deviceId: `api-${tokenId}`, name: deviceName },
    },
  };
}
