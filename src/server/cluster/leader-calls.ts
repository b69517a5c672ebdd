import type { Answered } from '../commands/socket-commands.ts';
import type { Engines } from '../lead/engines.ts';
import type { Asked, Introduction } from '../lead/lead.ts';
import type { LocalLead } from '../lead/local-lead.ts';
import type { Perform, Performed, RouteCall } from '../lead/route-call.ts';
import type { RemoteSessions } from './remote-sessions.ts';

/** What one process asks of the one that leads, and what it answers. */
type Calls = {
  readonly connect: { readonly argument: Introduction; readonly answer: null };
  readonly command: { readonly argument: Asked; readonly answer: Answered };
  readonly disconnected: { readonly argument: string; readonly answer: null };
  readonly perform: { readonly argument: RouteCall; readonly answer: Performed };
  readonly reload: { readonly argument: string; readonly answer: null };
  readonly endRevoked: {
    readonly argument: {
      readonly teamId: string;
      readonly because: 'signed-out' | 'ended-by-manager';
    };
    readonly answer: number;
  };
  readonly saved: { readonly argument: string; readonly answer: null };
};
export type Call = keyof Calls;
export type Argument<C extends Call> = Calls[C]['argument'];
export type Answer<C extends Call> = Calls[C]['answer'];

/** What a process has while it leads. */
export type Leading = {
  readonly term: number;
  readonly engines: Engines;
  readonly lead: LocalLead;
  readonly remote: RemoteSessions;
};

/** How whoever leads answers each call; `from` is the process that asks. */
export type LeaderAnswers = {
  readonly [C in Call]: (
    leading: Leading,
    argument: Argument<C>,
    from: string,
  ) => Promise<Answer<C>>;
};

type Answering = {
  /** This process, whose own sessions it knows from the first to the last. */
  readonly processId: string;
  /** Performs what was asked of another process over HTTP. */
  readonly perform: Perform;
};

/** What a process answers while it leads. */
export function leaderAnswers({ processId, perform }: Answering): LeaderAnswers {
  return {
    connect: async ({ lead, remote }, introduction, from) => {
      if (from !== processId) remote.add(from, introduction.sessionId);
      await lead.connect(introduction);
      return null;
    },
    command: ({ lead }, asked) => lead.command(asked),
    disconnected: async ({ lead, remote }, sessionId, from) => {
      remote.remove(from, sessionId);
      await lead.disconnected(sessionId);
      return null;
    },
    perform: async (_, call) => perform(call),
    reload: async ({ engines }, teamId) => {
      await engines.presence.reload(teamId);
      return null;
    },
    endRevoked: ({ engines }, { teamId, because }) => engines.presence.endRevoked(teamId, because),
    saved: async ({ engines }, teamId) => {
      await (await engines.presence.open(teamId)).saved();
      return null;
    },
  };
}
