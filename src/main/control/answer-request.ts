import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { AppView } from '../../shared/bridge/view.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { AppCommand } from '../commands.ts';
import { commandFor, type OutsideRequest } from '../requests/outside-request.ts';
import { contactsReport, meantContact } from './contact-report.ts';
import type { ControlAnswer } from './protocol.ts';
import { ownReport, teamReport } from './report.ts';

export type AnswerParts = {
  readonly view: () => AppView;
  readonly execute: (command: AppCommand) => Promise<Outcome>;
};

/** Does what is asked and says how it ended, or what is known. */
export async function answerRequest(
  request: OutsideRequest,
  { view, execute }: AnswerParts,
): Promise<ControlAnswer> {
  switch (request.do) {
    case 'status':
      return { kind: 'own', own: ownReport(view()) };
    case 'team':
      return { kind: 'team', team: teamReport(view()) };
    case 'contacts':
      return { kind: 'contacts', contacts: contactsReport(view()) };
    case 'contact':
      return actOnContact(request, { view, execute });
    case 'open':
    case 'choose': {
      const outcome = await execute(commandFor(request));
      if (!outcome.ok) return { kind: 'problem', code: outcome.problem.code };
      return request.do === 'open' ? { kind: 'done' } : { kind: 'own', own: ownReport(view()) };
    }
    default:
      return assertNever(request);
  }
}

async function actOnContact(
  { act, contact }: Extract<OutsideRequest, { do: 'contact' }>,
  { view, execute }: AnswerParts,
): Promise<ControlAnswer> {
  const known = view();
  if (known.kind === 'signed-out') return { kind: 'problem', code: 'not-signed-in' };
  if (known.connection.kind !== 'connected') return { kind: 'problem', code: 'not-connected' };
  const meant = meantContact(known, act, contact);
  if (typeof meant === 'string') return { kind: 'unclear-contact', why: meant };
  const { contactId, customer } = meant;
  const outcome = await execute({ do: 'contact', act, contactId });
  if (!outcome.ok) return { kind: 'problem', code: outcome.problem.code };
  return { kind: 'contact', done: { act, customer } };
}
