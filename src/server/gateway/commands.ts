import type { z } from 'zod';
import type { ClientToServerEvents } from '../../shared/protocol/events.ts';
import { activitySchema, byeSchema } from '../../shared/protocol/schemas.ts';
import { type AccountAsker, endSessions } from '../commands/account-commands.ts';
import type { MemberCaller } from '../commands/caller.ts';
import { type Asker, type Command, give } from '../commands/command.ts';
import {
  acceptContact,
  assignContact,
  type ContactAsker,
  closeContact,
  getContacts,
  getLoads,
  returnContact,
} from '../commands/contact-commands.ts';
import { changeSettings, choose, getHistory, getTeam, watch } from '../commands/team-commands.ts';
import { MEMBERS } from '../commands/who.ts';
import type { Session } from '../presence/session.ts';

type CommandName = keyof ClientToServerEvents;
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
  'team:get': shared<'team:get'>(getTeam),
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

export function findCommand(event: string): SocketCommand | null {
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
