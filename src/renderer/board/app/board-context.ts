import { createContext, useContext } from 'react';
import type { Session } from '../../../shared/api/session.ts';
import type { TeamApi } from '../api/team-api.ts';
import type { Board } from '../compose.ts';

export const BoardContext = createContext<Board | null>(null);
export const SessionContext = createContext<Session | null>(null);

export function useBoard(): Board {
  const board = useContext(BoardContext);
  if (board === null) throw new Error('useBoard outside of BoardContext');
  return board;
}

export function useApi(): TeamApi {
  return useBoard().api;
}

/** Who is signed in, on pages that need somebody to be. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (session === null) throw new Error('useSession outside of SessionContext');
  return session;
}
