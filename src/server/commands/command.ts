import type { z } from 'zod';
import type { Speaker, TeamPresence } from '../presence/team-presence.ts';
import type { MemberCaller } from './caller.ts';
import { parse } from './parse.ts';
import { permit, type WhoOfTeam } from './who.ts';

/** A member who gives a command, over a connection of theirs or by a request. */
export type Asker = {
  readonly caller: MemberCaller;
  readonly team: TeamPresence;
  readonly speaker: Speaker;
};

/** Something members can ask for, however they ask: who may, what it takes, what it does. */
export type Command<Request, Answer> = {
  readonly who: WhoOfTeam;
  readonly request: z.ZodType<Request>;
  readonly run: (asker: Asker, request: Request) => Promise<Answer>;
};

/** Gives a command whose payload is still unread. @throws Refusal `forbidden`, `invalid` or its own */
export async function give<Request, Answer>(
  { who, request, run }: Command<Request, Answer>,
  asker: Asker,
  payload: unknown,
): Promise<Answer> {
  permit(who, asker.caller);
  return run(asker, parse(request, payload));
}
