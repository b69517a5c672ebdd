import { describe, expect, it } from 'vitest';
import { followView, type ViewState } from '../../src/renderer/bridge/follow-view.ts';
import { type Text, toText } from '../../src/shared/bridge/text.ts';
import type { NumberedView, ViewUpdate } from '../../src/shared/bridge/view-update.ts';
import { teamView } from './views.ts';

/** An app whose answers and updates arrive when the test says so. */
function appBehindTheBridge() {
  const listeners = new Set<(update: Text<ViewUpdate>) => void>();
  const asked: PromiseWithResolvers<Text<NumberedView>>[] = [];
  const shown: ViewState[] = [];
  const end = followView(
    {
      getView: () => {
        const answer = Promise.withResolvers<Text<NumberedView>>();
        asked.push(answer);
        return answer.promise;
      },
      onViewUpdate: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    (state) => shown.push(state),
  );
  return {
    shown,
    end,
    timesAsked: () => asked.length,
    send: (update: ViewUpdate) => {
      for (const listener of listeners) listener(toText(update));
    },
    async answer(question: number, view: NumberedView) {
      asked[question]?.resolve(toText(view));
      await new Promise((resolve) => setImmediate(resolve));
    },
    async fail(question: number, error: Error) {
      asked[question]?.reject(error);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const numbered = (number: number): NumberedView => ({
  number,
  view: teamView({ server: `https://${number}.example.com` }),
});
const { members: _, ...withoutMembers } = teamView();
const changes = (number: number): ViewUpdate => ({
  kind: 'changes',
  number,
  view: { ...withoutMembers, server: `https://${number}.example.com` },
  changed: [],
});
const serverOf = (state: ViewState | undefined) =>
  state?.kind === 'shown' && state.view.kind === 'team' ? state.view.server : null;

describe('the view a window shows', () => {
  it('is the app’s when it opens, and follows every change', async () => {
    const app = appBehindTheBridge();
    await app.answer(0, numbered(3));
    app.send(changes(4));
    app.send(changes(5));
    expect(app.shown.map(serverOf)).toEqual([3, 4, 5].map((n) => `https://${n}.example.com`));
    expect(app.timesAsked()).toBe(1);
  });

  it('is asked for again where a change was missed', async () => {
    const app = appBehindTheBridge();
    await app.answer(0, numbered(3));
    app.send(changes(5));
    expect(app.timesAsked()).toBe(2);
    await app.answer(1, numbered(5));
    expect(serverOf(app.shown.at(-1))).toBe('https://5.example.com');
  });

  it('is asked for again where the answer is older than a change that came before it', async () => {
    const app = appBehindTheBridge();
    app.send(changes(4));
    await app.answer(0, numbered(3));
    expect(app.timesAsked()).toBe(2);
    await app.answer(1, numbered(4));
    expect(serverOf(app.shown.at(-1))).toBe('https://4.example.com');
  });

  it('is not set back by an answer that comes late', async () => {
    const app = appBehindTheBridge();
    app.send({ kind: 'whole', ...numbered(9) });
    await app.answer(0, numbered(3));
    expect(app.shown.map(serverOf)).toEqual(['https://9.example.com']);
  });

  it('is an error where nothing can be had at all', async () => {
    const app = appBehindTheBridge();
    await app.fail(0, new Error('gone'));
    expect(app.shown).toMatchObject([{ kind: 'failed' }]);
  });

  it('is not told after the end', async () => {
    const app = appBehindTheBridge();
    app.end();
    await app.answer(0, numbered(3));
    app.send(changes(4));
    expect(app.shown).toEqual([]);
  });
});
