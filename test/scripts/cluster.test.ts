import { existsSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Child, startChild } from '../../scripts/children.ts';
import { temporaryFolder } from '../support/team-server.ts';

const SCRIPT = path.join(import.meta.dirname, '../../scripts/cluster.ts');

const started: Child[] = [];
afterEach(async () => {
  for (const child of started.splice(0)) await child.stop();
});

/** `npm run cluster` and what it has said so far. */
function runCluster(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const child = startChild(process.execPath, [SCRIPT, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
  });
  started.push(child);
  const said = { out: '', err: '' };
  child.process.stdout?.on('data', (chunk: Buffer) => {
    said.out += chunk;
  });
  child.process.stderr?.on('data', (chunk: Buffer) => {
    said.err += chunk;
  });
  return {
    child,
    said,
    /** Of the process of that name that runs now. */
    pidOf(name: string): number {
      const runs = [...said.out.matchAll(new RegExp(`${name} runs \\(pid (\\d+)\\)`, 'g'))];
      return Number(runs.at(-1)?.[1]);
    },
    async saying(words: string): Promise<void> {
      await Promise.race([
        expect.poll(() => said.out, { timeout: 45_000 }).toContain(words),
        child.exited.then(() => expect.fail(`It has ended: ${said.err}`)),
      ]);
    },
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const ALL = ['Redis', 'PostgreSQL', 'server 1', 'server 2'] as const;

describe('npm run cluster', () => {
  it('serves a team, starts what was killed again, keeps the data, and ends everything', async () => {
    await using folder = await temporaryFolder();
    // The user as whom PostgreSQL runs where root has started it has to get there.
    await chmod(folder.path, 0o755);
    const keep = path.join(folder.path, 'kept');
    const args = ['--processes', '2', '--port', '0', '--keep', keep];
    const first = runCluster(args);
    await first.saying('To stop');
    const url = /The team is at\s+(\S+)/.exec(first.said.out)?.[1] ?? '';
    expect(first.said.out).toContain(`${url}/password#`);
    const isReady = async () => (await fetch(`${url}/readyz`).catch(() => null))?.status;
    await expect.poll(isReady).toBe(200);
    await first.saying(': leads');
    const leader = /(server \d): leads/.exec(first.said.out)?.[1] ?? '';
    const killed = first.pidOf(leader);
    process.kill(killed, 'SIGKILL');
    await first.saying(`${leader} (pid ${killed}) has ended (SIGKILL)`);
    await expect.poll(() => first.pidOf(leader), { timeout: 20_000 }).not.toBe(killed);
    // Either of them: the one that was killed may be back by the end of its lease.
    const leads = () => first.said.out.match(/: leads$/gm)?.length;
    await expect.poll(leads, { timeout: 20_000 }).toBe(2);
    await expect.poll(isReady).toBe(200);
    const pids = ALL.map((name) => first.pidOf(name));
    expect(pids.every(isAlive)).toBe(true);
    first.child.process.kill('SIGINT');
    expect(await first.child.exited).toMatchObject({ code: 0 });
    expect(pids.filter(isAlive)).toEqual([]);
    expect(first.said.out).not.toContain(`server 2 (pid ${first.pidOf('server 2')}) has ended`);

    const second = runCluster(args);
    await second.saying('To stop');
    expect(second.said.out).not.toContain('password#');
    second.child.process.kill('SIGINT');
    await second.child.exited;
    expect(existsSync(path.join(keep, 'postgres/data/PG_VERSION'))).toBe(true);
  }, 120_000);

  it('says what to install where there is no Redis', async () => {
    const { child, said } = runCluster(['--port', '0'], { ...process.env, PATH: '/nowhere' });
    expect(await child.exited).toMatchObject({ code: 1 });
    expect(said.err).toMatch(/^There is no redis-server here.*Install it.*\n$/);
  });

  it.runIf(process.getuid?.() === 0)('says where PostgreSQL cannot keep its data', async () => {
    await using folder = await temporaryFolder();
    const { child, said } = runCluster(['--port', '0', '--keep', folder.path]);
    expect(await child.exited).toMatchObject({ code: 1 });
    expect(said.err).toMatch(/^PostgreSQL cannot have its data in .*Choose another folder/);
  });

  it.each([['--processes', '0'], ['--port', '70000'], ['--keep'], ['--unknown']])(
    'says how it is used where it is told %s %s',
    async (...args) => {
      const { child, said } = runCluster(args.filter((arg) => arg !== undefined));
      expect(await child.exited).toMatchObject({ code: 1 });
      expect(said.err).toContain('Usage: npm run cluster');
    },
  );
});
