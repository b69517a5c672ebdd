import { describe, expect, it } from 'vitest';
import { menuChoices } from '../../src/renderer/own-status/menu-choices.ts';
import type { PendingChoice, SelfView } from '../../src/shared/bridge/view.ts';
import { ben, lostView, teamView } from './views.ts';

function busy(until: number | null): SelfView {
  const live = { status: 'busy', since: 0, cause: 'chosen', until, note: null } as const;
  return { ...ben, live, choice: 'busy', choiceUntil: until };
}
const onItsWay: PendingChoice = { choice: 'busy', until: null, waitsFor: 'answer' };
const kept: PendingChoice = { choice: 'busy', until: null, waitsFor: 'connection' };

describe('the menu of the own status', () => {
  it('marks what stands', () => {
    expect(menuChoices(teamView()).selected).toBe('online');
    expect(menuChoices(teamView({ self: busy(null) })).selected).toBe('busy');
  });

  it('marks what was chosen while the member is Offline', () => {
    const live = { ...busy(null), live: { ...ben.live, status: 'offline' } } as SelfView;
    expect(menuChoices(teamView({ self: live })).selected).toBe('busy');
  });

  it('PR8: lists a timed Busy with its end and marks it, not the open-ended one', () => {
    expect(menuChoices(teamView({ self: busy(5000) }))).toEqual({
      selected: 'busy-until',
      pending: null,
      busyUntil: 5000,
    });
  });

  it('marks what is on its way apart from what stands', () => {
    expect(menuChoices(teamView({ pending: onItsWay }))).toEqual({
      selected: 'online',
      pending: { row: 'busy', waitsFor: 'answer' },
      busyUntil: null,
    });
    expect(menuChoices(teamView({ pending: { ...onItsWay, until: 7000 } }))).toMatchObject({
      selected: 'online',
      pending: { row: 'busy-until' },
      busyUntil: 7000,
    });
  });

  it('PR8: shows the new end where one timed Busy follows another', () => {
    const pending = { ...onItsWay, until: 7000 };
    expect(menuChoices(teamView({ self: busy(5000), pending })).busyUntil).toBe(7000);
  });

  it('PR9: marks nothing as standing without a connection', () => {
    expect(menuChoices(lostView()).selected).toBeNull();
    expect(menuChoices(teamView({ connection: { kind: 'lost', since: 0 } })).selected).toBeNull();
  });

  it('PR10: without a connection marks the choice that waits for it', () => {
    expect(menuChoices(lostView({ pending: kept }))).toEqual({
      selected: 'busy',
      pending: { row: 'busy', waitsFor: 'connection' },
      busyUntil: null,
    });
    expect(menuChoices(lostView({ pending: { ...kept, until: 7000 } }))).toMatchObject({
      selected: 'busy-until',
      busyUntil: 7000,
    });
  });
});
