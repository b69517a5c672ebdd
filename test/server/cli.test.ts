import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { startChild } from '../../scripts/children.ts';
import { run, Serving } from '../support/command-line.ts';
import { addMember, temporaryFolder } from '../support/team-server.ts';
import { WireClient } from '../support/wire-client.ts';

// Every command is a process of its own, which a busy machine may take its time to start.
vi.setConfig({ testTimeout: 30_000 });

const oneLine = /^[^\n]+\n$/;

describe('member and token', () => {
  it('the first member becomes owner and is told so, the next one is an agent', async () => {
    await using folder = await temporaryFolder();
    const data = ['--data', folder.path];
    const first = await run('member', 'add', 'Ada@Example.com', '--name', 'Ada', ...data);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('Ada <ada@example.com>');
    expect(first.out).toContain('role: owner, as the first one');
    const second = await run('member', 'add', 'bo@example.com', '--name', 'Bo', ...data);
    expect(second.out).toContain('role: agent');
    const list = await run('member', 'list', ...data);
    expect(list.out).toBe('ada@example.com\towner\tAda\nbo@example.com\tagent\tBo\n');
  });

  it('TR3: token prints one token and nothing else', async () => {
    await using folder = await temporaryFolder();
    const data = ['--data', folder.path];
    await run('member', 'add', 'ada@example.com', '--name', 'Ada', ...data);
    const token = await run('token', 'ADA@example.com', '--device', 'laptop', ...data);
    expect(token).toMatchObject({ code: 0, err: '' });
    expect(token.out).toMatch(/^ampel_[A-Za-z0-9_-]{43}\n$/);
    const files = await readFile(join(folder.path, 'ampel.sqlite'), 'latin1');
    expect(files).not.toContain(token.out.trim());
  });

  it.each([
    ['an e-mail that is none', ['member', 'add', 'ada', '--name', 'Ada'], 'e-mail address'],
    ['an empty name', ['member', 'add', 'a@example.com', '--name', ' '], 'name'],
    ['a long name', ['member', 'add', 'a@example.com', '--name', 'x'.repeat(81)], 'name'],
    ['a name of two lines', ['member', 'add', 'a@example.com', '--name', 'A\nB'], 'name'],
    ['a stranger’s token', ['token', 'a@example.com', '--device', 'laptop'], 'no member'],
  ])('says in one line what is wrong with %s', async (_, args, about) => {
    await using folder = await temporaryFolder();
    const { code, out, err } = await run(...args, '--data', folder.path);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(oneLine);
    expect(err).toContain(about);
  });

  it('refuses the same e-mail twice', async () => {
    await using folder = await temporaryFolder();
    const add = ['member', 'add', 'ada@example.com', '--name', 'Ada', '--data', folder.path];
    await run(...add);
    const again = await run(...add);
    expect(again.code).toBe(1);
    expect(again.err).toMatch(oneLine);
    expect(again.err).toContain('already a member');
  });

  it('several at once do not get in each other’s way', async () => {
    await using folder = await temporaryFolder();
    const names = ['Ada', 'Bo', 'Cy', 'Di'];
    const all = await Promise.all(
      names.map((name) =>
        run('member', 'add', `${name}@example.com`, '--name', name, '--data', folder.path),
      ),
    );
    expect(all.map(({ err }) => err)).toEqual(['', '', '', '']);
    const { out } = await run('member', 'list', '--data', folder.path);
    expect(out.match(/owner/g)).toHaveLength(1);
    expect(out.trim().split('\n')).toHaveLength(4);
  });
});

