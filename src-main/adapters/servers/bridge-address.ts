import { refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import { isLoopback, readTypedAddress } from './typed-address.ts';

/** Where Bridge accounts live: `https://<subdomain>.bridgeapp.com` (docs.bridgeapp.com, API overview). */
const home = 'bridgeapp.com';
/** Names under it that belong to the maker and not to a customer. */
const notAccounts = new Set(['www', 'docs', 'community', 'status', 'support']);

/** A subdomain alone: what people know their Bridge by. */
const subdomain = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/**
 * Understands what people paste as the address of a Bridge: the subdomain alone, the host, a page of the account, an
 * address of the API. Resolves with the root that `/api/…` hangs on, without a trailing slash. Only the way up to an
 * `api` in the path is kept of it: everything else is a page. Throws `invalid-input`; nothing is asked of the network.
 */
export function understandBridgeAddress(text: string): string {
  const typed = text.trim();
  const isName = subdomain.test(typed) && typed.toLowerCase() !== 'localhost';
  const read = readTypedAddress(isName ? `https://${typed}.${home}` : typed);
  if (read.is === 'refused') throw refusal(read.detail);
  const { url } = read;
  const host = url.hostname.replace(/\.$/, '');
  if (url.protocol === 'http:' && !isLoopback(host)) {
    throw refusal(phrase('validationErrors.address.unencrypted'));
  }
  const isHome = host === home || host.endsWith(`.${home}`);
  const account = isHome ? host.slice(0, -home.length - 1) : null;
  if (account === '' || (account !== null && notAccounts.has(account))) {
    throw refusal(phrase('validationErrors.address.maker', { home }));
  }
  if (isHome) return `https://${account}.${home}`;
  const segments = url.pathname.split('/').filter((segment) => segment !== '');
  const api = segments.findIndex((segment) => segment.toLowerCase() === 'api');
  const above = segments.slice(0, Math.max(api, 0)).map((segment) => `/${segment}`);
  return `${url.origin}${above.join('')}`;
}
