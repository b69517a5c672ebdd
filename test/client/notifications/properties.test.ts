import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { TeamNotice } from '../../../src/client/notifications/notice.ts';
import { isQuiet } from '../../../src/client/notifications/quiet.ts';
import type { Wishes } from '../../../src/client/notifications/wishes.ts';
import { STATUSES, type Status } from '../../../src/shared/domain/status.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { EVERYTHING, ME, MINUTE, SECOND, SeenTeamOnScreen } from './seen-team.ts';

const PEOPLE = [ME, 'anna', 'ben', 'cleo', 'dora'];
const SEED = 20_260_309;

type Step =
  | { readonly do: 'change'; readonly who: string; readonly to: Status }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'lose' | 'reconnect' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('change' as const),
      who: fc.constantFrom(...PEOPLE),
      to: fc.constantFrom(...STATUSES),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.oneof(fc.integer({ min: 1, max: 4 * SECOND }), fc.integer({ min: 1, max: 90_000 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('lose' as const, 'reconnect' as const) }),
  },
);

const wish: fc.Arbitrary<Wishes> = fc.record({
  notifyAbout: fc.constantFrom('everyone' as const, 'watched' as const),
  watched: fc.constant(new Set(['anna', 'ben'])),
  quietWhileBusy: fc.boolean(),
  quietHours: fc.constantFrom(null, { from: '08:58', to: '09:02' }, { from: '09:01', to: '08:00' }),
});

type Told = { readonly at: number; readonly notice: TeamNotice; readonly quiet: boolean };

/** Plays steps, and gives what was told, when, and whether it was quiet then. */
function play(steps: readonly Step[], wishes: Wishes): { team: SeenTeamOnScreen; told: Told[] } {
  const clock = new ManualClock(new Date(2026, 2, 9, 9).getTime());
  const told: Told[] = [];
  const team = new SeenTeamOnScreen({
    clock,
    wishes,
    statuses: Object.fromEntries(PEOPLE.map((name) => [name, 'online' as const])),
    onTold: (notice) => {
      const quiet = isQuiet(wishes, team.statusOf(ME), clock.now());
      told.push({ at: clock.steady(), notice, quiet });
    },
  });
  for (const one of steps) {
    switch (one.do) {
      case 'change':
        team.change({ [one.who]: one.to });
        break;
      case 'wait':
        clock.advance(one.ms);
        break;
      case 'lose':
        team.connection('not-connected');
        break;
      case 'reconnect':
        team.connection('live');
        break;
    }
  }
  return { team, told };
}

/** Who a notice tells of, and where it says they are. */
function peopleIn(notice: TeamNotice): readonly { readonly id: string; readonly to: Status }[] {
  if (notice.kind !== 'changes' && notice.kind !== 'digest') return [];
  return notice.changes.map(({ member, to }) => ({ id: member.memberId, to }));
}

function always(holds: (steps: readonly Step[], wishes: Wishes) => boolean): void {
  const steps = fc.array(step, { maxLength: 60 });
  fc.assert(fc.property(steps, wish, holds), { seed: SEED, numRuns: 2_000 });
}

describe('whatever happens', () => {
  it('NO1 NO2 nobody is told of themselves, nor of whom they do not want to hear', () => {
    always((steps, wishes) =>
      play(steps, wishes).told.every(({ notice }) =>
        peopleIn(notice).every(
          ({ id }) => id !== ME && (wishes.notifyAbout === 'everyone' || wishes.watched.has(id)),
        ),
      ),
    );
  });

  it('NO4 nothing is told while it is quiet', () => {
    always((steps, wishes) => play(steps, wishes).told.every(({ quiet }) => !quiet));
  });

  it('NO3 nobody is told of twice within 3 s', () => {
    always((steps, wishes) => {
      const last = new Map<string, number>();
      return play(steps, wishes).told.every(({ at, notice }) =>
        peopleIn(notice).every(({ id }) => {
          const before = last.get(id);
          last.set(id, at);
          return before === undefined || at - before >= 3 * SECOND;
        }),
      );
    });
  });

  it('NO3 each notice tells something new', () => {
    always((steps, wishes) => {
      const { told } = play(steps, { ...wishes, quietHours: null, quietWhileBusy: false });
      const last = new Map<string, Status>();
      return told.every(({ notice }) =>
        peopleIn(notice).every(({ id, to }) => {
          const before = last.get(id) ?? 'online';
          last.set(id, to);
          return before !== to;
        }),
      );
    });
  });

  it('NO3 the last that was told of somebody is what is, once they are steady', () => {
    always((steps) => {
      const { team, told } = play(steps, EVERYTHING_ALWAYS);
      team.connection('live');
      team.clock.advance(2 * MINUTE);
      const last = new Map(told.flatMap(({ notice }) => peopleIn(notice)).map((p) => [p.id, p.to]));
      return PEOPLE.every((id) => id === ME || team.statusOf(id) === (last.get(id) ?? 'online'));
    });
  });

  it('nothing is waited for once everybody is steady', () => {
    always((steps, wishes) => {
      const { team } = play(steps, wishes);
      team.clock.advance(2 * MINUTE);
      return team.clock.pending === 0;
    });
  });
});

const EVERYTHING_ALWAYS: Wishes = { ...EVERYTHING, quietWhileBusy: false };