describe('serve', () => {
  it('says where it is, how to go on and how to stop; stops within 5 s', async () => {
    await using folder = await temporaryFolder();
    await using server = await Serving.start('--data', folder.path);
    expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ status: 'ok' });
    const { code, out, tookMs } = await server.stop('SIGTERM');
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
    expect(out).toContain(server.url);
    expect(out).toContain(folder.path);
    expect(out).toContain('team create');
    expect(out).toContain('Ctrl+C');
  });

  it('ends with npm, whose shell keeps signals to itself', async () => {
    await using folder = await temporaryFolder();
    const args = ['run', '--silent', 'server', '--', 'serve', '--port', '0', '--data', folder.path];
    const npm = startChild('npm', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let out = '';
    npm.process.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
    });
    await vi.waitFor(() => expect(out).toContain('Stop it'), { timeout: 30_000 });
    await npm.stop();
    await vi.waitFor(() => expect(out).toContain('Stopping.'), { timeout: 5_000 });
  });

  it('PR15: members added while it runs can sign in, and come back after a restart', async () => {
    await using folder = await temporaryFolder();
    const data = ['--data', folder.path];
    await using server = await Serving.start(...data);
    await run('member', 'add', 'ada@example.com', '--name', 'Ada', ...data);
    await run('member', 'add', 'bo@example.com', '--name', 'Bo', ...data);
    const token = (await run('token', 'ada@example.com', '--device', 'laptop', ...data)).out.trim();
    using ada = await WireClient.connect({ url: server.url, token });
    expect(ada.welcome?.snapshot?.members).toHaveLength(2);
    await ada.ask('choose', { choice: 'busy', ageMs: 0, note: 'On a call' });
    await run('member', 'add', 'cy@example.com', '--name', 'Cy', ...data);
    await vi.waitFor(
      () =>
        expect(ada.deltas).toContainEqual(
          expect.objectContaining({ members: [expect.objectContaining({ name: 'Cy' })] }),
        ),
      2_000,
    );
    const { code, tookMs } = await server.stop('SIGINT');
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(5_000);
    // Not `io server disconnect`, after which Socket.IO would not try again by itself.
    expect(await ada.ended).toBe('transport close');

    await using again = await Serving.start(...data);
    using back = await WireClient.connect({ url: again.url, token });
    expect(back.welcome?.self).toMatchObject({ choice: 'busy', note: 'On a call', status: 'busy' });
  });

  it('loses no acknowledged choice when it is killed', async () => {
    await using folder = await temporaryFolder();
    const data = ['--data', folder.path];
    await run('member', 'add', 'ada@example.com', '--name', 'Ada', ...data);
    const token = (await run('token', 'ada@example.com', '--device', 'laptop', ...data)).out.trim();
    await using server = await Serving.start(...data);
    using ada = await WireClient.connect({ url: server.url, token });
    await ada.ask('choose', { choice: 'busy', ageMs: 0 });
    await server.stop('SIGKILL');
    await using again = await Serving.start(...data);
    using back = await WireClient.connect({ url: again.url, token });
    expect(back.welcome?.self).toMatchObject({ choice: 'busy' });
  });

  it('PR15: nobody appears to have left where it is killed and started again', async () => {
    await using folder = await temporaryFolder();
    const data = ['--data', folder.path];
    const { token: adas } = await addMember(folder.path, 'Ada', 'owner');
    const { token: bos } = await addMember(folder.path, 'Bo', 'agent');
    await using server = await Serving.start(...data);
    using ada = await WireClient.connect({ url: server.url, token: adas });
    using bo = await WireClient.connect({ url: server.url, token: bos });
    await bo.ask('choose', { choice: 'busy', forSeconds: 3_600, note: 'On a call', ageMs: 0 });
    const { statuses } = (await ada.ask('team:get', {})).snapshot;
    // What is answered here is on disk.
    const { intervals } = await bo.ask('history:get', { limit: 10 });
    await server.stop('SIGKILL');

    await using again = await Serving.start(...data);
    using adaBack = await WireClient.connect({ url: again.url, token: adas });
    expect(adaBack.welcome?.snapshot?.statuses).toEqual(statuses);
    using boBack = await WireClient.connect({ url: again.url, token: bos });
    expect(boBack.welcome?.self).toMatchObject({ status: 'busy', note: 'On a call' });
    expect((await adaBack.ask('team:get', {})).snapshot.statuses).toEqual(statuses);
    expect(adaBack.changes).toEqual([]);
    expect((await boBack.ask('history:get', { limit: 10 })).intervals).toEqual(intervals);
  });

  it('says so where the port is taken', async () => {
    await using folder = await temporaryFolder();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { code, err } = await run('serve', '--port', String(port), '--data', folder.path);
    other.close();
    expect(code).toBe(1);
    expect(err).toMatch(oneLine);
    expect(err).toContain('--port');
  });

  it('says so where the database is broken, and does not touch it', async () => {
    await using folder = await temporaryFolder();
    const file = join(folder.path, 'ampel.sqlite');
    const content = 'not a database '.repeat(100);
    await writeFile(file, content);
    const { code, err } = await run('serve', '--port', '0', '--data', folder.path);
    expect(code).toBe(1);
    expect(err).toMatch(oneLine);
    expect(await readFile(file, 'utf8')).toBe(content);
  });

  it('TR4: refuses to listen beyond this computer without a TLS proxy', async () => {
    await using folder = await temporaryFolder();
    const { code, err } = await run('serve', '--host', '0.0.0.0', '--data', folder.path);
    expect(code).toBe(1);
    expect(err).toMatch(oneLine);
    expect(err).toContain('--trust-proxy');
  });

  it('refuses a second server on the same folder', async () => {
    await using folder = await temporaryFolder();
    await using _server = await Serving.start('--data', folder.path);
    const { code, err } = await run('serve', '--port', '0', '--data', folder.path);
    expect(code).toBe(1);
    expect(err).toMatch(oneLine);
    expect(err).toContain('Another Ampel server');
  });
});
