import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, SeenTeamOnScreen } from './seen-team.ts';

const TEAM = { anna: 'online', ben: 'online', cleo: 'offline' } as const;

describe('after a lost connection', () => {
  it('NO1 one digest tells what is different', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.connection('not-connected');
    team.change({ anna: 'busy', cleo: 'online' });
    team.clock.advance(10 * MINUTE);
    expect(team.news()).toEqual([]);
    team.connection('live');
    team.clock.advance(3 * SECOND);
    expect(team.news()).toEqual(['digest: anna online>busy, cleo offline>online']);
    team.clock.advance(10 * MINUTE);
    expect(team.news()).toEqual([]);
  });

  it('NO1 nothing is told where nothing is different', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.connection('not-connected');
    team.change({ anna: 'busy' });
    team.change({ anna: 'online' });
    team.connection('live');
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
    expect(team.clock.pending).toBe(0);
  });

  it('NO1 the digest takes in what changes just after', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.connection('not-connected');
    team.change({ anna: 'busy', ben: 'offline' });
    team.connection('live');
    team.clock.advance(SECOND);
    // Ben’s computer was cut off too and finds back a little later.
    team.change({ ben: 'online', cleo: 'busy' });
    team.clock.advance(2 * SECOND);
    expect(team.told).toEqual(['digest: anna online>busy, cleo offline>busy']);
  });

  it('NO1 what was about to be told when it was lost is in the digest', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.change({ anna: 'busy' });
    team.clock.advance(SECOND);
    team.connection('not-connected');
    team.clock.advance(MINUTE);
    team.connection('live');
    team.clock.advance(3 * SECOND);
    expect(team.told).toEqual(['digest: anna online>busy']);
  });

  it('NO1 a connection that is lost again delays the digest, and it stays one', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.connection('not-connected');
    team.change({ anna: 'busy' });
    team.connection('live');
    team.clock.advance(SECOND);
    team.connection('not-connected');
    team.change({ ben: 'busy' });
    team.clock.advance(MINUTE);
    team.connection('live');
    team.clock.advance(MINUTE);
    expect(team.told).toEqual(['digest: anna online>busy, ben online>busy']);
  });

  it('NO2 the digest names wanted people only', () => {
    const team = new SeenTeamOnScreen({
      statuses: TEAM,
      wishes: { notifyAbout: 'watched', watched: new Set(['cleo']) },
    });
    team.connection('not-connected');
    team.change({ anna: 'busy', cleo: 'online' });
    team.connection('live');
    team.clock.advance(MINUTE);
    expect(team.told).toEqual(['digest: cleo offline>online']);
  });

  it('NO4 there is no digest while Busy, nor later', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.connection('not-connected');
    team.change({ anna: 'busy', me: 'busy' });
    team.connection('live');
    team.clock.advance(MINUTE);
    team.change({ me: 'online' });
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO1 NO4 there is none either where the own Busy comes a moment after the connection', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.connection('not-connected');
    team.change({ anna: 'busy', me: 'offline' });
    team.connection('live');
    team.clock.advance(SECOND);
    team.change({ me: 'busy' });
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });
});

describe('another account', () => {
  it('NO1 begins anew after signing out', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.connection('signed-out');
    team.change({ anna: 'busy' });
    team.connection('not-connected');
    team.connection('live');
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO1 begins anew when it takes the place of the one before', () => {
    const team = new SeenTeamOnScreen({ statuses: TEAM });
    team.change({ ben: 'busy' });
    team.signInAs('anna');
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
    team.change({ cleo: 'online' });
    team.clock.advance(3 * SECOND);
    expect(team.told).toEqual(['changes: cleo offline>online']);
  });
});
