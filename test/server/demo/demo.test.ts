import { describe, expect, it, vi } from 'vitest';
import { createApp, openAdmin } from '../../../src/server/app.ts';
import { seededRandom } from '../../../src/server/demo/random.ts';
import { type Doing, nextPause, nextStep } from '../../../src/server/demo/script.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { addMember, TeamServer, temporaryFolder, testConfig } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

const demo = { viewerName: 'Sam' };

async function viewerToken(dataFolder: string): Promise<string> {
  const { admin, close } = await openAdmin({ dataFolder, databaseUrl: null });
  try {
    return await admin.issueToken('you@demo.invalid', 'laptop');
  } finally {
    await close();
  }
}

describe('the demo', () => {
  it('fills an empty team with a lively mix within 2 s', async () => {
    await using server = await TeamServer.start({ demo });
    const token = await viewerToken(server.dataFolder);
    using viewer = await WireClient.connect({ url: server.url, token });
    expect(viewer.welcome?.self).toMatchObject({ name: 'Sam', role: 'manager' });
    expect(viewer.welcome?.snapshot?.members).toHaveLength(12);
    await vi.waitFor(async () => {
      const { snapshot } = await viewer.ask('team:get', {});
      const count = (wanted: string) =>
        snapshot.statuses.filter(({ status }: { status: string }) => status === wanted).length;
      expect(count('online')).toBeGreaterThanOrEqual(5);
      expect(count('busy')).toBeGreaterThanOrEqual(2);
      expect(count('offline')).toBeGreaterThanOrEqual(1);
    }, 2_500);
  });

  it('lets one colleague after the other change, over the real wire', async () => {
    const clock = new ManualClock();
    await using server = await TeamServer.start({ clock, demo });
    const token = await viewerToken(server.dataFolder);
    using viewer = await WireClient.connect({ url: server.url, token });
    clock.advance(2_000);
    const seen = new Set<string>();
    await vi.waitFor(
      async () => {
        // The viewer stays at the keyboard, so that every change is a colleague's.
        await viewer.report();
        clock.advance(5_000);
        for (const { memberId } of viewer.changes) seen.add(memberId);
        const causes = new Set(viewer.changes.map(({ cause }) => cause));
        expect(seen.size).toBeGreaterThan(6);
        expect([...causes]).toEqual(
          expect.arrayContaining(['signed-in', 'chosen', 'locked', 'inactivity', 'returned']),
        );
      },
      { timeout: 20_000, interval: 10 },
    );
  }, 25_000);

  it('never touches a team of real people', async () => {
    await using folder = await temporaryFolder();
    await addMember(folder.path, 'Ada', 'owner');
    const app = createApp(testConfig(folder.path, { demo }));
    await app.listen();
    expect(await app.admin.members()).toMatchObject([{ name: 'Ada', role: 'owner' }]);
    await app.close();
  });
});

describe('the demo’s script', () => {
  it('changes something every 10 to 40 seconds', () => {
    const random = seededRandom(7);
    for (let n = 0; n < 1_000; n += 1) {
      const pause = nextPause(random);
      expect(pause).toBeGreaterThanOrEqual(10_000);
      expect(pause).toBeLessThanOrEqual(40_000);
    }
  });

  it('plays the same story for the same seed', () => {
    const story = (seed: number) => {
      const random = seededRandom(seed);
      return Array.from({ length: 20 }, () => nextStep('working', random));
    };
    expect(story(3)).toEqual(story(3));
    expect(story(3)).not.toEqual(story(4));
  });

  it.each<[Doing, readonly string[]]>([
    ['working', ['choose-busy', 'leave-computer', 'lock', 'quit']],
    ['busy', ['choose-online', 'leave-computer', 'lock']],
    ['away', ['come-back']],
    ['locked', ['come-back']],
    ['gone', ['sign-in']],
  ])('who is %s does what such a person can', (doing, possible) => {
    const random = seededRandom(5);
    const kinds = new Set(Array.from({ length: 200 }, () => nextStep(doing, random).kind));
    expect([...kinds].sort()).toEqual([...possible].sort());
  });
});
