import { describe, expect, it } from 'vitest';
import { LOCK_POLICY_TEXTS } from '../../src/renderer/settings/team/lock-texts.ts';
import { timeoutSetBy } from '../../src/renderer/settings/team/set-by.ts';
import { settingAccess } from '../../src/renderer/settings/team/setting-access.ts';
import type { MemberView } from '../../src/shared/bridge/view.ts';
import type { Role } from '../../src/shared/domain/member.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import { startOfDay } from '../../src/shared/time/moment.ts';
import { textsIn } from './texts.ts';
import { ben, lostView, teamView } from './views.ts';

const as = (role: Role) => teamView({ self: { ...ben, role } });

describe('the team settings in the window', () => {
  it('PR5, PR14: are for owners and managers to change and for agents to read', () => {
    expect(settingAccess(as('owner')).kind).toBe('change');
    expect(settingAccess(as('manager')).kind).toBe('change');
    expect(settingAccess(as('agent'))).toEqual({
      kind: 'read',
      settings: { ...DEFAULT_SETTINGS, timeoutSetBy: null },
    });
  });

  it('PR9: are not shown as standing without a connection', () => {
    expect(settingAccess(lostView()).kind).toBe('unknown');
    expect(settingAccess(teamView({ settings: null })).kind).toBe('unknown');
  });

  it('PR14: a locked screen means one of two things, in both languages', () => {
    expect(textsIn('en')(LOCK_POLICY_TEXTS.offline)).toBe('Offline at once');
    expect(textsIn('en')(LOCK_POLICY_TEXTS.ignore)).toBe('Only the time without input decides');
    expect(textsIn('de')(LOCK_POLICY_TEXTS.ignore)).toBe('Nur die Zeit ohne Eingabe entscheidet');
  });
});

describe('who set the timeout', () => {
  const jana: MemberView = {
    memberId: 'jana',
    name: 'Jana Weiß',
    role: 'manager',
    watched: false,
    live: null,
  };
  const today = startOfDay(new Date('2026-03-12T15:00:00').getTime());

  function told(memberId: string | null): string | null {
    const at = new Date('2026-03-03T09:00:00').getTime();
    const setBy = memberId === null ? null : { memberId, at };
    const settings = { ...DEFAULT_SETTINGS, timeoutSetBy: setBy };
    const view = teamView({ members: [jana], settings });
    return timeoutSetBy(view, today, 'de-DE', textsIn('de'));
  }

  it('PR5: is told by name, oneself included', () => {
    expect(told('jana')).toBe('Am 3. März von Jana Weiß eingestellt.');
    expect(told('ben')).toBe('Am 3. März von Ben Sommer eingestellt.');
  });

  it('PR5: is told also of someone who has left, and not where nobody has', () => {
    expect(told('gone')).toMatch(/^Am 3\. März von jemandem/);
    expect(told(null)).toBeNull();
  });
});
