import { describe, expect, it } from 'vitest';
import { followPlaces } from '../../src/renderer/bridge/follow-places.ts';
import type { Place } from '../../src/shared/bridge/view.ts';

/** A window that was opened at a place, or at none, and can be sent to others. */
function windowAt(first: Promise<Place | null>) {
  const listeners = new Set<(place: Place) => void>();
  const bridge = {
    takePlace: () => first,
    onPlace: (listener: (place: Place) => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const send = (place: Place) => {
    for (const listener of listeners) listener(place);
  };
  return { bridge, send };
}

/** Lets an answer that is there already arrive. */
const answered = () => new Promise((resolve) => setImmediate(resolve));

describe('the place a window is opened at', () => {
  it('is shown, and so is every later one', async () => {
    const { bridge, send } = windowAt(Promise.resolve('own-status'));
    const shown: Place[] = [];
    followPlaces(bridge, (place) => shown.push(place));
    await answered();
    send('settings');
    expect(shown).toEqual(['own-status', 'settings']);
  });

  it('gives way to one asked for meanwhile', async () => {
    const { bridge, send } = windowAt(Promise.resolve('own-status'));
    const shown: Place[] = [];
    followPlaces(bridge, (place) => shown.push(place));
    send('settings');
    await answered();
    expect(shown).toEqual(['settings']);
  });

  it('may be none, or not be told, and then nothing opens', async () => {
    const shown: Place[] = [];
    for (const first of [Promise.resolve(null), Promise.reject(new Error('no answer'))]) {
      followPlaces(windowAt(first).bridge, (place) => shown.push(place));
    }
    await answered();
    expect(shown).toEqual([]);
  });

  it('is not followed after the end', async () => {
    const { bridge, send } = windowAt(Promise.resolve(null));
    const shown: Place[] = [];
    followPlaces(bridge, (place) => shown.push(place))();
    send('settings');
    await answered();
    expect(shown).toEqual([]);
  });
});
