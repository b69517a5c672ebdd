import { BlockList, type LookupFunction } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/server/system-clock.ts';
import { post } from '../../../src/server/webhooks/post.ts';
import {
  isPrivateHost,
  PRIVATE_ADDRESSES,
} from '../../../src/server/webhooks/private-addresses.ts';
import { Receiver } from '../../support/receiver.ts';

const send = (
  url: string,
  lookup?: LookupFunction,
  blocked: BlockList | null = PRIVATE_ADDRESSES,
) =>
  post(
    { url, headers: {}, body: '{}' },
    { clock: systemClock, blocked, ...(lookup === undefined ? {} : { lookup }) },
  );

/** Answers what it is given, one list of addresses for each time somebody asks. */
function names(...answers: readonly (readonly string[])[]): LookupFunction {
  let asked = 0;
  return (_host, options, callback) => {
    const addresses = (answers[Math.min(asked, answers.length - 1)] ?? []).map((address) => ({
      address,
      family: address.includes(':') ? 6 : 4,
    }));
    asked += 1;
    if (options.all === true) callback(null, addresses);
    else callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
}

const refused = expect.objectContaining({
  kind: 'failed',
  problem: expect.stringContaining('private network'),
});

describe('WH4: addresses inside a private network', () => {
  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '127.8.8.8',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '[::]',
    '[::1]',
    '[::127.0.0.1]',
    '[::ffff:10.0.0.1]',
    '[::ffff:169.254.169.254]',
    '[::ffff:0:10.0.0.1]',
    '[64:ff9b::10.0.0.1]',
    '[64:ff9b:1::1]',
    '[2001::1]',
    '[2001:db8::1]',
    '[2002:7f00:1::]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    'localhost',
    'LOCALHOST.',
    'api.localhost',
  ])('%s is one, and nothing is sent there', async (host) => {
    const { hostname } = new URL(`http://${host}`);
    expect(isPrivateHost(hostname)).toBe(true);
    // A name is left to the system here, which knows localhost.
    const lookup = names(['127.0.0.1', '::1']);
    expect(await send(`http://${host}:9/`, lookup)).toEqual(refused);
    expect(await send(`https://${host}:9/`, lookup)).toEqual(refused);
  });

  it.each([
    '1.1.1.1',
    '172.15.0.1',
    '172.32.0.1',
    '100.128.0.1',
    '192.169.0.1',
    '223.255.255.255',
    '[2606:4700::1111]',
    '[2a00:1450::1]',
    'example.com',
    'localhost.example.com',
  ])('%s is none', (host) => {
    expect(isPrivateHost(new URL(`http://${host}`).hostname)).toBe(false);
  });

  it('are refused behind a name, whatever it answered a moment before', async () => {
    await using receiver = await Receiver.start();
    const { port } = receiver;
    // Nobody can tell by asking first: the name leads elsewhere the second time.
    const rebinding = names(['93.184.215.14'], ['127.0.0.1']);
    rebinding('rebind.example', { all: true }, (_error, addresses) => {
      expect(addresses).toEqual([{ address: '93.184.215.14', family: 4 }]);
    });
    expect(await send(`http://rebind.example:${port}/`, rebinding)).toEqual(refused);
    expect(await send(`http://a.example:${port}/`, names(['127.0.0.1', '::1']))).toEqual(refused);
    expect(await send(`http://b.example:${port}/`, names(['::ffff:127.0.0.1']))).toEqual(refused);
    expect(receiver.received).toEqual([]);
  });

  it('are passed over where a name has others too', async () => {
    await using receiver = await Receiver.start();
    const onlySecond = new BlockList();
    onlySecond.addAddress('127.0.0.2');
    const lookup = names(['127.0.0.2', '127.0.0.1']);
    const answer = await send(`http://both.example:${receiver.port}/`, lookup, onlySecond);
    expect(answer).toEqual({ kind: 'answered', status: 204 });
    expect(receiver.received).toMatchObject([
      { headers: { host: `both.example:${receiver.port}` } },
    ]);
  });

  it('can be allowed by the operator', async () => {
    await using receiver = await Receiver.start();
    const answer = await send(receiver.url, undefined, null);
    expect(answer).toEqual({ kind: 'answered', status: 204 });
  });
});
