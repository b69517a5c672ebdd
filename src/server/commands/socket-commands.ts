import type { FastifyBaseLogger } from 'fastify';
import type { z } from 'zod';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Answer, ClientToServerEvents, RefusedAnswer } from '../../shared/protocol/events.ts';
import { activitySchema, byeSchema } from '../../shared/protocol/schemas.ts';
import type { Session } from '../presence/session.ts';
import { type AccountAsker, endSessions } from './account-commands.ts';
import type { MemberCaller } from './caller.ts';
import { type Asker, type Command, give } from './command.ts';
import {
  acceptContact,
  assignContact,
  type ContactAsker,
  closeContact,
  getContacts,
  getLoads,
  returnContact,
} from './contact-commands.ts';
import { changeSettings, choose, getHistory, watch } from './team-commands.ts';
import { toRefusal } from './to-refusal.ts';
import { MEMBERS } from './who.ts';

/** `team:get` is answered by whoever holds the connection. */
type CommandName = Exclude<keyof ClientToServerEvents, 'team:get'>;
type Payload<C extends CommandName> = Parameters<ClientToServerEvents[C]>[0];
type AnswerTo<C extends CommandName> = Parameters<Parameters<ClientToServerEvents[C]>[1]>[0];
type Result<C extends CommandName> = Omit<Extract<AnswerTo<C>, { ok: true }>, 'ok'>;

/** Who gives a command over a connection. */
export type SocketAsker = Asker &
  AccountAsker &
  ContactAsker<MemberCaller> & {
    readonly speaker: Session;
    /** Ends the connection once the command is answered. */
    leave(): void;
  };

/** A command with its payload still unread. */
type SocketCommand = (asker: SocketAsker, payload: unknown) => Promise<object>;

/** Every command of the wire. Those that have no sense without a connection stand here in full. */
const COMMANDS: { readonly [C in CommandName]: SocketCommand } = {
  activity: ofSession<'activity'>(activitySchema, ({ team, speaker }, activity) =>
    team.report(speaker, activity),
  ),
  choose: shared<'choose'>(choose),
  'settings:set': async (asker, payload) => ({
    settings: await give(changeSettings, asker, payload),
  }),
  'history:get': shared<'history:get'>(getHistory),
  'contacts:get': shared<'contacts:get'>(getContacts),
  'loads:get': shared<'loads:get'>(getLoads),
  'contact:accept': shared<'contact:accept'>(acceptContact),
  'contact:return': shared<'contact:return'>(returnContact),
  'contact:close': shared<'contact:close'>(closeContact),
  'contact:assign': shared<'contact:assign'>(assignContact),
  'member:end-sessions': shared<'member:end-sessions'>(endSessions),
  watch: shared<'watch'>(watch),
  bye: ofSession<'bye'>(byeSchema, async ({ team, speaker, leave }, { reason }) => {
    await team.bye(speaker, reason);
    if (reason !== 'suspended') leave();
    return {};
  }),
};

/** What becomes of something that was asked for over a connection. */
export type Answered = {
  readonly answer: Answer<object>;
  /** Whether the connection ends with this answer. */
  readonly isLast: boolean;
};

type Given = { readonly event: string; readonly payloads: readonly unknown[] };

/** Gives a command of which nothing has been read yet, and says how it went; never fails. */
export async function giveOver(
  asker: () => Omit<SocketAsker, 'leave'>,
  { event, payloads }: Given,
  logger: FastifyBaseLogger,
): Promise<Answered> {
  let isLast = false;
  const leave = (): void => {
    isLast = true;
  };
  try {
    const command = findCommand(event);
    if (command === null) throw new Refusal('not-found', 'There is no such command.');
    const answer = { ok: true as const, ...(await command({ ...asker(), leave }, only(payloads))) };
    return { answer, isLast };
  } catch (error) {
    return { answer: refused(error, logger, event), isLast };
  }
}

/** @throws Refusal `invalid` where there is not one payload. */
export function only(payloads: readonly unknown[]): unknown {
  if (payloads.length !== 1) throw new Refusal('invalid', 'A command has one payload.');
  return payloads[0];
}

/** How a refusal travels. */
export function refused(error: unknown, logger: FastifyBaseLogger, during: string): RefusedAnswer {
  const { code, message } = toRefusal(error, logger, during);
  return { ok: false, code, message };
}

/** Whether there is such a command of the wire. */
export function isCommand(event: string): boolean {
  return event === 'team:get' || findCommand(event) !== null;
}

function findCommand(event: string): SocketCommand | null {
  return Object.hasOwn(COMMANDS, event) ? COMMANDS[event as CommandName] : null;
}

/** A command that other ways of asking have too. */
function shared<C extends CommandName>(
  command: Command<Payload<C>, Result<C>, SocketAsker>,
): SocketCommand {
  return (asker, payload) => give(command, asker, payload);
}

function ofSession<C extends CommandName>(
  request: z.ZodType<Payload<C>>,
  run: (asker: SocketAsker, payload: Payload<C>) => Promise<Result<C>>,
): SocketCommand {
  return (asker, payload) =>
    give({ who: MEMBERS, request, run: (_, read) => run(asker, read) }, asker, payload);
}
