import { assertNever } from '../../shared/domain/assert-never.ts';
import { between, type Random, weighted } from './random.ts';

/** What a simulated colleague is doing. */
export type Doing = 'working' | 'busy' | 'away' | 'locked' | 'gone';

export type Step =
  | { readonly kind: 'choose-online' }
  | { readonly kind: 'choose-busy'; readonly note?: string; readonly forSeconds?: number }
  | { readonly kind: 'leave-computer' }
  | { readonly kind: 'lock' }
  | { readonly kind: 'come-back' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'sign-in' };

const NOTES = ['On a call', 'Writing a reply', 'In a meeting', 'Training a colleague'];

/** What the eleven are doing when the demo starts. */
export const FIRST_SCENE: readonly Doing[] = [
  'working',
  'busy',
  'working',
  'locked',
  'working',
  'busy',
  'working',
  'gone',
  'working',
  'busy',
  'working',
];

/** How long until the next one does something, in milliseconds: 10 to 40 seconds. */
export function nextPause(random: Random): number {
  return between(random, 10_000, 40_000);
}

/** Something a person who is doing this may plausibly do next, so that the team stays mixed. */
export function nextStep(doing: Doing, random: Random): Step {
  switch (doing) {
    case 'working':
      return weighted<Step>(random, [
        [busyStep(random), 5],
        [{ kind: 'leave-computer' }, 2],
        [{ kind: 'lock' }, 2],
        [{ kind: 'quit' }, 1],
      ]);
    case 'busy':
      return weighted<Step>(random, [
        [{ kind: 'choose-online' }, 7],
        [{ kind: 'lock' }, 2],
        [{ kind: 'leave-computer' }, 1],
      ]);
    case 'away':
    case 'locked':
      return { kind: 'come-back' };
    case 'gone':
      return { kind: 'sign-in' };
    default:
      return assertNever(doing);
  }
}

/** How likely this person is the next to do something: absences are shorter than work. */
export function restlessness(doing: Doing): number {
  switch (doing) {
    case 'working':
      return 2;
    case 'busy':
    case 'away':
    case 'locked':
      return 4;
    case 'gone':
      return 3;
    default:
      return assertNever(doing);
  }
}

export function busyStep(random: Random): Step {
  const note = weighted(random, [
    ...NOTES.map((text) => [text, 1] as const),
    [null, NOTES.length] as const,
  ]);
  return {
    kind: 'choose-busy',
    ...(note === null ? {} : { note }),
    ...(random() < 0.3 ? { forSeconds: between(random, 1, 4) * 900 } : {}),
  };
}
