import { fork } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { type Child, startChild } from '../../scripts/children.ts';
import { PostgresServer } from '../../scripts/postgres-server.ts';
import { RedisServer } from '../../scripts/redis-server.ts';
import { openPostgresStore } from '../../src/server/store/postgres/postgres-store.ts';
import { temporaryFolder } from '../support/team-server.ts';
import type { ClusterAnswer, ClusterRequest } from './cluster/messages.ts';
import { storeBenchTeam } from './fanout/servers/bench-team.ts';
import { cpuMs, residentKb } from './fanout/usage.ts';
import { say } from './figures.ts';

// npm run bench:cluster: one team on a single server and on several, with PostgreSQL and Redis: how
// long a change takes to members at the same server and at others, what it costs, and what is seen
// when a server is killed. Prints a table, and JSON to --json FILE.

/** How long it takes all to come, in milliseconds: what several servers on this machine bear. */
const ARRIVAL_MS = 20_000;

/** Between two changes, so that each comes alone, in milliseconds. */
const PAUSE_MS = 100;

/** How long those whose server died take to come back, at most, in milliseconds. */
const COMING_BACK_MS = 4_000;

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '6000' },
    processes: { type: 'string', default: '1,3' },
    changes: { type: 'string', default: '50' },
    json: { type: 'string' },
  },
});

type Server = { readonly child: Child; readonly port: number; readonly pid: number };
type Answer<D extends ClusterAnswer['did']> = Extract<ClusterAnswer, { did: D }>;

const members = Number(values.members);
const results: object[] = [];
say(
  'servers | arrival: settled ms | change at the same server p50 / p99 ms | across p50 / p99 ms | CPU s/1k | MB of each server',
);
for (const processes of values.processes.split(',').map(Number)) await measure(processes);
if (values.json !== undefined) {
  await writeFile(values.json, `${JSON.stringify({ members, results }, null, 2)}\n`);
}

async function measure(processes: number): Promise<void> {
  await using disposal = new AsyncDisposableStack();
  const postgres = disposal.use(await PostgresServer.start());
  const databaseUrl = await postgres.createDatabase();
  const store = openPostgresStore({ url: databaseUrl, warn: say });
  const tokens = await storeBenchTeam(store, members);
  await store.close();
  const environment: Record<string, string> = { DATABASE_URL: databaseUrl };
  if (processes > 1) {
    const redis = disposal.use(await RedisServer.create(null));
    await redis.run();
    environment['REDIS_URL'] = redis.url;
  }
  const servers: Server[] = [];
  for (let no = 0; no < processes; no += 1) {
    const folder = disposal.use(await temporaryFolder());
    const server = await startServer({ ...environment, AMPEL_DATA: folder.path });
    disposal.defer(() => server.child.stop());
    servers.push(server);
  }
  const crowd = startCrowd();
  disposal.defer(() => {
    crowd.stop();
  });

  const ports = servers.map(({ port }) => port);
  const arrival = await crowd.ask<'connect'>({
    do: 'connect',
    ports,
    members,
    withinMs: ARRIVAL_MS,
    tokens,
  });
  const count = Number(values.changes);
  const cpuBefore = servers.map(({ pid }) => cpuMs(pid));
  const { same, across } = await crowd.ask<'changes'>({ do: 'changes', count, pauseMs: PAUSE_MS });
  const cpu = servers.reduce((sum, { pid }, no) => sum + cpuMs(pid) - (cpuBefore[no] ?? 0), 0);
  const perThousand = cpu / (count * members);
  const megabytes = servers.map(({ pid }) => Math.round(residentKb(pid) / 1024));
  const inWords = (delays: typeof across) =>
    delays === null ? '–' : `${delays.p50.toFixed(1)} / ${delays.p99.toFixed(1)}`;
  say(
    [
      processes,
      Math.round(arrival.settledAfterMs),
      inWords(same),
      inWords(across),
      perThousand.toFixed(4),
      megabytes.join(', '),
    ].join(' | '),
  );
  const deaths: object[] = [];
  // Who leads is the first that was started; it dies last.
  for (const [role, server] of processes > 1 ? deathsOf(servers) : []) {
    await crowd.ask<'expect-death'>({
      do: 'expect-death',
      port: server.port,
      withinMs: COMING_BACK_MS,
    });
    server.child.process.kill('SIGKILL');
    const { did: _, ...death } = await crowd.ask<'after-death'>({ do: 'after-death' });
    deaths.push({ role, ...death });
    say(
      `kill -9 of ${role}: right for everyone after ${(death.rightAfterMs / 1000).toFixed(1)} s; of ${death.cameBack} who came back within ${(death.backAfterMs / 1000).toFixed(1)} s, ${death.seenLeaving} were seen to leave`,
    );
  }
  results.push({ processes, arrival, same, across, perThousand, megabytes, deaths });
}

function deathsOf(servers: readonly Server[]): readonly (readonly [string, Server])[] {
  const [leading] = servers;
  const carrying = servers.at(-1);
  if (leading === undefined || carrying === undefined) return [];
  return [
    ['a server that carries', carrying],
    ['the server that leads', leading],
  ];
}

async function startServer(environment: Readonly<Record<string, string>>): Promise<Server> {
  const cli = path.join(import.meta.dirname, '../../src/server/cli.ts');
  // With the option of Node's that its service has (build/systemd).
  const args = ['--max-semi-space-size=16', cli, 'serve', '--port', '0'];
  const child = startChild(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, AMPEL_LOG_LEVEL: 'error', ...environment },
  });
  const { promise, resolve } = Promise.withResolvers<string>();
  child.process.once('message', ({ url }: { readonly url: string }) => resolve(url));
  const ended = child.exited.then(({ code }): never => {
    throw new Error(`a server ended with ${code}`);
  });
  const url = await Promise.race([promise, ended]);
  ended.catch(() => undefined);
  return { child, port: Number(new URL(url).port), pid: child.process.pid ?? 0 };
}

function startCrowd() {
  const child = fork(path.join(import.meta.dirname, 'cluster/crowd.ts'));
  return {
    ask<D extends ClusterAnswer['did']>(request: ClusterRequest): Promise<Answer<D>> {
      const { promise, resolve, reject } = Promise.withResolvers<Answer<D>>();
      const gone = (): void => reject(new Error('the clients ended'));
      child.once('exit', gone);
      child.once('message', (answer: Answer<D>) => {
        child.off('exit', gone);
        resolve(answer);
      });
      child.send(request);
      return promise;
    },
    stop: () => child.kill(),
  };
}
