import { describe, expect, it } from 'vitest';
import { contactLines } from '../../../src/main/cli/contact-words.ts';
import { contactsJson } from '../../../src/main/cli/json.ts';
import type { AppCommand } from '../../../src/main/commands.ts';
import { answerRequest } from '../../../src/main/control/answer-request.ts';
import type { ContactsReport, ReportedContact } from '../../../src/main/control/contact-report.ts';
import type { Outcome } from '../../../src/shared/bridge/bridge.ts';
import type { AppView } from '../../../src/shared/bridge/view.ts';
import type { ContactAct } from '../../../src/shared/domain/contact.ts';
import { lostView, teamView } from '../../renderer/views.ts';
import { createTranslator } from '../../support/translators.ts';

function contact(contactId: string, state: ReportedContact['state']): ReportedContact {
  return {
    contactId,
    customer: `Customer ${contactId}`,
    subject: 'Refund',
    channel: null,
    link: null,
    state,
    arrivedAt: 0,
    assignedAt: 1_000,
  };
}
const report = (live: ContactsReport['live']): ContactsReport => ({
  signedIn: true,
  connected: true,
  live,
});
const live = {
  waiting: 2,
  oldestSince: 0,
  mine: [contact('0f3a9c1b-1', 'assigned'), contact('c2', 'accepted')],
};

describe('CL4 contacts on the command line', () => {
  const en = createTranslator('en');

  it('are one line each, with what names them, below how many wait', () => {
    expect(contactLines(report(live), en)).toEqual([
      '2 contacts waiting',
      '0f3a9c1b  to accept  Customer 0f3a9c1b-1 · Refund',
      'c2        accepted   Customer c2 · Refund',
    ]);
    const none = { waiting: 0, oldestSince: null, mine: [] };
    expect(contactLines(report(none), createTranslator('de'))).toEqual(['Kein Kontakt wartet']);
  });

  it('are not known without a connection, or where the server does not have them', () => {
    expect(contactLines(report(null), en)).toEqual(['Your team’s server does not have contacts.']);
    expect(contactLines({ ...report(null), connected: false }, en)[0]).toMatch(/no connection/);
  });

  it('are an object for scripts', () => {
    expect(JSON.parse(contactsJson(report(live)))).toEqual({
      waiting: 2,
      oldestSince: '1970-01-01T00:00:00.000Z',
      mine: live.mine.map((own) => ({
        ...own,
        arrivedAt: '1970-01-01T00:00:00.000Z',
        assignedAt: '1970-01-01T00:00:01.000Z',
      })),
      connected: true,
      signedIn: true,
    });
    expect(JSON.parse(contactsJson(report(null)))).toMatchObject({ waiting: null, mine: [] });
  });
});

describe('CL1 which contact is meant', () => {
  const mine = [
    contact('abc1', 'assigned'),
    contact('abc2', 'assigned'),
    contact('x1', 'accepted'),
  ];
  const queue = { waiting: 0, oldestSince: null };
  const view = teamView({ contacts: { mine, queue, revision: 1 } });

  async function ask(act: ContactAct, named?: string, shown: AppView = view, outcome?: Outcome) {
    const ran: AppCommand[] = [];
    const answer = await answerRequest(
      named === undefined ? { do: 'contact', act } : { do: 'contact', act, contact: named },
      {
        view: () => shown,
        execute: async (command) => {
          ran.push(command);
          return outcome ?? { ok: true };
        },
      },
    );
    return { answer, ran };
  }

  it('is the one whose id begins so, or the only one that fits', async () => {
    expect(await ask('accept', 'abc2')).toEqual({
      answer: { kind: 'contact', done: { act: 'accept', customer: 'Customer abc2' } },
      ran: [{ do: 'contact', act: 'accept', contactId: 'abc2' }],
    });
    expect((await ask('return', 'x')).ran).toEqual([
      { do: 'contact', act: 'return', contactId: 'x1' },
    ]);
    expect((await ask('close')).ran).toEqual([{ do: 'contact', act: 'close', contactId: 'x1' }]);
  });

  it.each([
    ['accept', undefined, 'several'],
    ['accept', 'abc', 'several'],
    ['accept', 'x1', 'none'],
    ['close', 'nobody', 'none'],
  ] as const)('is not guessed: %s %s is %s', async (act, named, why) => {
    expect(await ask(act, named)).toEqual({ answer: { kind: 'unclear-contact', why }, ran: [] });
  });

  it('is an exact id rather than the beginning of another', async () => {
    const both = [contact('abc', 'assigned'), contact('abc1', 'assigned')];
    const shown = teamView({ contacts: { mine: both, queue, revision: 1 } });
    expect((await ask('accept', 'abc', shown)).ran).toMatchObject([{ contactId: 'abc' }]);
  });

  it('is not asked for where nothing can be done', async () => {
    expect((await ask('close', 'x1', teamView())).answer).toEqual({
      kind: 'unclear-contact',
      why: 'no-contacts',
    });
    expect((await ask('close', 'x1', lostView())).answer).toEqual({
      kind: 'problem',
      code: 'not-connected',
    });
    const refused = await ask('close', 'x1', view, { ok: false, problem: { code: 'conflict' } });
    expect(refused.answer).toEqual({ kind: 'problem', code: 'conflict' });
  });
});
