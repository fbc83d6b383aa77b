import { lookup } from 'node:dns/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
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

/** Where the ranges of `ipaddr.js` (IANA's registries of special addresses) belong; those that aren't here are unusable. */
const classes: Partial<Record<string, AddressClass>> = {
  unicast: 'public',
  loopback: 'loopback',
  linkLocal: 'link-local',
  private: 'private',
  // Addresses that providers share among customers (RFC 6598) and unique local ones (RFC 4193).
  carrierGradeNat: 'private',
  uniqueLocal: 'private',
};

/** Site-local addresses (RFC 3879), which some networks still have, and the library takes for any; so it does with those
 * that once stood for IPv4 ones (RFC 4291 section 2.5.5.1). */
const siteLocal = ipaddr.IPv6.parseCIDR('fec0::/10');
const compatible = ipaddr.IPv6.parseCIDR('::/96');

/** The IPv4 address inside an IPv6 one of the forms that lead to IPv4: mapped, NAT64, 6to4; else null. */
function embedded(address: ipaddr.IPv6): ipaddr.IPv4 | null {
  const bytes = address.toByteArray();
  const isSixToFour = address.range() === '6to4';
  const leadsToV4 = isSixToFour || ['ipv4Mapped', 'rfc6052', 'rfc6145'].includes(address.range());
  return leadsToV4 ? new ipaddr.IPv4(isSixToFour ? bytes.slice(2, 6) : bytes.slice(12)) : null;
}

/** The class of an IP address; what is no address is unusable. */
export function addressClass(address: string): AddressClass {
  const bare = address.split('%')[0]!;
  if (isIP(bare) === 0) return 'unusable';
  const parsed = ipaddr.parse(bare);
  const inner = parsed instanceof ipaddr.IPv6 ? embedded(parsed) : null;
  if (parsed instanceof ipaddr.IPv6 && parsed.match(siteLocal)) return 'private';
  if (parsed instanceof ipaddr.IPv6 && parsed.range() === 'unicast' && parsed.match(compatible))
    return 'unusable';
  return classes[(inner ?? parsed).range()] ?? 'unusable';
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
      detail: phrase('failureDetails.network.elsewhere', {
        host: url.host,
        why: phrase('failureDetails.network.nameUnknown'),
      }),
    });
  }
  const outside = new Set(addresses.map(addressClass));
  outside.delete('public');
  if (addresses.length === 0) throw refuse(phrase('failureDetails.redirect.unknown', { origin: url.origin }));
  if (outside.size > 0) {
    const inside = new Set((await addressesOf(own, resolve).catch(() => [])).map(addressClass));
    if ([...outside].some((name) => !inside.has(name))) {
      throw refuse(phrase('failureDetails.redirect.inside', { origin: url.origin }));
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
    throw refuse(phrase('failureDetails.redirect.noSense'));
  }
  url.hash = '';
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refuse(phrase('failureDetails.redirect.scheme', { scheme: url.protocol.slice(0, 40) }));
  if (url.username !== '' || url.password !== '')
    throw refuse(phrase('failureDetails.redirect.password', { host: url.host }));
  if (from.protocol === 'https:' && url.protocol === 'http:')
    throw refuse(phrase('failureDetails.redirect.unencrypted', { origin: url.origin }));
  if (url.origin === own.origin) return { url, addresses: null };
  if (!(await isProxied(url))) return { url, addresses: await checkedAddresses(url, own, resolve) };
  const literal = literalClass(url);
  if (literal !== null && literal !== 'public' && literal !== literalClass(own))
    throw refuse(phrase('failureDetails.redirect.inside', { origin: url.origin }));
  return { url, addresses: null };
}
