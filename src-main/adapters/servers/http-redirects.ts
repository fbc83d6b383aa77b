import { lookup } from 'node:dns/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';

/** Finds the addresses of a host name. Rejects as `dns.lookup` does. */
export type Resolver = (host: string) => Promise<string[]>;

/** The system's own name resolution. */
export const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** Where an address belongs. Everything but `public` is out of bounds unless the connection's own server is there too. */
export type AddressClass = 'public' | 'loopback' | 'link-local' | 'private' | 'unusable';

const ranges: [AddressClass, string, number, 'ipv4' | 'ipv6'][] = [
  ['loopback', '127.0.0.0', 8, 'ipv4'],
  ['loopback', '::1', 128, 'ipv6'],
  ['link-local', '169.254.0.0', 16, 'ipv4'],
  ['link-local', 'fe80::', 10, 'ipv6'],
  ['private', '10.0.0.0', 8, 'ipv4'],
  ['private', '172.16.0.0', 12, 'ipv4'],
  ['private', '192.168.0.0', 16, 'ipv4'],
  // Addresses that providers share among customers (RFC 6598) and unique local ones (RFC 4193).
  ['private', '100.64.0.0', 10, 'ipv4'],
  ['private', 'fc00::', 7, 'ipv6'],
  ['private', 'fec0::', 10, 'ipv6'],
  ['unusable', '0.0.0.0', 8, 'ipv4'],
  ['unusable', '224.0.0.0', 4, 'ipv4'],
  ['unusable', '240.0.0.0', 4, 'ipv4'],
  ['unusable', '::', 96, 'ipv6'],
  ['unusable', 'ff00::', 8, 'ipv6'],
];

const lists = new Map<AddressClass, BlockList>();
for (const [name, network, prefix, family] of ranges) {
  const list = lists.get(name) ?? new BlockList();
  list.addSubnet(network, prefix, family);
  lists.set(name, list);
}

/** The IPv4 address inside an IPv6 one of the forms that lead to IPv4: mapped, NAT64, 6to4. */
function embedded(address: string): string | null {
  const parts = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const head = parts[0] ? parts[0].split(':') : [];
  const tail = parts[1] ? parts[1].split(':') : [];
  const gap = parts.length === 2 ? Array<string>(8 - head.length - tail.length).fill('0') : [];
  const groups = [...head, ...gap, ...tail].map((group) => Number.parseInt(group, 16));
  const quad = (high: number, low: number): string => `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  const zeros = (count: number): boolean => groups.slice(0, count).every((group) => group === 0);
  if (zeros(5) && groups[5] === 0xffff) return quad(groups[6]!, groups[7]!);
  if (groups[0] === 0x64 && groups[1] === 0xff9b) return quad(groups[6]!, groups[7]!);
  if (groups[0] === 0x2002) return quad(groups[1]!, groups[2]!);
  return null;
}

/** The class of an IP address; what is no address is unusable. */
export function addressClass(address: string): AddressClass {
  const bare = address.split('%')[0]!;
  const family = isIP(bare);
  if (family === 0) return 'unusable';
  if (family === 6) {
    const inner = embedded(bare);
    if (inner !== null) return addressClass(inner);
  }
  for (const [name, list] of lists) if (list.check(bare, family === 6 ? 'ipv6' : 'ipv4')) return name;
  return 'public';
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, '$1');

async function addressesOf(url: URL, resolve: Resolver): Promise<string[]> {
  const host = hostOf(url);
  return isIP(host) === 0 ? resolve(host) : [host];
}

/** What a host's own name or number says already, without asking anybody; null for any other name. */
function literalClass(url: URL): AddressClass | null {
  const host = hostOf(url);
  if (host === 'localhost' || host.endsWith('.localhost')) return 'loopback';
  return isIP(host) === 0 ? null : addressClass(host);
}

const refuse = (detail: Phrase): FailedError => new FailedError({ kind: 'redirect-refused', detail });

/**
 * Where an answer points to, as text that a URL can be made of; empty where it points nowhere. Bytes beyond ASCII are
 * percent-coded one by one, as browsers do: Node reads headers as Latin-1, which would make two letters of one in UTF-8.
 */
export const locationOf = ({ location = '' }: IncomingHttpHeaders): string =>
  location.trim().replace(/[\x80-\xff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);

/** A place that a redirect may lead to. */
export interface Hop {
  url: URL;
  /**
   * The addresses that were checked: the request goes to one of them and nowhere else. Null at the own server, and
   * behind a proxy, which looks names up by itself.
   */
  addresses: string[] | null;
}

/**
 * Where a foreign host is, if requests of this connection may go there. Rejects with `redirect-refused` for an address
 * inside this network unless the connection's own server is in there too.
 */
export async function checkedAddresses(url: URL, own: URL, resolve: Resolver): Promise<string[]> {
  let addresses: string[];
  try {
    addresses = await addressesOf(url, resolve);
  } catch {
    throw new FailedError({
      kind: 'unreachable',
      detail: phrase('reasons.network.elsewhere', {
        host: url.host,
        why: phrase('reasons.network.nameUnknown'),
      }),
    });
  }
  const outside = new Set(addresses.map(addressClass));
  outside.delete('public');
  if (addresses.length === 0) throw refuse(phrase('reasons.redirect.unknown', { origin: url.origin }));
  if (outside.size > 0) {
    const inside = new Set((await addressesOf(own, resolve).catch(() => [])).map(addressClass));
    if ([...outside].some((name) => !inside.has(name))) {
      throw refuse(phrase('reasons.redirect.inside', { origin: url.origin }));
    }
  }
  return addresses;
}

/**
 * Decides whether a redirect may be followed, before anything is sent there. Rejects with `redirect-refused`,
 * whose words name the target by scheme, host and port only: the rest of a signed address is a secret.
 */
export async function nextHop(redirect: {
  from: URL;
  location: string;
  own: URL;
  resolve: Resolver;
  /** Whether a proxy would be asked for an address; no if left out. */
  isProxied?: (url: URL) => Promise<boolean>;
}): Promise<Hop> {
  const { from, location, own, resolve, isProxied = async () => false } = redirect;
  let url: URL;
  try {
    url = new URL(location, from);
  } catch {
    throw refuse(phrase('reasons.redirect.noSense'));
  }
  url.hash = '';
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse(phrase('reasons.redirect.scheme', { scheme: url.protocol.slice(0, 40) }));
  if (url.username !== '' || url.password !== '')
    throw refuse(phrase('reasons.redirect.password', { host: url.host }));
  if (from.protocol === 'https:' && url.protocol === 'http:')
    throw refuse(phrase('reasons.redirect.unencrypted', { origin: url.origin }));
  if (url.origin === own.origin) return { url, addresses: null };
  if (!(await isProxied(url))) return { url, addresses: await checkedAddresses(url, own, resolve) };
  const literal = literalClass(url);
  if (literal !== null && literal !== 'public' && literal !== literalClass(own))
    throw refuse(phrase('reasons.redirect.inside', { origin: url.origin }));
  return { url, addresses: null };
}
