/**
 * The real server and the real session of the app, on simulated computers in a simulated network
 * and time, against a small model of the rules.
 *
 * `commands.ts` is what may happen, `world.ts` makes it happen, `simulation/` is what the programs
 * run on, `model/` is what must hold. Each run prints its seed; a run that fails is shortened and
 * kept in `regressions/`, where every run is played again before new ones are made up.
 *
 *     AMPEL_MODEL_SEED=1 AMPEL_MODEL_RUNS=5000 npx vitest run test/model-check
 */
import process from 'node:process';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { campaign, keptRuns } from './campaign.ts';
import { DataFolders } from './simulation/team.ts';
import { World } from './world.ts';

/** Only against a test that never ends: how long it takes is printed. */
const TIMEOUT_MS = 30 * 60_000;

let folders: DataFolders;
beforeAll(async () => {
  folders = await DataFolders.prepare();
});
afterAll(() => folders[Symbol.dispose]());

describe('whatever happens, everybody sees what is so', () => {
  it.each(keptRuns())('as in $name, which failed once', { timeout: TIMEOUT_MS }, ({ run }) =>
    World.play(folders, run),
  );

  it('PR2–PR10, PR12, PR14, PR15, TR6 in runs made up anew', { timeout: TIMEOUT_MS }, async () => {
    const { commands, runs, seed, seconds } = await campaign((run) => World.play(folders, run));
    process.stdout.write(
      `model check: ${commands} commands in ${runs} runs, seed ${seed}, ${seconds.toFixed(1)} s\n`,
    );
  });
});
