import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../support/manual-clock.ts';
import { MINUTE, SECOND, SeenTeamOnScreen } from './seen-team.ts';

/** Notifications about people are not what is looked at here. */
const wishes = { notifyAbout: 'watched' } as const;
const statuses = { me: 'offline', anna: 'online', ben: 'busy' } as const;

const ofManager = (more: object = {}) =>
  new SeenTeamOnScreen({ role: 'manager', statuses, wishes, ...more });

describe('nobody Online', () => {
  it.each(['owner', 'manager'] as const)('NO6 the %s hears of it after 60 s', (role) => {
    const team = new SeenTeamOnScreen({ role, statuses, wishes });
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE - 1);
    expect(team.told).toEqual([]);
    team.clock.advance(1);
    team.clock.advance(10 * MINUTE);
    expect(team.told).toEqual(['nobody-online']);
  });

  it('NO6 agents do not', () => {
    const team = new SeenTeamOnScreen({ role: 'agent', statuses, wishes });
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE);
    team.change({ anna: 'online' });
    expect(team.told).toEqual([]);
    expect(team.clock.pending).toBe(0);
  });

  it('NO6 its end is told, with who is', () => {
    const team = ofManager();
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE);
    team.change({ ben: 'online' });
    expect(team.told).toEqual(['nobody-online', 'nobody-online-over: ben']);
  });

  it('NO6 the end of what was not told is not told', () => {
    const team = ofManager();
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE - 1);
    team.change({ anna: 'online' });
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO6 whoever is Online themselves is somebody', () => {
    const team = ofManager({ statuses: { ...statuses, me: 'online' } });
    team.change({ anna: 'busy' });
    team.clock.advance(2 * MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO1 NO6 an end that one brings about oneself is only taken back', () => {
    const team = ofManager();
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE);
    team.change({ me: 'online' });
    expect(team.told).toEqual(['nobody-online', 'nobody-online-over: ']);
  });

  it('NO6 a team of one does not hear of itself', () => {
    const team = ofManager({ statuses: { me: 'offline' } });
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO2 NO6 who wants to hear of nobody does not hear of this', () => {
    const team = ofManager({ wishes: { notifyAbout: 'nobody' } });
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });
});

describe('nobody Online while it is quiet', () => {
  it('NO4 NO6 is told when one is no longer Busy, where it still holds', () => {
    const team = ofManager();
    team.change({ me: 'busy', anna: 'offline' });
    team.clock.advance(5 * MINUTE);
    expect(team.told).toEqual([]);
    team.change({ me: 'offline' });
    expect(team.told).toEqual(['nobody-online']);
  });

  it('NO4 NO6 is told at the end of the quiet hours, by itself', () => {
    const clock = new ManualClock(new Date(2026, 2, 9, 7).getTime());
    const team = ofManager({ clock, wishes: { quietHours: { from: '18:00', to: '08:00' } } });
    team.change({ anna: 'offline' });
    clock.advance(60 * MINUTE - 1);
    expect(team.told).toEqual([]);
    clock.advance(1);
    expect(team.told).toEqual(['nobody-online']);
  });

  it('NO4 NO6 is not told where it is over by then', () => {
    const team = ofManager();
    team.change({ me: 'busy', anna: 'offline' });
    team.clock.advance(5 * MINUTE);
    team.change({ anna: 'online' });
    team.change({ me: 'offline' });
    team.clock.advance(5 * MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO4 NO6 its end is only taken back', () => {
    const team = ofManager();
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE);
    team.change({ me: 'busy' });
    team.change({ anna: 'online' });
    expect(team.told).toEqual(['nobody-online', 'nobody-online-over: ']);
  });
});

describe('nobody Online over a lost connection', () => {
  it('NO6 counts its minute anew', () => {
    const team = ofManager();
    team.change({ anna: 'busy' });
    team.clock.advance(50 * SECOND);
    team.connection('not-connected');
    team.clock.advance(5 * MINUTE);
    expect(team.told).toEqual([]);
    team.connection('live');
    team.clock.advance(MINUTE - 1);
    expect(team.told).toEqual([]);
    team.clock.advance(1);
    expect(team.told).toEqual(['nobody-online']);
  });

  it('NO6 is not told twice', () => {
    const team = ofManager();
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE);
    team.connection('not-connected');
    team.connection('live');
    team.clock.advance(5 * MINUTE);
    expect(team.told).toEqual(['nobody-online']);
  });

  it('NO6 its end is told where it ended meanwhile', () => {
    const team = ofManager();
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE);
    team.connection('not-connected');
    team.change({ anna: 'online' });
    team.connection('live');
    expect(team.told).toEqual(['nobody-online', 'nobody-online-over: anna']);
  });
});
