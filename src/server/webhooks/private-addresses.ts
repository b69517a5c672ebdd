import { BlockList, isIP } from 'node:net';

/** What the IANA registries of special addresses do not call globally reachable. */
const IPV4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  // Multicast, reserved and broadcast.
  '224.0.0.0/3',
] as const;

/** The same, with everything through which an IPv4 address could be reached by another name. */
const IPV6 = [
  // Unspecified, loopback and IPv4-compatible. IPv4-mapped ones are looked up among those above.
  '::/96',
  '::ffff:0:0:0/96',
  '64:ff9b::/32',
  '100::/8',
  '200::/7',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  // Beyond 2000::/3 nothing is public: unique local, link-local, multicast …
  '4000::/2',
  '8000::/1',
] as const;

/** Addresses that webhooks are not sent to unless the operator allows it: they lead into the network around the server. */
export const PRIVATE_ADDRESSES = blockList();

/** Whether the host of a URL is such an address, or a name of this computer, at first sight. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family === 0) return /(^|\.)localhost\.?$/i.test(host);
  return PRIVATE_ADDRESSES.check(host, family === 4 ? 'ipv4' : 'ipv6');
}

function blockList(): BlockList {
  const list = new BlockList();
  for (const [networks, family] of [[IPV4, 'ipv4'] as const, [IPV6, 'ipv6'] as const]) {
    for (const network of networks) {
      const [address = '', length] = network.split('/');
      list.addSubnet(address, Number(length), family);
    }
  }
  return list;
}
