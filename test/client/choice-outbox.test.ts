import { describe, expect, it, vi } from 'vitest';
import { ChoiceOutbox, type UnsentChoice } from '../../src/client/choice-outbox.ts';
import type { ClientProblemCode, Result } from '../../src/client/client-problem.ts';
import type { ChooseAnswer } from '../../src/shared/protocol/events.ts';
import type { Choose } from '../../src/shared/protocol/schemas.ts';
import { ManualClock } from '../support/manual-clock.ts';

const HOUR = 3_600_000;

const taken: Result<ChooseAnswer> = {
  ok: true,
  value: { choice: 'busy', until: null, status: 'busy', applied: true, version: 1 },
};
const refusal = (code: ClientProblemCode): Result<ChooseAnswer> => ({
  ok: false,
  problem: { code, detail: '' },
});

/** An outbox whose messages wait for a test to answer them. */
function outbox(stored: UnsentChoice | null = null) {
  const clock = new ManualClock();
  const sent: { readonly message: Choose; answer(result: Result<ChooseAnswer>): void }[] = [];
  const kept: { choice: UnsentChoice | null } = { choice: stored };
  const refused: UnsentChoice[] = [];
  const box = new ChoiceOutbox({
    clock,
    store: {
      load: () => kept.choice,
      save: (choice) => {
        kept.choice = choice;
      },
    },
    send: (message) => new Promise((answer) => sent.push({ message, answer })),
    onChange: () => undefined,
    onRefused: (choice) => refused.push(choice),
  });
  return { clock, sent, kept, refused, box };
}

describe('outbox of choices', () => {
  it('PR10 holds a choice until the server has it', async () => {
    const { box, sent, kept } = outbox();
    const chosen = box.choose({ choice: 'busy' });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect(kept.choice).toMatchObject({ choice: 'busy' });
    sent[0]?.answer(taken);
    expect(await chosen).toMatchObject({ value: { kind: 'acknowledged' } });
    expect(box.waiting).toBeNull();
    expect(kept.choice).toBeNull();
  });

  it('PR10 sends what the member wants now, not what they wanted before', async () => {
    const { box, sent } = outbox();
    const first = box.choose({ choice: 'busy' });
    const second = box.choose({ choice: 'online' });
    const third = box.choose({ choice: 'busy', forSeconds: 600 });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    sent[0]?.answer(taken);
    expect(await first).toMatchObject({ ok: true });
    expect(await second).toEqual({ ok: true, value: { kind: 'kept' } });
    await vi.waitFor(() => expect(sent).toHaveLength(2));
    sent[1]?.answer(taken);
    await third;
    expect(sent.map(({ message }) => message)).toMatchObject([
      { choice: 'busy' },
      { choice: 'busy', forSeconds: 600 },
    ]);
  });

  it.each(['no-answer', 'unavailable', 'rate-limited'] as const)(
    'PR10 tries again after %s, on the same connection',
    async (code) => {
      const { box, clock, sent } = outbox();
      const chosen = box.choose({ choice: 'busy' });
      await vi.waitFor(() => expect(sent).toHaveLength(1));
      sent[0]?.answer(refusal(code));
      expect(await chosen).toEqual({ ok: true, value: { kind: 'kept' } });
      clock.advance(5_000);
      await vi.waitFor(() => expect(sent).toHaveLength(2));
      expect(sent[1]?.message).toMatchObject({ choice: 'busy', ageMs: 5_000 });
    },
  );

  it('PR10 waits for the next connection where there is none', async () => {
    const { box, clock, sent } = outbox();
    const chosen = box.choose({ choice: 'busy' });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    sent[0]?.answer(refusal('not-connected'));
    await chosen;
    expect(clock.pending).toBe(0);
    box.deliver();
    expect(sent).toHaveLength(2);
  });

  it('PR10 forgets what is refused for good, and tells whoever is not waiting any more', async () => {
    const { box, sent, kept, refused } = outbox({ choice: 'busy', madeAt: 0 });
    box.deliver();
    sent[0]?.answer(refusal('invalid'));
    await vi.waitFor(() => expect(refused).toHaveLength(1));
    expect(kept.choice).toBeNull();
  });

  it('PR10 gives a choice from before a restart its age by the computer’s clock', () => {
    const { box, clock, sent, kept } = outbox();
    kept.choice = null;
    const restarted = outbox({ choice: 'busy', madeAt: clock.now() - 2 * HOUR });
    restarted.box.deliver();
    expect(restarted.sent[0]?.message.ageMs).toBe(2 * HOUR);
    expect(box.waiting).toBeNull();
    expect(sent).toEqual([]);
  });

  it('PR10 a clock that was set back makes no choice younger than it is, and none come from the future', async () => {
    const { box, clock, sent } = outbox();
    const chosen = box.choose({ choice: 'busy' });
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    sent[0]?.answer(refusal('not-connected'));
    await chosen;
    clock.advance(HOUR);
    clock.setForward(-5 * HOUR);
    box.deliver();
    expect(sent[1]?.message.ageMs).toBe(HOUR);
    const future = outbox({ choice: 'busy', madeAt: clock.now() + 50 * HOUR });
    future.box.deliver();
    expect(future.sent[0]?.message.ageMs).toBe(0);
  });
});
