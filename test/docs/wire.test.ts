import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { HTTP_STATUS } from '../../src/shared/api/problem.ts';
import { CAUSES, STATUSES } from '../../src/shared/domain/status.ts';
import {
  assignContactSchema,
  contactAnswerSchema,
  contactEventSchema,
  contactIdSchema,
  contactSchema,
  contactsAnswerSchema,
  loadsAnswerSchema,
  queueSchema,
} from '../../src/shared/protocol/contact-schemas.ts';
import type {
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../src/shared/protocol/events.ts';
import { packStatuses, type SeatStatus } from '../../src/shared/protocol/packed-statuses.ts';
import {
  activityAnswerSchema,
  activitySchema,
  byeSchema,
  chooseAnswerSchema,
  chooseSchema,
  deltaSchema,
  emptySchema,
  endedAnswerSchema,
  handshakeSchema,
  historyAnswerSchema,
  historyQuerySchema,
  memberIdSchema,
  revokedSchema,
  selfSchema,
  settingsAnswerSchema,
  settingsSchema,
  snapshotAnswerSchema,
  snapshotSchema,
  teamQuerySchema,
  watchSchema,
  welcomeSchema,
} from '../../src/shared/protocol/schemas.ts';
import { fieldsIn, readDocument, tableRows } from './markdown.ts';

const nothing = z.object({});
const contact = { payload: contactIdSchema, answer: contactAnswerSchema };

/** What the wire has; the compiler knows when something is missing here. */
const COMMANDS = {
  activity: { payload: activitySchema, answer: activityAnswerSchema },
  choose: { payload: chooseSchema, answer: chooseAnswerSchema },
  'history:get': { payload: historyQuerySchema, answer: historyAnswerSchema },
  'team:get': { payload: teamQuerySchema, answer: snapshotAnswerSchema },
  // Any of the settings, which have a place of their own.
  'settings:set': { payload: nothing, answer: settingsAnswerSchema },
  'contacts:get': { payload: emptySchema, answer: contactsAnswerSchema },
  'loads:get': { payload: emptySchema, answer: loadsAnswerSchema },
  'contact:accept': contact,
  'contact:return': contact,
  'contact:close': contact,
  'contact:assign': { payload: assignContactSchema, answer: contactAnswerSchema },
  'member:end-sessions': { payload: memberIdSchema, answer: endedAnswerSchema },
  watch: { payload: watchSchema, answer: nothing },
  bye: { payload: byeSchema, answer: nothing },
} satisfies Record<keyof ClientToServerEvents, { payload: z.ZodObject; answer: z.ZodObject }>;

const EVENTS = {
  welcome: welcomeSchema,
  delta: deltaSchema.in,
  settings: nothing,
  contact: contactEventSchema,
  queue: queueSchema,
  revoked: revokedSchema,
} satisfies Record<keyof ServerToClientEvents, z.ZodObject>;

/** The fields of an object as the document writes them. */
function fieldsOf({ shape }: z.ZodObject): readonly string[] {
  return Object.entries<z.ZodType>(shape).map(([name, field]) => {
    return field.def.type === 'optional' ? `${name}?` : name;
  });
}

const SPEC = readDocument('SPEC.md');
const nameIn = (cell = '') => cell.replaceAll('`', '');
const bySeat = (a: SeatStatus, b: SeatStatus) => a.seat - b.seat;
const sorted = (names: readonly string[]) => [...names].sort();

/** The fields that the document has behind the words. */
function fieldsBehind(words: string): readonly string[] {
  const at = SPEC.indexOf(`${words} \`{`);
  expect(at, `SPEC.md does not say: ${words}`).toBeGreaterThan(-1);
  return sorted(fieldsIn(SPEC.slice(at)));
}

describe('SPEC.md has the whole wire:', () => {
  const commands = tableRows(readDocument('SPEC.md', '### Client to server'));
  const events = tableRows(readDocument('SPEC.md', '### Server to client'));

  it('every command and every event', () => {
    expect(sorted(commands.map(([name]) => nameIn(name)))).toEqual(sorted(Object.keys(COMMANDS)));
    expect(sorted(events.map(([name]) => nameIn(name)))).toEqual(sorted(Object.keys(EVENTS)));
  });

  it.each(Object.entries(COMMANDS))('what %s takes and answers', (name, { payload, answer }) => {
    const [, takes = '', answers = ''] = commands.find(([cell]) => nameIn(cell) === name) ?? [];
    expect(sorted(fieldsIn(takes))).toEqual(sorted(fieldsOf(payload)));
    expect(sorted(fieldsIn(answers))).toEqual(sorted(fieldsOf(answer)));
  });

  it.each(Object.entries(EVENTS))('what %s holds', (name, schema) => {
    const [, holds = ''] = events.find(([cell]) => nameIn(cell) === name) ?? [];
    expect(sorted(fieldsIn(holds))).toEqual(sorted(fieldsOf(schema)));
  });

  it('what is in them', () => {
    const { names } = snapshotSchema.in.shape;
    expect(fieldsBehind('A snapshot is')).toEqual(sorted(fieldsOf(snapshotSchema.in)));
    expect(fieldsBehind('`names` is')).toEqual(sorted(fieldsOf(names)));
    const member = names.shape.members.unwrap().element;
    expect(fieldsBehind('each member being')).toEqual(sorted(fieldsOf(member)));
    expect(fieldsBehind('`self` is')).toEqual(sorted(fieldsOf(selfSchema)));
    expect(fieldsBehind('Team settings are')).toEqual(sorted(fieldsOf(settingsSchema)));
    const interval = historyAnswerSchema.shape.intervals.element;
    expect(fieldsBehind('An interval is')).toEqual(sorted(fieldsOf(interval)));
  });

  it('how statuses are packed, so that another client can read them', () => {
    const section = readDocument('SPEC.md', '### Packed statuses');
    const [packed, says] = [...section.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) =>
      JSON.parse(json),
    );
    const [, code = ''] = /```js\n(.*?)```/s.exec(section) ?? [];
    const unpack = new Function(`${code}; return unpack;`)();
    expect(packStatuses(says, packed.at)).toEqual(packed);
    expect(unpack(packed)).toEqual(says);
    const everything = CAUSES.flatMap((cause, row) =>
      STATUSES.flatMap((status, column): SeatStatus[] => {
        const seat = 1 + 2 * (row * STATUSES.length + column);
        const one = { status, cause, since: 1_000 * seat };
        return [
          { seat, ...one },
          { seat: seat + 1, ...one, until: packed.at - 40 + seat },
        ];
      }),
    );
    expect(unpack(packStatuses(everything, packed.at)).sort(bySeat)).toEqual(everything);
  });

  it('what a contact has in each state', () => {
    const common = fieldsBehind('A contact is');
    const states = SPEC.slice(SPEC.indexOf('and what its state adds:')).split('\n', 1)[0] ?? '';
    for (const schema of contactSchema.options) {
      const [state = ''] = schema.shape.state.values;
      expect(fieldsOf(schema)).toEqual(expect.arrayContaining([...common]));
      const [, added = ''] =
        new RegExp(`\`${state}\` has ([^;.]*(?:\\{[^}]*\\})?[^;.]*)`).exec(states) ?? [];
      for (const field of fieldsOf(schema).filter((name) => !common.includes(name))) {
        expect(added, state).toContain(`\`${field}\``);
      }
    }
  });

  it('what a handshake says', () => {
    const [, code = ''] = /handshake's `auth` is:\n\n```js\n(.*?)```/s.exec(SPEC) ?? [];
    for (const [name, field] of Object.entries(handshakeSchema.shape)) {
      expect(code).toMatch(new RegExp(`^  ${name}: `, 'm'));
      const inner = field instanceof z.ZodOptional ? field.unwrap() : field;
      if (!(inner instanceof z.ZodObject)) continue;
      const [, written = ''] = new RegExp(`^  ${name}: (\\{.*?\\})`, 'm').exec(code) ?? [];
      const named = fieldsIn(written).map((one) => one.replace(/:.*/, ''));
      expect(sorted(named)).toEqual(sorted(fieldsOf(inner)));
    }
  });

  it('the status of HTTP with which each code is answered', () => {
    const [, sentence = ''] = /Over HTTP they are (.*), in this order\./.exec(SPEC) ?? [];
    const told = [...sentence.matchAll(/\d{3}/g)].map(([status]) => Number(status));
    expect(told).toEqual(Object.values(HTTP_STATUS));
  });
});
