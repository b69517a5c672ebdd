import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { addressOf, Http, path } from '../../../src/renderer/board/api/http.ts';

type Sent = { readonly address: string; readonly init: RequestInit };

/** A network with one answer, which remembers what was asked of it. */
function network(answer: () => Response | Promise<Response>) {
  const sent: Sent[] = [];
  const unauthorized: string[] = [];
  const http = new Http({
    fetch: async (address, init = {}) => {
      sent.push({ address: String(address), init });
      return answer();
    },
    onUnauthorized: () => unauthorized.push('unauthorized'),
    renewProof: async () => undefined,
  });
  return { http, sent, unauthorized };
}

const json =
  (value: unknown, status = 200) =>
  () =>
    Response.json(value, { status });
const problem = (status: number, code: string, detail = 'why') =>
  json({ type: 'about:blank', title: code, status, detail, code }, status);

const get = { method: 'GET', path: '/me', answer: z.object({ name: z.string() }) } as const;
const create = {
  method: 'POST',
  path: '/invites',
  answer: z.object({ id: z.string() }),
  body: { email: 'a@example.com' },
  idempotencyKey: 'key-1',
} as const;

const headersOf = ({ init }: Sent) => new Headers(init.headers);

describe('requests of the board', () => {
  it('answer with what fits the schema', async () => {
    const { http, sent } = network(json({ name: 'Ada', more: 1 }));
    expect(await http.send(get)).toEqual({ ok: true, value: { name: 'Ada' } });
    expect(sent[0]?.address).toBe('/api/v1/me');
    expect(sent[0]?.init).toMatchObject({ method: 'GET', credentials: 'same-origin' });
  });

  it('TR1 prove that they come from this page, where they change something', async () => {
    const { http, sent } = network(json({ id: 'i1', name: 'Ada' }));
    http.prove('proof');
    await http.send(create);
    await http.send(get);
    http.prove(null);
    await http.send(create);
    expect(sent.map((one) => headersOf(one).get('x-ampel-csrf'))).toEqual(['proof', null, null]);
  });

  it('carry a key where they create something, so that it is created once', async () => {
    const { http, sent } = network(json({ id: 'i1' }));
    await http.send(create);
    expect(sent.map((one) => headersOf(one).get('idempotency-key'))).toEqual(['key-1']);
    expect(sent[0]?.init.body).toBe('{"email":"a@example.com"}');
  });

  it('say why the server refuses', async () => {
    const { http, unauthorized } = network(problem(409, 'conflict', 'This address is taken.'));
    expect(await http.send(create)).toEqual({
      ok: false,
      problem: { code: 'conflict', detail: 'This address is taken.' },
    });
    expect(unauthorized).toEqual([]);
  });

  it('tell where the session is not good any more', async () => {
    const { http, unauthorized } = network(problem(401, 'unauthorized'));
    expect(await http.send(get)).toMatchObject({ ok: false, problem: { code: 'unauthorized' } });
    expect(unauthorized).toHaveLength(1);
  });

  it('take the page of a proxy for a server that cannot be had', async () => {
    const { http } = network(() => new Response('<h1>Bad gateway</h1>', { status: 502 }));
    expect(await http.send(get)).toMatchObject({ ok: false, problem: { code: 'unavailable' } });
  });

  it('take an answer that makes no sense for one of another version', async () => {
    const { http } = network(json({ surname: 'Lovelace' }));
    expect(await http.send(get)).toMatchObject({
      ok: false,
      problem: { code: 'protocol-unsupported' },
    });
  });

  it('say that the server is out of reach, or too slow', async () => {
    const failing = network(() => {
      throw new TypeError('Failed to fetch');
    });
    expect(await failing.http.send(get)).toMatchObject({ problem: { code: 'unreachable' } });
    const slow = network(() => {
      throw new DOMException('took too long', 'TimeoutError');
    });
    expect(await slow.http.send(get)).toMatchObject({ problem: { code: 'no-answer' } });
  });

  it('are done with an answer without content', async () => {
    const { http } = network(() => new Response(null, { status: 204 }));
    const remove = { method: 'DELETE', path: '/session', answer: z.unknown() } as const;
    expect(await http.send(remove)).toEqual({ ok: true, value: null });
  });

  it('encode what stands in their addresses', () => {
    expect(path('members', 'a/b?c')).toBe('/members/a%2Fb%3Fc');
    expect(addressOf('/audit', { cursor: 'x&y', limit: undefined })).toBe(
      '/api/v1/audit?cursor=x%26y',
    );
  });
});
