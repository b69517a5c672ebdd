import { describe, expect, it, vi } from 'vitest';
import type { Reply } from '../../../src/renderer/board/api/http.ts';
import { BoardSession } from '../../../src/renderer/board/runtime/board-session.ts';
import type { PageMembership } from '../../../src/renderer/board/runtime/page-membership.ts';
import type { Session } from '../../../src/shared/api/session.ts';

const session: Session = {
  member: { memberId: 'ada', name: 'Ada', role: 'owner', email: 'ada@example.com' },
  csrf: 'proof',
  team: { teamId: 'team', name: 'Support' },
  sso: null,
};
const signedIn: Reply<Session> = { ok: true, value: session };
const refused = (code: 'unauthorized' | 'unreachable'): Reply<never> => ({
  ok: false,
  problem: { code },
});

function boardSession(answers: { ask: Reply<Session>; end?: Reply<undefined> }) {
  const leave = vi.fn(async () => undefined);
  const prove = vi.fn();
  const forget = vi.fn();
  const join = vi.fn(() => ({ leave }) as unknown as PageMembership);
  const board = new BoardSession({
    ask: async () => answers.ask,
    end: async () => answers.end ?? { ok: true, value: undefined },
    prove,
    forget,
    join,
  });
  return { board, answers, leave, prove, forget, join };
}

describe('the session of the board', () => {
  it('goes on where the browser has one, with its proof', async () => {
    const { board, prove } = boardSession({ ask: signedIn });
    await board.load();
    expect(board.state.value).toEqual({ kind: 'signed-in', session });
    expect(prove).toHaveBeenLastCalledWith('proof');
  });

  it('asks to sign in where there is none, without a complaint', async () => {
    const { board } = boardSession({ ask: refused('unauthorized') });
    await board.load();
    expect(board.state.value).toEqual({ kind: 'signed-out', reason: null });
  });

  it('does not take a server out of reach for a session that is over', async () => {
    const { board, answers } = boardSession({ ask: refused('unreachable') });
    await board.load();
    expect(board.state.value.kind).toBe('failed');
    answers.ask = signedIn;
    await board.load();
    answers.ask = refused('unreachable');
    await board.load();
    expect(board.state.value.kind).toBe('signed-in');
  });

  it('TR3 says why it is over where it was ended elsewhere', async () => {
    const { board, answers, prove } = boardSession({ ask: signedIn });
    await board.load();
    answers.ask = refused('unauthorized');
    await board.load();
    expect(board.state.value).toEqual({ kind: 'signed-out', reason: { code: 'unauthorized' } });
    expect(prove).toHaveBeenLastCalledWith(null);
  });

  it('TR7 takes another proof for the same member, and none for anybody else', async () => {
    const { board, answers, prove } = boardSession({ ask: signedIn });
    await board.load();
    answers.ask = { ok: true, value: { ...session, csrf: 'newer' } };
    await board.renewProof();
    expect(prove).toHaveBeenLastCalledWith('newer');
    const bo = { ...session.member, memberId: 'bo' };
    answers.ask = { ok: true, value: { ...session, member: bo, csrf: 'of Bo' } };
    await board.renewProof();
    expect(prove).toHaveBeenLastCalledWith('newer');
  });

  it('takes part in the team once, and not before a page needs it', async () => {
    const { board, join } = boardSession({ ask: signedIn });
    expect(board.page()).toBeNull();
    await board.load();
    expect(join).not.toHaveBeenCalled();
    expect(board.page()).toBe(board.page());
    expect(join).toHaveBeenCalledOnce();
  });

  it('PR7 leaves the team at once when the member signs out', async () => {
    const { board, leave } = boardSession({ ask: signedIn });
    await board.load();
    board.page();
    await board.signOut();
    expect(leave).toHaveBeenCalledOnce();
    expect(board.state.value).toEqual({ kind: 'signed-out', reason: null });
  });

  it('SE7 leaves no names of the team in the browser, whether or not a page had joined it', async () => {
    const { board, answers, forget } = boardSession({ ask: signedIn });
    await board.load();
    await board.signOut();
    expect(forget).toHaveBeenCalledTimes(1);
    answers.ask = refused('unreachable');
    await board.load();
    expect(forget).toHaveBeenCalledTimes(1);
    answers.ask = refused('unauthorized');
    await board.load();
    expect(forget).toHaveBeenCalledTimes(2);
  });

  it('does not say signed out while the cookie is still good', async () => {
    const { board } = boardSession({ ask: signedIn, end: refused('unreachable') });
    await board.load();
    expect(await board.signOut()).toEqual({ code: 'unreachable' });
    expect(board.state.value.kind).toBe('failed');
  });
});
