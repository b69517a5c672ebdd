import { describe, expect, it } from 'vitest';
import { MINUTE, SECOND, SeenTeamOnScreen } from './seen-team.ts';

describe('whose changes are told', () => {
  it('NO1 never one’s own', () => {
    const team = new SeenTeamOnScreen({ wishes: { quietWhileBusy: false } });
    team.change({ me: 'busy' });
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO2 those of watched people only, where that is wished', () => {
    const team = new SeenTeamOnScreen({
      statuses: { anna: 'offline', ben: 'online' },
      wishes: { notifyAbout: 'watched', watched: new Set(['anna']) },
    });
    team.change({ anna: 'online', ben: 'busy' });
    team.clock.advance(3 * SECOND);
    expect(team.told).toEqual(['changes: anna offline>online']);
  });

  it('NO2 nobody’s, where that is wished', () => {
    const team = new SeenTeamOnScreen({
      statuses: { anna: 'offline' },
      wishes: { notifyAbout: 'nobody', watched: new Set(['anna']) },
    });
    team.change({ anna: 'online' });
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });

  it('NO2 only what happens after somebody is watched', () => {
    const team = new SeenTeamOnScreen({
      statuses: { anna: 'online' },
      wishes: { notifyAbout: 'watched' },
    });
    team.change({ anna: 'busy' });
    team.clock.advance(SECOND);
    team.wish({ watched: new Set(['anna']) });
    team.clock.advance(MINUTE);
    expect(team.news()).toEqual([]);
    team.change({ anna: 'offline' });
    team.clock.advance(3 * SECOND);
    expect(team.news()).toEqual(['changes: anna busy>offline']);
  });

  it('NO1 not those of whoever joins or leaves the team', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online' } });
    team.change({ ben: 'online' });
    team.change({ anna: 'busy' });
    team.remove('anna');
    team.clock.advance(MINUTE);
    expect(team.told).toEqual([]);
  });
});

describe('when changes are told', () => {
  it('NO3 as one notification where they are within 3 s', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online', ben: 'online' } });
    team.change({ anna: 'busy' });
    team.clock.advance(2 * SECOND);
    team.change({ ben: 'offline' });
    expect(team.clock.pending).toBe(1);
    team.clock.advance(SECOND - 1);
    expect(team.told).toEqual([]);
    team.clock.advance(1);
    expect(team.told).toEqual(['changes: anna online>busy, ben online>offline']);
  });

  it('NO3 as two where they are further apart', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online', ben: 'online' } });
    team.change({ anna: 'busy' });
    team.clock.advance(3 * SECOND);
    team.change({ ben: 'offline' });
    team.clock.advance(3 * SECOND);
    expect(team.told).toEqual(['changes: anna online>busy', 'changes: ben online>offline']);
  });

  it('NO3 with where somebody ended, from where they were', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online' } });
    team.change({ anna: 'busy' });
    team.clock.advance(SECOND);
    team.change({ anna: 'offline' });
    team.clock.advance(2 * SECOND);
    expect(team.told).toEqual(['changes: anna online>offline']);
  });

  it('NO3 not at all where somebody is back within the 3 s', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online' } });
    team.change({ anna: 'offline' });
    team.clock.advance(2 * SECOND);
    team.change({ anna: 'online' });
    team.clock.advance(2 * MINUTE);
    expect(team.told).toEqual([]);
    expect(team.clock.pending).toBe(0);
  });
});

describe('who flaps', () => {
  /** Anna changes every 10 s, beginning now. */
  function flap(team: SeenTeamOnScreen, times: number): void {
    for (let n = 0; n < times; n++) {
      team.change({ anna: n % 2 === 0 ? 'offline' : 'online' });
      team.clock.advance(10 * SECOND);
    }
  }

  it('NO3 is held back from the third change in 60 s until a minute without one', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online' } });
    flap(team, 7);
    expect(team.news()).toEqual(['changes: anna online>offline', 'changes: anna offline>online']);
    team.clock.advance(50 * SECOND - 1);
    expect(team.news()).toEqual([]);
    team.clock.advance(1);
    expect(team.news()).toEqual(['changes: anna online>offline']);
    expect(team.clock.pending).toBe(0);
  });

  it('NO3 is not told of where they end as they were told last', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online' } });
    flap(team, 8);
    team.news();
    team.clock.advance(5 * MINUTE);
    expect(team.news()).toEqual([]);
  });

  it('NO3 is held back too where the changes come slower once they are', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online' } });
    flap(team, 3);
    team.news();
    team.clock.advance(45 * SECOND);
    team.change({ anna: 'busy' });
    team.clock.advance(MINUTE - 1);
    expect(team.news()).toEqual([]);
    team.clock.advance(1);
    expect(team.news()).toEqual(['changes: anna online>busy']);
  });

  it('NO3 does not hold back anybody else', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online', ben: 'online' } });
    flap(team, 3);
    team.news();
    team.change({ ben: 'busy' });
    team.clock.advance(3 * SECOND);
    expect(team.news()).toEqual(['changes: ben online>busy']);
  });

  it('NO3 is told at once again when it is over', () => {
    const team = new SeenTeamOnScreen({ statuses: { anna: 'online' } });
    flap(team, 3);
    team.clock.advance(MINUTE);
    team.news();
    team.change({ anna: 'busy' });
    team.clock.advance(3 * SECOND);
    expect(team.news()).toEqual(['changes: anna offline>busy']);
  });
});
