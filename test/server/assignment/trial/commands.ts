import fc from 'fast-check';
import { STATUSES } from '../../../../src/shared/domain/status.ts';

/** The first is the owner, who stays one and is never switched off. */
export const MEMBERS = ['m0', 'm1', 'm2', 'm3'] as const;

export const KEYS = ['k0', 'k1', 'k2'] as const;

const member = fc.constantFrom(...MEMBERS);
/** Which of the contacts that there are. */
const contact = fc.nat(20);
/** Who does it: whoever has the contact, a member, or the integration. */
const actor = fc.oneof(
  { weight: 4, arbitrary: fc.constant('holder' as const) },
  { weight: 1, arbitrary: fc.constantFrom(...MEMBERS, 'shop' as const) },
);

const command = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('put' as const),
      count: fc.integer({ min: 1, max: 4 }),
      externalId: fc.constantFrom(null, null, 'x', 'y'),
    }),
  },
  /** What the shop asks for under a key, perhaps once more. */
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('put-once' as const), key: fc.constantFrom(...KEYS) }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('status' as const),
      member,
      status: fc.constantFrom(...STATUSES, 'online' as const),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom('accept' as const, 'return' as const, 'close' as const),
      contact,
      actor,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('assign' as const), contact, member }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('member' as const),
      member,
      change: fc.oneof(
        fc.record({ capacity: fc.nat(3) }),
        fc.record({ receivesContacts: fc.boolean() }),
        fc.record({ active: fc.boolean() }),
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('settings' as const),
      change: fc.oneof(
        fc.record({ assignOnlyOnline: fc.boolean() }),
        fc.record({ holdSeconds: fc.constantFrom(0, 60) }),
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(0, 1_000, 61_000),
    }),
  },
  /** Lets what is under way get a little further, or (null) come to its end. */
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      turns: fc.constantFrom(null, 1, 3, 10),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('fault' as const),
      afterSteps: fc.nat(12),
      fate: fc.constantFrom('outage' as const, 'dies' as const),
    }),
  },
);
export type Command = typeof command extends fc.Arbitrary<infer C> ? C : never;

export const commands: fc.Arbitrary<Command[]> = fc.array(command, {
  minLength: 5,
  maxLength: 40,
  size: 'max',
});
