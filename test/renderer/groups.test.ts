import { describe, expect, it } from 'vitest';
import { groupMembers, sortByName } from '../../src/renderer/roster/groups.ts';
import type { MemberView } from '../../src/shared/bridge/view.ts';
import type { Status } from '../../src/shared/domain/status.ts';

function member(name: string, status: Status | null): MemberView {
  const live =
    status === null
      ? null
      : { status, since: 0, cause: 'chosen' as const, until: null, note: null };
  return { memberId: name.toLowerCase(), name, role: 'agent', watched: false, live };
}

function shown(members: readonly MemberView[], connected: boolean) {
  return groupMembers(members, connected).map((group) => [
    group.kind,
    ...group.members.map(({ name }) => name),
  ]);
}

describe('the roster with a connection', () => {
  it('shows Online, Busy and Offline in this order', () => {
    const members = [member('Ada', 'offline'), member('Bo', 'busy'), member('Cy', 'online')];
    expect(shown(members, true)).toEqual([
      ['online', 'Cy'],
      ['busy', 'Bo'],
      ['offline', 'Ada'],
    ]);
  });

  it('leaves out groups that nobody is in', () => {
    expect(shown([member('Ada', 'busy')], true)).toEqual([['busy', 'Ada']]);
  });

  it('shows someone of whom nothing is known apart, not as Offline', () => {
    expect(shown([member('Ada', null), member('Bo', 'offline')], true)).toEqual([
      ['offline', 'Bo'],
      ['unknown', 'Ada'],
    ]);
  });
});

describe('the roster without a connection', () => {
  it('PR9: is one group that tells nobody’s status, even where one is still held', () => {
    const members = [member('Ada', 'online'), member('Bo', 'busy'), member('Cy', null)];
    expect(shown(members, false)).toEqual([['team', 'Ada', 'Bo', 'Cy']]);
  });
});

describe('names', () => {
  const names = ['Zoe', 'Özlem', 'anna', 'Oskar', 'Paul'].map((name) => member(name, 'online'));

  it('are sorted as German readers expect', () => {
    expect(sortByName(names, 'de-DE').map(({ name }) => name)).toEqual([
      'anna',
      'Oskar',
      'Özlem',
      'Paul',
      'Zoe',
    ]);
  });

  it('that are equal keep one order, whatever order they arrive in', () => {
    const a = { ...member('Kim', 'online'), memberId: 'a' };
    const b = { ...member('Kim', 'online'), memberId: 'b' };
    expect(sortByName([b, a], 'en-GB')).toEqual([a, b]);
  });
});
