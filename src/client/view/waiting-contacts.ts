import type { WaitingOutcome } from '../../shared/bridge/bridge.ts';
import type { Contacts } from '../../shared/protocol/contact-schemas.ts';
import type { Result } from '../client-problem.ts';
import { waitingOutcome } from '../contacts/contact-views.ts';
import type { SessionState } from '../session-state.ts';

const NOT_CONNECTED: WaitingOutcome = { ok: false, problem: { code: 'not-connected' } };

/** Who is signed in, and what can be asked of the server for them. */
type Session = {
  readonly state: SessionState;
  contacts(): Promise<Result<Contacts>>;
};

/** What waits in the queue, in this computer's time. */
export async function waitingContacts(session: Session): Promise<WaitingOutcome> {
  const { state } = session;
  if (state.kind !== 'signed-in' || state.client.kind !== 'connected') return NOT_CONNECTED;
  return waitingOutcome(await session.contacts(), state.client.team);
}
