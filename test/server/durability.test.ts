import { describe, expect, it, vi } from 'vitest';
import { PostgresServer } from '../../scripts/postgres-server.ts';
import { deploy } from '../support/deployment.ts';
import { DATABASES, deploymentsOn } from '../support/deployments.ts';
import { WritingTeam } from '../support/writing-team.ts';

vi.setConfig({ testTimeout: 120_000 });

// `npm run bench:durability` does it twenty times, after a thousand writes each.
const ROUNDS = 2;
const WRITES = 250;

describe.each(DATABASES)('a server on %s', (kind) => {
  const newDeployment = deploymentsOn(kind);

  it('KE1: loses nothing that it acknowledged, and does nothing twice, when it is killed while everybody writes', async () => {
    await using deployment = await newDeployment();
    const team = await WritingTeam.on(deployment);
    for (let round = 0; round < ROUNDS; round += 1) {
      await using server = await deployment.serve();
      await team.start(server.url);
      await team.until(WRITES);
      await server.stop('SIGKILL');
      await team.stop();
      expect(await team.lost()).toEqual([]);
    }
    expect(team.acknowledged).toBeGreaterThanOrEqual(ROUNDS * WRITES);
  });
});

describe('a PostgreSQL that is killed', () => {
  it('KE1, KE2: loses nothing that was acknowledged, nothing is done twice, and the server goes on by itself when it is back', async () => {
    await using postgres = await PostgresServer.start();
    await using deployment = await deploy(await postgres.createDatabase());
    const team = await WritingTeam.on(deployment);
    await using server = await deployment.serve();
    await team.start(server.url);
    await team.until(WRITES);
    await postgres.stop('SIGKILL');
    await vi.waitFor(() => expect(team.refused).toBeGreaterThan(0), { timeout: 30_000 });
    // What it has left behind may take a moment to end.
    await vi.waitFor(() => postgres.run(), { timeout: 30_000 });
    await team.until(WRITES);
    await team.stop();
    expect(await team.lost()).toEqual([]);
  });
});
