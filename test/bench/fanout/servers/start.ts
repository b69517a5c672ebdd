import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import { type Child, startChild } from '../../../../scripts/children.ts';
import { openSqliteStore } from '../../../../src/server/store/sqlite/sqlite-store.ts';
import { systemClock } from '../../../../src/server/system-clock.ts';
import { temporaryFolder } from '../../../support/team-server.ts';
import type { Contender } from '../crowd-messages.ts';
import { storeBenchTeam } from './bench-team.ts';

export type RunningServer = {
  readonly pid: number;
  readonly port: number;
  /** What each member proves itself with, by number; empty where nothing has to be proved. */
  readonly credentials: readonly { readonly token: string }[];
  stop(): Promise<void>;
};

const MOSQUITTO_PORT = 18_830;

/** Starts a server of this kind, which so many members are going to connect to. */
export function startServer(contender: Contender, members: number): Promise<RunningServer> {
  switch (contender) {
    case 'ampel':
    case 'ampel-anew':
      return startAmpel(members);
    case 'socket.io':
      return startScript('socket-io-server.ts');
    case 'ws':
      return startScript('ws-server.ts');
    case 'mosquitto':
      return startMosquitto();
  }
}

async function startAmpel(members: number): Promise<RunningServer> {
  const folder = await temporaryFolder();
  const credentials = await storeMembers(folder.path, members);
  const cli = path.join(import.meta.dirname, '../../../../src/server/cli.ts');
  // With the option of Node's that its service has (build/systemd).
  const args = ['--max-semi-space-size=16', cli, 'serve', '--data', folder.path, '--port', '0'];
  const server = await startNode(args, {
    AMPEL_LOG_LEVEL: 'warn',
  });
  return {
    ...server,
    credentials: credentials.map((token) => ({ token })),
    stop: async () => {
      await server.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

async function storeMembers(dataFolder: string, count: number): Promise<readonly string[]> {
  const store = openSqliteStore(dataFolder, systemClock);
  const tokens = await storeBenchTeam(store, count);
  await store.close();
  return tokens;
}

async function startScript(name: string): Promise<RunningServer> {
  const server = await startNode([path.join(import.meta.dirname, name)], {});
  return { ...server, credentials: [] };
}

async function startNode(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Omit<RunningServer, 'credentials'>> {
  const child = startChild(process.execPath, args, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, ...env },
  });
  const { promise, resolve } = Promise.withResolvers<number>();
  child.process.once('message', (message: { readonly port?: number; readonly url?: string }) => {
    resolve(message.port ?? Number(new URL(message.url ?? '').port));
  });
  const port = await Promise.race([promise, endOf(child)]);
  return { pid: child.process.pid ?? 0, port, stop: () => child.stop() };
}

async function startMosquitto(): Promise<RunningServer> {
  const folder = await temporaryFolder();
  const config = path.join(folder.path, 'mosquitto.conf');
  await writeFile(
    config,
    [
      `listener ${MOSQUITTO_PORT} 127.0.0.1`,
      'allow_anonymous true',
      'persistence false',
      'max_queued_messages 0',
      'user root',
      'log_type none',
      '',
    ].join('\n'),
  );
  const child = startChild('mosquitto', ['-c', config], { stdio: ['ignore', 'ignore', 'inherit'] });
  await Promise.race([reachable(MOSQUITTO_PORT), endOf(child)]);
  return {
    pid: child.process.pid ?? 0,
    port: MOSQUITTO_PORT,
    credentials: [],
    stop: async () => {
      await child.stop();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Fails when the server ends, which it should not before it is stopped. */
async function endOf(child: Child): Promise<never> {
  const { code, signal } = await child.exited;
  throw new Error(`a server ended by itself (${code ?? signal})`);
}

async function reachable(port: number): Promise<void> {
  for (;;) {
    const socket = connect({ port, host: '127.0.0.1' });
    const isUp = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isUp) return;
    await wait(20);
  }
}

/** Whether there is such a server on this computer. */
export function isInstalled(contender: Contender): boolean {
  return contender !== 'mosquitto' || spawnSync('mosquitto', ['-h']).error === undefined;
}
