/** `npm run cluster`: several servers of one team on this computer, to try what becomes of it when one of them ends. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { Balancer } from './balancer.ts';
import { BuildFailed, buildIfNeeded } from './build-if-needed.ts';
import { type Child, runToEnd, startChild } from './children.ts';
import { KeepRunning } from './keep-running.ts';
import { PostgresServer } from './postgres-server.ts';
import { RedisServer } from './redis-server.ts';
import { type Heard, heardIn } from './server-log.ts';
import { aborted, stopSignal } from './stop-signal.ts';

const SERVER = path.join(import.meta.dirname, '../src/server/cli.ts');
const TEAM = 'Support';
const OWNER_EMAIL = 'you@cluster.invalid';

/** Most servers that one computer is asked to run. */
const MOST_PROCESSES = 16;

const stop = stopSignal();
const beganAt = performance.now();
const say = (line: string): void => {
  const seconds = ((performance.now() - beganAt) / 1_000).toFixed(1);
  process.stdout.write(`${seconds.padStart(7)} s  ${line}\n`);
};

// Where nobody reads it any more, what was started is to end in order all the same.
process.stdout.on('error', () => undefined);

/** How long trouble that a server has told of is not told again, in milliseconds. */
const REPEAT_MS = 5_000;
const toldAt = new Map<string, number>();
const tell = (name: string, { kind, words }: Heard): void => {
  const line = `${name}: ${words}`;
  const now = performance.now();
  const isRepeated = kind === 'trouble' && now - (toldAt.get(line) ?? -REPEAT_MS) < REPEAT_MS;
  if (isRepeated || stop.aborted) return;
  toldAt.set(line, now);
  say(line);
};

/** Ends with one line for the person who started, instead of a stack. */
class StartFailed extends Error {
  override readonly name = 'StartFailed';
}

/** What is begun here ends with `disposal`, the last first. */
async function start(disposal: AsyncDisposableStack): Promise<void> {
  const { processes, port, keep } = readArguments();
  await buildIfNeeded(say, ['board']);
  const balancer = disposal.use(await listen(port));
  const databases = await startDatabases(keep, disposal);
  const environment = { ...process.env, ...databases, AMPEL_PUBLIC_URL: balancer.url };
  const signIn = await prepareTeam(environment);

  const servers = Array.from({ length: processes }, (_, index) => {
    const name = `server ${index + 1}`;
    return new KeepRunning({
      name,
      say,
      start: async () => {
        const { child, url } = await startServer(name, environment);
        balancer.add(url);
        void child.exited.then(() => balancer.remove(url));
        return child;
      },
    });
  });
  disposal.defer(async () => {
    await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  });
  await Promise.all(servers.map((server) => server.start()));

  process.stdout.write(`
  The team is at  ${balancer.url}
  ${signIn}
  Administer it   DATABASE_URL='${databases.DATABASE_URL}' npm run -s server -- --help
  To try          kill -9 and a pid from above, also of Redis or PostgreSQL
  To stop         press Ctrl-C

`);
}

function readArguments(): { processes: number; port: number; keep: string | null } {
  try {
    const { values } = parseArgs({
      options: {
        processes: { type: 'string', default: '3' },
        port: { type: 'string', default: '4180' },
        keep: { type: 'string' },
      },
    });
    return {
      processes: wholeNumber('--processes', values.processes, 1, MOST_PROCESSES),
      port: wholeNumber('--port', values.port, 0, 65_535),
      keep: values.keep === undefined ? null : path.resolve(values.keep),
    };
  } catch (error) {
    throw new StartFailed(
      `${error instanceof Error ? error.message : error}\nUsage: npm run cluster -- [--processes 3] [--port 4180] [--keep <folder>]`,
    );
  }
}

function wholeNumber(option: string, said: string, least: number, most: number): number {
  const number = Number(said);
  if (/^\d+$/.test(said) && number >= least && number <= most) return number;
  throw new Error(`${option} has to be a whole number from ${least} to ${most}.`);
}

