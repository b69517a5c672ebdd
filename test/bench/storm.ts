import { once } from 'node:events';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { startServer } from './fanout/servers/start.ts';
import { cpuMs } from './fanout/usage.ts';
import { percentile, say } from './figures.ts';
import { arrive, type Vain } from './storm/arrivals.ts';
import type { AskerData } from './storm/asker.ts';

// npm run bench:storm: all of a team connect in the same instant, as after a server was gone. Says
// how soon they are all in, how often they came in vain, and how soon somebody who was there before
// is answered meanwhile.

/** How long the asker asks before the storm, in milliseconds. */
const CALM_MS = 2_000;

const { values } = parseArgs({
  options: { members: { type: 'string', default: '500,2000,5000' } },
});

say(
  'members | all in ms | half in ms | turned away | gave up | broken | CPU ms each | answer ms p50 (calm) | answer ms worst (calm)',
);
for (const members of values.members.split(',').map(Number)) say(await storm(members));
process.exit();

async function storm(members: number): Promise<string> {
  const server = await startServer('ampel', members + 2);
  const { port, credentials } = server;
  const [first, other] = credentials.slice(members);
  const names = await namesVersion(port, first ?? {});
  const asker = await startAsker({ port, token: other?.token ?? '' });
  await wait(CALM_MS);
  const calm = await asker.waitsMs();
  const cpuBefore = cpuMs(server.pid);
  const startedAt = performance.now();
  const vain: Vain = { turnedAway: 0, gaveUp: 0, broken: 0 };
  const inAfterMs: number[] = [];
  const arrived = await Promise.all(
    credentials.slice(0, members).map(async (credential, no) => {
      const one = await arrive({ port, name: `m${no}`, auth: { ...credential, names } }, vain);
      inAfterMs.push(performance.now() - startedAt);
      return one;
    }),
  );
  const cpuEach = (cpuMs(server.pid) - cpuBefore) / members;
  const waits = await asker.waitsMs();
  for (const { leave } of arrived) leave();
  await asker.stop();
  await server.stop();
  return [
    members,
    Math.max(...inAfterMs).toFixed(0),
    percentile(inAfterMs, 0.5).toFixed(0),
    vain.turnedAway,
    vain.gaveUp,
    vain.broken,
    cpuEach.toFixed(2),
    `${percentile(waits, 0.5).toFixed(0)} (${percentile(calm, 0.5).toFixed(0)})`,
    `${Math.max(...waits).toFixed(0)} (${Math.max(...calm).toFixed(0)})`,
  ].join(' | ');
}

/** What everybody knows who has been there before. */
async function namesVersion(port: number, auth: object): Promise<string | undefined> {
  const nobody: Vain = { turnedAway: 0, gaveUp: 0, broken: 0 };
  const { welcome, leave } = await arrive({ port, name: 'first', auth }, nobody);
  leave();
  return welcome.snapshot?.names.version;
}

async function startAsker(workerData: AskerData) {
  const worker = new Worker(new URL('./storm/asker.ts', import.meta.url), { workerData });
  await once(worker, 'message');
  return {
    /** How long each answer took since this was asked last. */
    async waitsMs(): Promise<readonly number[]> {
      const answer = once(worker, 'message');
      worker.postMessage('waits');
      const [waits] = (await answer) as [readonly number[]];
      return waits;
    },
    stop: () => worker.terminate(),
  };
}
