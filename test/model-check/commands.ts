import fc from 'fast-check';
import type { LockPolicy } from '../../src/shared/domain/settings.ts';
import type { Choice } from '../../src/shared/domain/status.ts';
import { SOURCES, type Source } from './simulation/computer.ts';
import type { Fate } from './simulation/interruptible.ts';
import { DEVICES } from './simulation/team.ts';

/** What can be done to a device; `device` is its place in {@link DEVICES}. */
export type DeviceAction =
  | { readonly do: 'input' }
  /** Input every `pauseMs`, unlocking the screen first. */
  | { readonly do: 'work'; readonly forMs: number; readonly pauseMs: number }
  /** A click in Ampel itself. */
  | { readonly do: 'use-ampel' }
  /** Somebody looks at what is recorded of them. */
  | { readonly do: 'read-record' }
  | { readonly do: 'lock'; readonly forMs: number }
  | {
      readonly do: 'choose';
      readonly choice: Choice;
      readonly forSeconds: number | null;
      readonly hasNote: boolean;
    }
  | { readonly do: 'sign-out'; readonly forMs: number }
  | { readonly do: 'quit'; readonly forMs: number }
  /** Of the app, or, where silent, of the computer. */
  | { readonly do: 'crash'; readonly isSilent: boolean; readonly forMs: number }
  /** The app has `goodbyeMs` before the sleep, or does not hear of it. */
  | { readonly do: 'sleep'; readonly goodbyeMs: number | null; readonly forMs: number }
  | { readonly do: 'idle-source'; readonly source: Source; readonly forMs: number }
  /** What is sent in this direction gets lost, and nobody hears of it. */
  | { readonly do: 'lose'; readonly direction: 'up' | 'down' | 'both'; readonly forMs: number }
  /** The device has no network and knows it. */
  | { readonly do: 'unplug'; readonly forMs: number }
  /** The connection ends, at one end only where the other does not hear of it. */
  | { readonly do: 'reset'; readonly seenBy: 'both' | 'client' | 'server' }
  | {
      readonly do: 'slow';
      readonly upMs: number;
      readonly downMs: number;
      readonly jitterMs: number;
      readonly forMs: number;
    }
  /** The next command arrives twice, a report the second time after newer ones. */
  | { readonly do: 'duplicate' }
  /** The next change is not told to the device, which no TCP would do. */
  | { readonly do: 'leave-out' }
  | { readonly do: 'set-timeout'; readonly minutes: number }
  | { readonly do: 'set-lock-policy'; readonly policy: LockPolicy }
  | { readonly do: 'set-clock'; readonly byMs: number };

export type ServerAction =
  | { readonly do: 'stop'; readonly forMs: number }
  /** Of the process, or, where silent, of the computer. */
  | { readonly do: 'crash'; readonly isSilent: boolean; readonly forMs: number }
  /** In the middle of what it does. */
  | {
      readonly do: 'crash-at-write';
      readonly writes: number;
      readonly fate: Exclude<Fate, 'works'>;
      readonly forMs: number;
    }
  /** Another process leads from now on; where there is none that could, nothing happens. */
  | { readonly do: 'hand-over'; readonly isOrderly: boolean }
  /** The gateway hears nothing of what the team is told, where that does not come from its own process. */
  | { readonly do: 'cut-log'; readonly forMs: number }
  | { readonly do: 'set-clock'; readonly byMs: number };

/** One step of a run. `forMs` is after how long what was done is undone again. */
export type Command =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'device'; readonly device: number; readonly action: DeviceAction }
  | { readonly kind: 'server'; readonly action: ServerAction }
  /** Lets everything come to rest, and looks whether all know the same. */
  | { readonly kind: 'rest' };

/** A whole run, complete as it stands: the same one every time. */
export type Run = { readonly seed: number; readonly commands: readonly Command[] };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const between = (min: number, max: number) => fc.integer({ min, max });

