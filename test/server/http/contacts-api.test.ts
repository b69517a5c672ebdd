import { expect, it } from 'vitest';
import { ConnectedTeam } from '../../support/connected-team.ts';
import { HttpClient } from '../../support/http-client.ts';

/** A team of Ada (owner, Online) and Bo (agent, Online), and a shop that may put contacts in. */
async function setUp() {
  const t = await ConnectedTeam.start();
  const bo = await t.join('Bo');
  const owner = new HttpClient(t.url, t.member.token);
  const { body: key } = await owner.ask('POST', '/api/v1/integrations', {
    body: { name: 'Shop', scopes: ['contacts'] },
  });
  const asked =
    (http: HttpClient) =>
    (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      http.ask(method, `/api/v1${path}`, body === undefined ? { headers } : { body, headers });
  return {
    t,
    bo,
    owner: asked(owner),
    agent: asked(new HttpClient(t.url, bo.token)),
    shop: asked(new HttpClient(t.url, key.key)),
    [Symbol.asyncDispose]: () => t[Symbol.asyncDispose](),
  };
}

it('AS3: a contact that is put in goes to whoever is next, who hears of it', async () => {
  await using s = await setUp();
  const put = await s.shop('POST', '/contacts', {
    customer: 'Grace Hopper',
    subject: 'Invoice',
    externalId: 'chat-1',
  });
  expect(put).toMatchObject({ status: 201, body: { state: 'assigned', assignedBy: 'queue' } });
  const { contactId, memberId } = put.body;
  const [mine, other] =
    memberId === s.bo.memberId ? [s.bo.client, s.t.ada] : [s.t.ada, s.bo.client];
  await expect
    .poll(() => mine.heard.filter(({ event }) => event === 'contact').at(-1)?.payload)
    .toMatchObject({ contact: { contactId }, why: 'assigned' });
  expect(other).toBeDefined();
  const open = (await s.owner('GET', '/contacts?state=open')).body;
  expect(open.items).toMatchObject([{ contactId }]);
  const members = (await s.owner('GET', '/members')).body.items;
  const counts = members.map((one: { openContacts: number }) => one.openContacts);
  expect(counts.toSorted()).toEqual([0, 1]);
});

it('AS7, AS9: a manager assigns by hand, and the member accepts, returns and closes', async () => {
  await using s = await setUp();
  await s.owner('PATCH', '/settings', { assignOnlyOnline: true });
  for (const memberId of [s.bo.memberId, s.t.member.memberId]) {
    await s.owner('PATCH', `/members/${memberId}`, { receivesContacts: false });
  }
  const { body: contact } = await s.shop('POST', '/contacts', { customer: 'Grace' });
  expect(contact.state).toBe('waiting');
  const path = `/contacts/${contact.contactId}`;
  expect((await s.agent('GET', '/me/contacts')).body).toMatchObject({
    mine: [],
    waiting: [{ contactId: contact.contactId }],
    queue: { waiting: 1 },
  });
  const toBo = { memberId: s.bo.memberId };
  expect((await s.agent('POST', `${path}/assign`, toBo)).status).toBe(403);
  expect((await s.shop('POST', `${path}/assign`, toBo)).status).toBe(403);
  expect((await s.owner('POST', `${path}/assign`, toBo)).body).toMatchObject({
    state: 'assigned',
    assignedBy: 'hand',
    memberId: s.bo.memberId,
  });
  expect((await s.owner('POST', `${path}/accept`)).status).toBe(403);
  expect((await s.agent('POST', `${path}/accept`)).body).toMatchObject({ state: 'accepted' });
  expect((await s.agent('POST', `${path}/return`)).body).toMatchObject({
    state: 'waiting',
    returned: { reason: 'returned', memberId: s.bo.memberId },
  });
  expect((await s.agent('POST', `${path}/close`)).status).toBe(403);
  expect((await s.shop('POST', `${path}/close`)).body).toMatchObject({ state: 'closed' });
  expect((await s.owner('POST', `${path}/assign`, toBo)).status).toBe(409);
  expect((await s.agent('GET', path)).status).toBe(404);
  expect((await s.owner('GET', path)).body).toMatchObject({ state: 'closed' });
});

it('pages through the queue in its order, and through everything back in time', async () => {
  await using s = await setUp();
  await s.owner('PATCH', '/settings', { assignOnlyOnline: true });
  for (const memberId of [s.bo.memberId, s.t.member.memberId]) {
    await s.owner('PATCH', `/members/${memberId}`, { capacity: 0 });
  }
  for (const n of [1, 2, 3, 4, 5]) {
    await s.shop('POST', '/contacts', { customer: `Customer ${n}` });
    s.t.clock.advance(1_000);
  }
  const all = async (query: string) => {
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await s.owner('GET', `/contacts?limit=2${query}${more}`);
      found.push(...body.items.map((one: { customer: string }) => one.customer.slice(-1)));
      cursor = body.next;
    }
    return found.join('');
  };
  expect(await all('&state=waiting')).toBe('12345');
  expect(await all('')).toBe('54321');
  expect((await s.owner('GET', '/contacts?cursor=nonsense')).status).toBe(400);
  expect((await s.agent('GET', '/contacts')).status).toBe(403);
});

