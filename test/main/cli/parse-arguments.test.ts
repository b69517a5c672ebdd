import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseArguments } from '../../../src/main/cli/parse-arguments.ts';
import { outsideRequestSchema } from '../../../src/main/requests/outside-request.ts';
import { problemWords } from '../../../src/main/requests/request-problem.ts';
import { CHOICES } from '../../../src/shared/domain/status.ts';
import { createTranslator } from '../../support/translators.ts';

const t = createTranslator('en');
const parse = (...args: string[]) => parseArguments(args, t, '1.2.3');

describe('CL1 a command line', () => {
  it.each([
    [['status'], { do: 'status', watch: false }, false],
    [['status', '--json', '--watch'], { do: 'status', watch: true }, true],
    [['team', '--watch'], { do: 'team', watch: true }, false],
    [['online'], { do: 'choose', choice: 'online', duration: 'open' }, false],
    [
      ['online', '--note', 'Back'],
      { do: 'choose', choice: 'online', duration: 'open', note: 'Back' },
      false,
    ],
    [
      ['busy', '--for=90m', '--note', ' Lunch '],
      { do: 'choose', choice: 'busy', duration: { seconds: 5400 }, note: 'Lunch' },
      false,
    ],
    [
      ['busy', '--until', '14:30'],
      { do: 'choose', choice: 'busy', duration: { hour: 14, minute: 30 } },
      false,
    ],
    [
      ['status', 'busy', '--for', '30m'],
      { do: 'choose', choice: 'busy', duration: { seconds: 1800 } },
      false,
    ],
    [['contacts', '--json'], { do: 'contacts', watch: false }, true],
    [['contact', 'accept'], { do: 'contact', act: 'accept' }, false],
    [['contact', 'return', '0f3a'], { do: 'contact', act: 'return', contact: '0f3a' }, false],
    [['open'], { do: 'open' }, false],
    [['open', 'own-status'], { do: 'open', place: 'own-status' }, false],
  ])('%j is understood', (args, request, json) => {
    expect(parse(...args)).toEqual({ kind: 'request', request, json });
  });

  it.each([
    [['bussy'], 'unknown-request', 'bussy'],
    [['quit'], 'unknown-request', 'quit'],
    [['offline'], 'offline', ''],
    [['offline', '--for', '30m'], 'offline', ''],
    [['status', 'offline'], 'offline', ''],
    [['status', 'away'], 'unexpected', 'away'],
    [['status', '--yaml'], 'unknown-option', '--yaml'],
    [['status', 'busy', '--json'], 'unknown-option', '--json'],
    [['busy', '--for'], 'missing-value', '--for <duration>'],
    [['busy', '--for', '4m'], 'bad-duration', '4m'],
    [['busy', '--for', '30m', '--for', '30m'], 'repeated', '30m'],
    [['busy', '--for', '30m', '--until', '14:30'], 'for-and-until', ''],
    [['busy', '--until', '25:00'], 'bad-time', '25:00'],
    [['busy', '--note', 'a\u0000b'], 'bad-note', 'ab'],
    [['busy', '--note', 'x'.repeat(81)], 'bad-note', `${'x'.repeat(39)}…`],
    [['online', '--for', '30m'], 'unknown-option', '--for'],
    [['contact', 'take'], 'unknown-request', 'take'],
    [['contact', 'accept', '../x'], 'unexpected', '../x'],
    [['contact', 'accept', 'a', 'b'], 'unexpected', 'a, b'],
    [['open', 'roster'], 'unexpected', 'roster'],
    [['completions'], 'missing-value', 'shell'],
    [['completions', 'cmd'], 'unexpected', 'cmd'],
  ])('%j is refused', (args, code, given) => {
    expect(parse(...args)).toEqual({ kind: 'not-understood', problem: { code, given } });
  });

  it('of 10 MB, or of a hundred arguments, is not even looked at', () => {
    const problem = { code: 'too-long', given: '' };
    const long = ['busy', '--note', 'x'.repeat(10 * 1024 * 1024)];
    const many = Array.from({ length: 100 }, () => 'busy');
    for (const args of [long, many]) {
      expect(parse(...args)).toEqual({ kind: 'not-understood', problem });
    }
  });

  it('explains itself, every command and in both languages', () => {
    for (const args of [[], ['--help'], ['help'], ['help', 'busy'], ['team', '-h']]) {
      expect(parse(...args)).toMatchObject({ kind: 'text', text: /^Usage: ampel/ });
    }
    const german = parseArguments(['--help'], createTranslator('de'), '1.2.3');
    const text = german.kind === 'text' ? german.text : '';
    expect(text).not.toMatch(/Usage|Options|Commands|display help|output the version|undefined/);
    expect(parse('--version')).toEqual({ kind: 'text', text: '1.2.3\n' });
  });

  it('of any kind is understood or refused in words, and never anything else', () => {
    const known = [
      'status',
      ...CHOICES,
      'offline',
      'open',
      'team',
      'contacts',
      'contact',
      'accept',
      '--for',
      '--until',
      '--note',
    ];
    const values = ['30m', '14:30', '--json', '--', '-', '-h', '--note=', 'Lunch', ''];
    const argument = fc.oneof(
      fc.constantFrom(...known, ...values, 'help', 'completions', 'bash', '__proto__'),
      fc.string({ unit: 'binary' }),
    );
    fc.assert(
      fc.property(fc.array(argument, { maxLength: 6 }), (args) => {
        const parsed = parse(...args);
        if (parsed.kind === 'request') {
          expect(outsideRequestSchema.safeParse(parsed.request).success).toBe(true);
        }
        if (parsed.kind === 'not-understood') {
          expect(problemWords(parsed.problem, t)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]|\{\{/u);
          expect([...parsed.problem.given].length).toBeLessThanOrEqual(40);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('is understood as it was meant, whatever the note says', () => {
    const note = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .map((text) => text.replaceAll(/\p{Cc}/gu, '').trim())
      .filter((text) => text !== '' && text.length <= 80);
    fc.assert(
      fc.property(
        note,
        fc.integer({ min: 0, max: 23 }),
        fc.integer({ min: 5, max: 59 }),
        (...all) => {
          const [text, hours, minutes] = all;
          expect(parse('busy', `--note=${text}`, '--for', `${hours}h${minutes}m`)).toMatchObject({
            request: { duration: { seconds: hours * 3600 + minutes * 60 }, note: text },
          });
        },
      ),
    );
  });
});