/** From a moment to the better part of an hour, the short ones more often. */
const duration = fc.oneof(
  { weight: 3, arbitrary: between(1, 500) },
  { weight: 4, arbitrary: between(500, 5 * SECOND) },
  { weight: 6, arbitrary: between(5 * SECOND, 40 * SECOND) },
  { weight: 3, arbitrary: between(40 * SECOND, 5 * MINUTE) },
  { weight: 1, arbitrary: between(5 * MINUTE, 40 * MINUTE) },
);

const clockJump = fc.oneof(between(-30 * SECOND, 30 * SECOND), between(-3 * HOUR, 3 * HOUR));

/** Nobody goes on for long without a pause that a look each second would see (PR12). */
const pause = fc.oneof(between(2_200, 9_000), between(9_000, 55_000));

const deviceAction: fc.Arbitrary<DeviceAction> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('input') }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('work'), forMs: duration, pauseMs: pause }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('use-ampel') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('read-record') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('lock'), forMs: duration }) },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('choose'),
      choice: fc.constantFrom('online', 'busy'),
      forSeconds: fc.oneof(
        { weight: 3, arbitrary: fc.constant(null) },
        { weight: 3, arbitrary: between(300, 600) },
        { weight: 1, arbitrary: between(300, 86_400) },
      ),
      hasNote: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('sign-out'), forMs: duration }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('quit'), forMs: duration }) },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('crash'), isSilent: fc.boolean(), forMs: duration }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('sleep'),
      goodbyeMs: fc.oneof(fc.constant(null), between(0, 2_000)),
      forMs: duration,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('idle-source'),
      source: fc.constantFrom(...SOURCES),
      forMs: duration,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('lose'),
      direction: fc.constantFrom('both', 'up', 'down'),
      forMs: duration,
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unplug'), forMs: duration }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('reset'),
      seenBy: fc.constantFrom('both', 'client', 'server'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('slow'),
      upMs: between(0, 4 * SECOND),
      downMs: between(0, 4 * SECOND),
      jitterMs: between(0, 2 * SECOND),
      forMs: duration,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('duplicate') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave-out') }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('set-timeout'),
      minutes: fc.oneof(
        { weight: 4, arbitrary: between(1, 3) },
        { weight: 1, arbitrary: between(1, 60) },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('set-lock-policy'),
      policy: fc.constantFrom('offline', 'ignore'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set-clock'), byMs: clockJump }) },
);

const serverAction: fc.Arbitrary<ServerAction> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('stop'), forMs: duration }) },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('crash'), isSilent: fc.boolean(), forMs: duration }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('crash-at-write'),
      writes: between(1, 5),
      fate: fc.constantFrom('dies-before', 'dies-after'),
      forMs: duration,
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('hand-over'), isOrderly: fc.boolean() }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut-log'), forMs: duration }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('set-clock'), byMs: clockJump }) },
);

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.record({
      kind: fc.constant('pass'),
      ms: fc.oneof(
        { weight: 5, arbitrary: between(1, 400) },
        { weight: 6, arbitrary: between(400, 8 * SECOND) },
        { weight: 6, arbitrary: between(8 * SECOND, 70 * SECOND) },
        { weight: 1, arbitrary: between(70 * SECOND, 20 * MINUTE) },
      ),
    }),
  },
  {
    weight: 64,
    arbitrary: fc.record({
      kind: fc.constant('device'),
      device: between(0, DEVICES.length - 1),
      action: deviceAction,
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({ kind: fc.constant('server'), action: serverAction }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rest') }) },
);

/** Most commands of a run. */
const MAX_COMMANDS = 128;

export const runs: fc.Arbitrary<Run> = fc.record({
  seed: fc.noShrink(between(0, 2 ** 31 - 1)),
  commands: fc.array(command, { minLength: 1, maxLength: MAX_COMMANDS, size: 'max' }),
});
