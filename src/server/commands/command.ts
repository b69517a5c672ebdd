import type { z } from 'zod';
import type { Speaker } from '../presence/session.ts';
import type { TeamPresence } from '../presence/team-presence.ts';
import type { Caller, MemberCaller } from './caller.ts';
import { parse } from './parse.ts';
import { permit, type Who, type WhoOfTeam } from './who.ts';

/** A member who gives a command, over a connection of theirs or by a request. */
export type Asker = {
  readonly caller: MemberCaller;
  readonly team: TeamPresence;
  readonly speaker: Speaker;
};

/** Where only members can ask there is no scope to have. */
type WhoFor<By> = By extends { readonly caller: MemberCaller } ? WhoOfTeam : Who;

/** Something that can be asked for, however it is asked: who may, what it takes, what it does. */
export type Command<Request, Answer, By extends { readonly caller: Caller } = Asker> = {
  readonly who: WhoFor<By>;
  readonly request: z.ZodType<Request>;
  readonly run: (asker: By, request: Request) => Promise<Answer>;
};

/** Gives a command whose payload is still unread. @throws Refusal `forbidden`, `invalid` or its own */
export async function give<Request, Answer, By extends { readonly caller: Caller }>(
  { who, request, run }: Command<Request, Answer, By>,
  asker: By,
  payload: unknown,
): Promise<Answer> {
  permit(who, asker.caller);
  return run(asker, parse(request, payload));
}