async function listen(port: number): Promise<Balancer> {
  try {
    return await Balancer.listen(port);
  } catch (error) {
    throw new StartFailed(
      `Cannot listen on port ${port} (${codeOf(error)}). Choose another with --port <number>.`,
    );
  }
}

type Databases = { readonly DATABASE_URL: string; readonly REDIS_URL: string };

async function startDatabases(
  keep: string | null,
  disposal: AsyncDisposableStack,
): Promise<Databases> {
  const folderOf = (name: string) => (keep === null ? null : path.join(keep, name));
  if (keep !== null) makeFolder(keep);
  const redis = disposal.use(await RedisServer.create(folderOf('redis')));
  const postgres = disposal.use(await createPostgres(folderOf('postgres')));
  for (const [name, server] of Object.entries({ Redis: redis, PostgreSQL: postgres })) {
    const kept = disposal.use(new KeepRunning({ name, say, start: () => server.run() }));
    try {
      await kept.start();
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error;
      throw new StartFailed(
        'There is no redis-server here, through which the servers speak with each other. ' +
          'Install it (Debian: apt-get install redis-server; macOS: brew install redis), then start again.',
      );
    }
  }
  return { DATABASE_URL: await postgres.database('ampel'), REDIS_URL: redis.url };
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartFailed(
      `The folder ${folder} cannot be made (${codeOf(error)}). Choose another with --keep <folder>.`,
    );
  }
}

async function createPostgres(keep: string | null): Promise<PostgresServer> {
  try {
    return await PostgresServer.create({ keep, isDetached: true });
  } catch (error) {
    if (keep === null) throw error;
    const asRoot =
      process.getuid?.() === 0 ? 'Started by root it runs as nobody, who has to get there. ' : '';
    throw new StartFailed(
      `PostgreSQL cannot have its data in ${keep}. ${asRoot}Choose another folder with --keep <folder>. ` +
        `It says: ${error instanceof Error ? error.message.trim() : error}`,
    );
  }
}

/** Makes the team where there is none yet; answers the line that says how to sign in. */
async function prepareTeam(environment: NodeJS.ProcessEnv): Promise<string> {
  if ((await administer(environment, 'team', 'list')) !== '') {
    return `Sign in as      ${OWNER_EMAIL}`;
  }
  const said = await administer(environment, 'team', 'create', TEAM, '--owner', OWNER_EMAIL);
  return `Sign in         as ${OWNER_EMAIL}, its owner, who sets a password once at\n                  ${said.split('\n').at(-1)}`;
}

async function administer(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runToEnd(process.execPath, [SERVER, ...args], { env });
  if (code !== 0) throw new StartFailed(stderr.trim());
  return stdout.trim();
}

async function startServer(
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<{ child: Child; url: string }> {
  const child = startChild(process.execPath, [SERVER, 'serve', '--port', '0'], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...env, AMPEL_LOG_LEVEL: 'info' },
  });
  if (child.process.stderr !== null) {
    createInterface(child.process.stderr).on('line', (line) => {
      const heard = heardIn(line);
      if (heard !== null) tell(name, heard);
    });
  }
  const { promise, resolve } = Promise.withResolvers<string>();
  child.process.once('message', (message: { url: string }) => resolve(message.url));
  const url = await Promise.race([promise, child.exited.then(() => null)]);
  if (url === null) throw new StartFailed('it did not start');
  return { child, url };
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}

const disposal = new AsyncDisposableStack();
let exitCode = 0;
try {
  await Promise.race([start(disposal), aborted(stop)]);
  await aborted(stop);
} catch (error) {
  exitCode = 1;
  const expected = error instanceof StartFailed || error instanceof BuildFailed;
  process.stderr.write(`${expected ? error.message : (error as Error).stack}\n`);
}
await disposal.disposeAsync();
// A start that was interrupted halfway must not go on.
process.exit(exitCode);
