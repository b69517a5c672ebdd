import { z } from 'zod';
import { memberStatusSchema, ownStatusSchema, statusChangeSchema } from '../../../shared/api/me.ts';
import type { MemberStatus } from '../../../shared/domain/status.ts';
import { id } from '../../../shared/protocol/fields.ts';
import type { Asker } from '../../commands/command.ts';
import { choose } from '../../commands/team-commands.ts';
import { MEMBERS } from '../../commands/who.ts';
import type { Presence } from '../../presence/presence.ts';
import { askerOf } from '../asker.ts';
import { type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const HALF_HOUR_MS = 1_800_000;
const busy = {
  memberId: ADA.memberId,
  status: 'busy',
  since: ADA.at,
  cause: 'chosen',
  until: ADA.at + HALF_HOUR_MS,
  note: 'Lunch',
} as const;
const ownBusy = { ...busy, choice: 'busy', choiceUntil: ADA.at + HALF_HOUR_MS } as const;

export function statusRoutes({
  presence,
}: {
  readonly presence: Pick<Presence, 'team'>;
}): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/status',
      name: 'getOwnStatus',
      byLead: true,
      summary: 'What you have chosen, and what the team sees',
      tag: 'Status',
      who: MEMBERS,
      answer: ownStatusSchema,
      example: { answer: ownBusy },
      run: ({ caller }) => ownStatus(askerOf(caller, presence)),
    }),
    route({
      method: 'PUT',
      path: '/status',
      name: 'setOwnStatus',
      byLead: true,
      summary: 'Choose Online or Busy, for a time or until you change it',
      description:
        'Asking makes nobody present: who is away from all their devices stays Offline, and the choice holds when they return.',
      tag: 'Status',
      who: choose.who,
      body: statusChangeSchema,
      answer: ownStatusSchema,
      example: { body: { choice: 'busy', forSeconds: 1800, note: 'Lunch' }, answer: ownBusy },
      run: async ({ caller, body }) => {
        const asker = askerOf(caller, presence);
        await choose.run(asker, { ...body, ageMs: 0 });
        return ownStatus(asker);
      },
    }),
    route({
      method: 'GET',
      path: '/members/:memberId/status',
      name: 'getMemberStatus',
      byLead: true,
      summary: 'What the team sees of a member',
      tag: 'Status',
      who: { ...MEMBERS, scope: 'status:read' },
      params: z.strictObject({ memberId: id }),
      answer: memberStatusSchema,
      example: { answer: busy },
      run: async ({ caller, params: { memberId } }) => ({
        memberId,
        ...shown(await presence.team(caller.teamId).status(memberId)),
      }),
    }),
  ];
}

async function ownStatus({ team, speaker }: Asker) {
  const { chosen, ...status } = await team.ownStatus(speaker);
  return {
    memberId: speaker.memberId,
    ...shown(status),
    choice: chosen.choice,
    choiceUntil: chosen.until,
  };
}

function shown({
  until = null,
  note = null,
  ...status
}: {
  readonly until?: number | null;
  readonly note?: string | null;
} & Omit<MemberStatus, 'until' | 'note'>) {
  return { ...status, until, note };
}
