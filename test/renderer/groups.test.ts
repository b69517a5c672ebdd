import { describe, expect, it } from 'vitest';
import { groupMembers } from '../../src/renderer/roster/groups.ts';
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
