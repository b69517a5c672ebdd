import { describe, expect, it } from 'vitest';
import { type CommandTargets, runCommand } from '../../src/main/commands.ts';
import type { ChoiceRequest } from '../../src/shared/domain/choice.ts';

const NOW = new Date(2026, 2, 2, 14, 0).getTime();

/** What a command comes to. */
class Targets implements CommandTargets {
  readonly chosen: ChoiceRequest[] = [];
  now = () => NOW;
  choose = async (request: ChoiceRequest) => {
    this.chosen.push(request);
    return { ok: true } as const;
  };
  open = () => undefined;
  prefer = () => ({ ok: true }) as const;
  watch = async () => ({ ok: true }) as const;
  actOnContact = this.watch;
  assign = this.watch;
  signOut = async () => undefined;
  quit = () => undefined;
}

describe('PR8 a choice', () => {
  it.each([
    ['open', undefined],
    ['1-hour', 3600],
    [{ seconds: 5400 }, 5400],
    [{ hour: 14, minute: 30 }, 1800],
    [{ hour: 13, minute: 59 }, 24 * 3600 - 60],
  ] as const)('for %j is sent as %s seconds', async (duration, forSeconds) => {
    const targets = new Targets();
    const command = { do: 'choose', choice: 'busy', duration, note: 'Lunch' } as const;
    expect(await runCommand(command, targets)).toEqual({ ok: true });
    expect(targets.chosen).toEqual([{ choice: 'busy', forSeconds, note: 'Lunch' }]);
  });

  it('until a time too near is refused and not made', async () => {
    const targets = new Targets();
    const duration = { hour: 14, minute: 4 };
    expect(await runCommand({ do: 'choose', choice: 'busy', duration }, targets)).toEqual({
      ok: false,
      problem: { code: 'too-soon' },
    });
    expect(targets.chosen).toEqual([]);
  });
});
