import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import type { z } from 'zod';
import { systemClock } from '../../src/server/system-clock.ts';
import { post } from '../../src/server/webhooks/post.ts';
import { signatureOf } from '../../src/server/webhooks/signature.ts';
import { DELIVERY_HEADERS, teamEventSchema } from '../../src/shared/api/webhook-events.ts';
import { WEBHOOK_EVENTS } from '../../src/shared/api/webhooks.ts';
import { temporaryFolder } from '../support/team-server.ts';
import { readDocument, tableRows } from './markdown.ts';

const DOCUMENT = join(import.meta.dirname, '../../docs/webhooks.md');
const SECRET = 'whsec_of-a-test';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

it('WH2, WH3: the receiver in docs/webhooks.md takes what is genuine, once, and nothing else', async () => {
  await using folder = await temporaryFolder();
  const code = /```js\n(.*?)```/s.exec(await readFile(DOCUMENT, 'utf8'))?.[1] ?? '';
  const file = join(folder.path, 'receiver.mjs');
  await writeFile(file, code);
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { SECRET, PORT: String(port) },
  });
  const lines: string[] = [];
  createInterface(child.stdout).on('line', (line) => lines.push(line));
  const send = (body: string, signature = signatureOf(body, SECRET, Date.now())) =>
    post(
      {
        url: `http://127.0.0.1:${port}/`,
        headers: { [DELIVERY_HEADERS.signature]: signature },
        body,
      },
      { clock: systemClock, blocked: null },
    );
  try {
    const body = JSON.stringify({ deliveryId: 'd1', event: 'test', at: 1 });
    const taken = { kind: 'answered', status: 204 };
    const refused = { kind: 'answered', status: 401 };
    await expect.poll(() => send(body)).toEqual(taken);
    expect(await send(body)).toEqual(taken);
    expect(await send(body, signatureOf(body, 'another secret', Date.now()))).toEqual(refused);
    expect(await send(body, signatureOf(body, SECRET, Date.now() - 301_000))).toEqual(refused);
    expect(await send(body.replace('1', '2'), signatureOf(body, SECRET, Date.now()))).toEqual(
      refused,
    );
    expect(await send(body, 'nonsense')).toEqual(refused);
    expect(await send(body.replace('d1', 'd2'))).toEqual(taken);
    await expect.poll(() => lines).toEqual(Array(2).fill('{"event":"test","at":1}'));
  } finally {
    child.kill();
    await once(child, 'exit');
  }
});

it('WH1: docs/webhooks.md has every event with its fields, and every header', () => {
  const [, events = ''] = readDocument(DOCUMENT).split('The rest depends on the event:');
  const told = Object.fromEntries(tableRows(events).map(([name = '', fields]) => [name, fields]));
  expect(Object.keys(told)).toEqual([...WEBHOOK_EVENTS, 'test'].map((name) => `\`${name}\``));
  for (const { shape } of teamEventSchema.options) {
    const [event = ''] = (shape.event as z.ZodLiteral<string>).values;
    // What is the same as in the row before is not said again.
    const fields = told[`\`${event}\``]?.replace('the same', '`contact`');
    for (const field of Object.keys(shape).filter((name) => name !== 'event' && name !== 'at')) {
      expect(fields, event).toContain(`\`${field}\``);
    }
  }
  const headers = tableRows(readDocument(DOCUMENT)).map(([name]) => name?.replaceAll('`', ''));
  expect(headers.sort()).toEqual(Object.values(DELIVERY_HEADERS).sort());
});