it('AS1: leaves out nobody who goes on waiting while the queue is paged through', async () => {
  await using s = await setUp();
  for (const memberId of [s.bo.memberId, s.t.member.memberId]) {
    await s.owner('PATCH', `/members/${memberId}`, { receivesContacts: false });
  }
  for (const n of [1, 2, 3, 4]) await s.shop('POST', '/contacts', { customer: `Customer ${n}` });
  const page = async (more = '') =>
    (await s.owner('GET', `/contacts?limit=2&state=waiting${more}`)).body;
  const customers = (items: readonly { customer: string }[]) =>
    items.map(({ customer }) => customer.slice(-1)).join('');
  const first = await page();
  expect(customers(first.items)).toBe('12');
  for (const { contactId } of first.items) await s.shop('POST', `/contacts/${contactId}/close`);
  const second = await page(`&cursor=${first.next}`);
  expect(customers(second.items)).toBe('34');
  expect(second.next).toBeNull();
});

it('AS9: puts a contact in once, however often the request is repeated', async () => {
  await using s = await setUp();
  const put = (customer: string) =>
    s.shop('POST', '/contacts', { customer, externalId: 'chat-1' }, { 'idempotency-key': 'k1' });
  const first = await put('Grace');
  expect(await put('Grace')).toMatchObject({ status: 201, body: first.body });
  expect(await put('Ada')).toMatchObject({ status: 409, body: { code: 'conflict' } });
  const twin = await s.shop('POST', '/contacts', { customer: 'Grace', externalId: 'chat-1' });
  expect(twin).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await s.owner('GET', '/contacts')).body.items).toHaveLength(1);
});

it.each([
  ['an unknown field', { customer: 'Grace', status: 'offline' }],
  ['nobody', {}],
  ['a link that is no web address', { customer: 'Grace', link: 'javascript:alert(1)' }],
  ['a line break in a name', { customer: 'Grace\r\nSet-Cookie: x=1' }],
  ['too long a subject', { customer: 'Grace', subject: 'x'.repeat(201) }],
])('TR2: refuses a contact with %s', async (_, body) => {
  await using s = await setUp();
  const put = await s.shop('POST', '/contacts', body);
  expect(put).toMatchObject({ status: 400, body: { code: 'invalid' } });
});

it.each(["Robert'); DROP TABLE contacts;--", '<script>alert(1)</script>', '=HYPERLINK("x")'])(
  'keeps %s as the text it is',
  async (customer) => {
    await using s = await setUp();
    const { body } = await s.shop('POST', '/contacts', { customer, subject: customer });
    expect((await s.owner('GET', `/contacts/${body.contactId}`)).body).toMatchObject({
      customer,
      subject: customer,
    });
  },
);

it('refuses a body over 64 KiB', async () => {
  await using s = await setUp();
  const put = await s.shop('POST', '/contacts', { customer: 'x'.repeat(65 * 1024) });
  expect(put).toMatchObject({ status: 413, body: { code: 'too-large' } });
});
