import { isIP } from 'node:net';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';

/** What a text that was typed or pasted as a server's address means. */
export type TypedAddress =
  | { is: 'read'; url: URL }
  /** Why, for the user. What was typed is never in it: it may hold a password. */
  | { is: 'refused'; detail: Phrase };

const refused = (detail: Phrase): TypedAddress => ({ is: 'refused', detail });

/** Whether a host (as `URL.hostname` has it) is this machine. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** Adds a scheme that was left out: https, but http on this machine and on http's own port. */
function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return text;
  const rest = text.replace(/^\/+/, '');
  const place = isIP(rest) === 6 ? `[${rest}]` : rest;
  const url = URL.parse(`http://${place}`);
  const typedPort = /^(?:\[[^\]]*\]|[^/?#:]*):(\d+)/.exec(place)?.[1];
  return `${url && (isLoopback(url.hostname) || typedPort === '80') ? 'http' : 'https'}://${place}`;
}

/**
 * Reads a typed address: a host with or without scheme, port and path. Refuses what is no http address and whatever
 * carries a user name or a password. Nothing is asked of the network.
 */
export function readTypedAddress(text: string): TypedAddress {
  const typed = text.trim();
  if (typed === '') return refused(phrase('validationErrors.address.missing'));
  if (typed.length > 2000) return refused(phrase('validationErrors.address.tooLong'));
  const scheme = /^([a-z][a-z0-9+.-]*):(?!\d)/i.exec(typed)?.[1]?.toLowerCase();
  const authority = /^(?:[a-z][a-z0-9+.-]*:\/\/|\/\/)?([^/?#\\]*)/i.exec(typed)?.[1] ?? '';
  if (authority.includes('@')) {
    return refused(phrase('validationErrors.address.secret'));
  }
  const bareAddress = isIP(typed) === 6;
  if (scheme !== undefined && !bareAddress && !['http', 'https'].includes(scheme)) {
    return refused(phrase('validationErrors.address.scheme'));
  }
  const url = /\s/.test(typed) ? null : URL.parse(withScheme(typed));
  if (!url || url.hostname === '') return refused(phrase('validationErrors.address.none'));
  return { is: 'read', url };
}
