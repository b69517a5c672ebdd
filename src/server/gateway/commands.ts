import type { z } from 'zod';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { ClientToServerEvents } from '../../shared/protocol/events.ts';
import {
  activitySchema,
  byeSchema,
  chooseSchema,
  emptySchema,
  historyQuerySchema,
  settingsChangeSchema,
} from '../../shared/protocol/schemas.ts';
import type { Session, TeamPresence } from '../presence/team-presence.ts';
import { parse } from './parse.ts';

type CommandName = keyof ClientToServerEvents;
type Payload<C extends CommandName> = Parameters<ClientToServerEvents[C]>[0];
type AnswerTo<C extends CommandName> = Parameters<Parameters<ClientToServerEvents[C]>[1]>[0];
type Result<C extends CommandName> = Omit<Extract<AnswerTo<C>, { ok: true }>, 'ok'>;

/** Whose command it is. */
export type Caller = {
  readonly team: TeamPresence;
  readonly session: Session;
  /** Ends the connection once the command is answered. */
  leave(): void;
};

/** A command with its payload still unread. */
type Command = (caller: Caller, payload: unknown) => Promise<object>;

/** Every command of the wire: the schema of its payload and what it does. */
const COMMANDS: { readonly [C in CommandName]: Command } = {
  activity: command<'activity'>(activitySchema, ({ team, session }, activity) =>
    team.report(session, activity),
  ),
  choose: command<'choose'>(chooseSchema, ({ team, session }, request) =>
    team.choose(session, request),
  ),
  'team:get': command<'team:get'>(emptySchema, async ({ team, session }) => ({
    snapshot: await team.snapshotFor(session),
  })),
  'settings:set': command<'settings:set'>(
    settingsChangeSchema,
    async ({ team, session }, change) => ({
      settings: await team.changeSettings(session, change),
    }),
  ),
  'history:get': command<'history:get'>(historyQuerySchema, ({ team, session }, query) =>
    team.history(session, query),
  ),
  ...notYet(
    'watch',
    'contacts:get',
    'contact:accept',
    'contact:return',
    'contact:close',
    'contact:assign',
    'member:end-sessions',
  ),
  bye: command<'bye'>(byeSchema, async ({ team, session, leave }, { reason }) => {
    await team.bye(session, reason);
    if (reason !== 'suspended') leave();
    return {};
  }),
};

function notYet<C extends CommandName>(...names: readonly C[]): { [N in C]: Command } {
  const refuse: Command = async () => {
    throw new Refusal('not-found', 'This server has no contacts yet.');
  };
  return Object.fromEntries(names.map((name) => [name, refuse])) as { [N in C]: Command };
}

export function findCommand(event: string): Command | null {
  return Object.hasOwn(COMMANDS, event) ? COMMANDS[event as CommandName] : null;
}

function command<C extends CommandName>(
  schema: z.ZodType<Payload<C>>,
  run: (caller: Caller, payload: Payload<C>) => Promise<Result<C>>,
): Command {
  return async (caller, payload) => run(caller, parse(schema, payload));
}
