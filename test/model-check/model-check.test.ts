/**
 * The real server and the real session of the app, on simulated computers in a simulated network
 * and time, against a small model of the rules: once with the presence log in the server's memory,
 * as one server alone has it, and once in a real Redis, as several have it, where who leads changes
 * and the gateway is a process of its own.
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
import type { Run } from './commands.ts';
import { InstantRedis } from './simulation/instant-redis.ts';
import { type Logs, MemoryLogs } from './simulation/logs.ts';
import { RedisLogs } from './simulation/redis-logs.ts';
import { DataFolders } from './simulation/team.ts';
import { World } from './world.ts';

/** Only against a test that never ends: how long it takes is printed. */
const TIMEOUT_MS = 30 * 60_000;

let folders: DataFolders;
let redis: InstantRedis;
beforeAll(async () => {
  folders = await DataFolders.prepare();
  redis = await InstantRedis.start();
});
afterAll(async () => {
  folders[Symbol.dispose]();
  await redis[Symbol.asyncDispose]();
});

type Kind = {
  readonly where: string;
  readonly runs: number;
  readonly makeLogs: (seed: number) => Logs;
};

const kinds: readonly Kind[] = [
  { where: 'memory', runs: 400, makeLogs: () => new MemoryLogs() },
  { where: 'Redis', runs: 250, makeLogs: (seed) => new RedisLogs(redis, seed) },
];

// Made up anew each time: a second attempt would be another story.
describe.each(kinds)(
  'whatever happens, everybody sees what is so, with the log in $where',
  { retry: 0 },
  (kind) => {
    const { where, makeLogs } = kind;
    const play = (run: Run) => World.play(folders, makeLogs(run.seed), run);

    it.each(keptRuns())('as in $name, which failed once', { timeout: TIMEOUT_MS }, ({ run }) =>
      play(run),
    );

    it('PR2–PR10, PR12, PR14, PR15, TR6 in runs made up anew', {
      timeout: TIMEOUT_MS,
    }, async () => {
      const { commands, runs, seed, seconds } = await campaign(play, kind.runs);
      process.stdout.write(
        `model check, log in ${where}: ${commands} commands in ${runs} runs, seed ${seed}, ` +
          `${seconds.toFixed(1)} s\n`,
      );
    });
  },
);
