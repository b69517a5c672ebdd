import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkAmong, linkToOpen, readLink } from '../../../src/main/requests/link.ts';
import { OPEN_PLACES, outsideRequestSchema } from '../../../src/main/requests/outside-request.ts';
import { problemWords } from '../../../src/main/requests/request-problem.ts';
import { CHOICES } from '../../../src/shared/domain/status.ts';
import { createTranslator } from '../../support/translators.ts';

const t = createTranslator('en');

/** A link for a choice, written as a browser or a script would. */
const linkFor = (choice: string, options: Record<string, string>): string =>
  `ampel://status/${choice}?${new URLSearchParams(options)}`;

describe('CL2 a link', () => {
  it.each([
    ['ampel://status/online', { do: 'choose', choice: 'online', duration: 'open' }],
    ['ampel://status/busy', { do: 'choose', choice: 'busy', duration: 'open' }],
    ['AMPEL://status/busy/', { do: 'choose', choice: 'busy', duration: 'open' }],
    [
      'ampel://status/busy?for=1h30m&note=Lunch%20%26%20a+walk',
      { do: 'choose', choice: 'busy', duration: { seconds: 5400 }, note: 'Lunch & a walk' },
    ],
    [
      'ampel://status/busy?until=9:05',
      { do: 'choose', choice: 'busy', duration: { hour: 9, minute: 5 } },
    ],
    ['ampel://open', { do: 'open' }],
    ['ampel://open/', { do: 'open' }],
    ['ampel://open/settings', { do: 'open', place: 'settings' }],
  ])('%s is understood', (link, request) => {
    expect(readLink(link)).toEqual({ ok: true, request });
  });

  it.each([
    ['ampel://status/offline', 'offline'],
    ['ampel:status/busy', 'unknown-request'],
    ['ampel://', 'unknown-request'],
    ['ampel://quit', 'unknown-request'],
    ['ampel://sign-out', 'unknown-request'],
    ['ampel://open/https://example.com', 'unknown-request'],
    ['ampel://user@status/busy', 'unknown-request'],
    ['ampel://status/busy#note', 'unknown-request'],
    ['ampel://status/busy\n', 'unknown-request'],
    ['ampel://status/bu\tsy', 'unknown-request'],
    ['https://status/busy', 'unknown-request'],
    ['ampel://status/busy?for=30m&for=60m', 'repeated'],
    ['ampel://status/busy?note=a&n%6Fte=b', 'repeated'],
    ['ampel://status/busy?for=30m&until=14:00', 'for-and-until'],
    ['ampel://status/online?for=30m', 'unknown-option'],
    ['ampel://open?note=a', 'unknown-option'],
    ['ampel://status/busy?force', 'unknown-option'],
    ['ampel://status/busy?for', 'bad-duration'],
    ['ampel://status/busy?for=4m', 'bad-duration'],
    ['ampel://status/busy?for=24h1m', 'bad-duration'],
    ['ampel://status/busy?for=30', 'bad-duration'],
    ['ampel://status/busy?for=-30m', 'bad-duration'],
    ['ampel://status/busy?for=1e9m', 'bad-duration'],
    ['ampel://status/busy?until=24:00', 'bad-time'],
    ['ampel://status/busy?note=', 'bad-note'],
    ['ampel://status/busy?note=a%0Ab', 'bad-note'],
    ['ampel://status/busy?note=a%00b', 'bad-note'],
    [`ampel://status/busy?note=${'x'.repeat(81)}`, 'bad-note'],
    ['ampel://status/busy?note=%E0%A4', 'unreadable'],
    ['ampel://status/busy?note=%zz', 'unreadable'],
  ])('%j is refused', (link, code) => {
    expect(readLink(link)).toMatchObject({ ok: false, problem: { code } });
  });

  it('of 10 MB is not even looked at', () => {
    const link = `ampel://status/busy?note=${'x'.repeat(10 * 1024 * 1024)}`;
    expect(readLink(link)).toEqual({ ok: false, problem: { code: 'too-long', given: '' } });
  });

  it('is understood as it was meant, whatever the note says', () => {
    const note = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
      .map((text) => text.replaceAll(/\p{Cc}/gu, '').trim())
      .filter((text) => text !== '' && text.length <= 80);
    fc.assert(
      fc.property(
        fc.constantFrom(...CHOICES),
        note,
        fc.integer({ min: 5, max: 1440 }),
        (...args) => {
          const [choice, text, minutes] = args;
          const options = choice === 'busy' ? { for: `${minutes}m`, note: text } : { note: text };
          const link = linkFor(choice, options);
          fc.pre(link.length <= 1024);
          expect(readLink(link)).toEqual({
            ok: true,
            request: {
              do: 'choose',
              choice,
              duration: choice === 'busy' ? { seconds: minutes * 60 } : 'open',
              note: text,
            },
          });
        },
      ),
    );
    for (const place of OPEN_PLACES) {
      expect(readLink(linkToOpen(place))).toEqual({ ok: true, request: { do: 'open', place } });
    }
  });

  it('of any kind is understood or refused in words, and never anything else', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('status', 'busy', 'open', '/', '?', '&', '=', 'for=30m', 'note', '%', '%41'),
    );
    const link = fc.array(part, { maxLength: 8 }).map((parts) => `ampel://${parts.join('')}`);
    fc.assert(
      fc.property(link, (text) => {
        const read = readLink(text);
        if (read.ok) expect(outsideRequestSchema.safeParse(read.request).success).toBe(true);
        else {
          const words = problemWords(read.problem, t);
          expect(words).not.toMatch(/[\p{Cc}\p{Bidi_Control}]|\{\{|^request\./u);
          expect([...read.problem.given].length).toBeLessThanOrEqual(40);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is found among the arguments of a start', () => {
    expect(linkAmong(['/opt/Ampel/ampel', '--hidden', 'Ampel://open'])).toBe('Ampel://open');
    expect(linkAmong(['/opt/Ampel/ampel', '/home/ampel/x'])).toBeNull();
  });
});
