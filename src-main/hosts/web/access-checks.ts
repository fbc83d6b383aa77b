/**
 * Who may come in, rule by rule. Any page in any browser on this machine can send requests to this port, and so can
 * every other account; only a page that this host served itself, opened by the user who started it, gets through.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The one address that the host listens on. */
export const loopback = '127.0.0.1';

/** Milliseconds for which a ticket is good. */
export const ticketLifetime = 10_000;

const mostTickets = 64;
const mostSessions = 256;

/** The value of a header that came exactly once, else null: two values would let two readers see two requests. */
export function single(request: IncomingMessage, name: string): string | null {
  const values = request.headersDistinct[name];
  return values?.length === 1 ? (values[0] ?? null) : null;
}

const came = (request: IncomingMessage, name: string): boolean => request.headersDistinct[name] !== undefined;

/**
 * Whether the request was meant for this host. A page whose name an attacker points at 127.0.0.1 (DNS rebinding)
 * sends its own name here.
 */
export function hostIsOwn(request: IncomingMessage, port: number): boolean {
  const suffix = port === 80 ? '' : `:${port}`;
  const host = single(request, 'host')?.toLowerCase();
  return host === `${loopback}${suffix}` || host === `localhost${suffix}`;
}

/** The origin of pages that this host serves under the request's own name. Only after `hostIsOwn`. */
export function ownOrigin(request: IncomingMessage): string {
  return `http://${single(request, 'host')?.toLowerCase()}`;
}

/** Whether the request names its origin, and it is this host's own. `null` and a missing one are not. */
export function originIsOwn(request: IncomingMessage): boolean {
  return single(request, 'origin') === ownOrigin(request);
}

/** As `originIsOwn`, but a browser names no origin when it fetches a page or its parts. */
export function originIsOwnOrMissing(request: IncomingMessage): boolean {
  return !came(request, 'origin') || originIsOwn(request);
}

/**
 * Whether the browser says that no other site has a hand in the request (https://www.w3.org/TR/fetch-metadata/).
 * Browsers that don't say it are left to the other rules.
 */
export function siteIsOwn(request: IncomingMessage): boolean {
  if (!came(request, 'sec-fetch-site')) return true;
  return ['same-origin', 'none'].includes(single(request, 'sec-fetch-site') ?? '');
}

/** Whether a whole page is being opened in a tab: the file that opens the browser is another site, and so is a link. */
export function opensPage(request: IncomingMessage): boolean {
  return single(request, 'sec-fetch-mode') === 'navigate' && single(request, 'sec-fetch-dest') === 'document';
}

/** Whether the body is declared as JSON: forms and `text/plain` need no leave from the browser to cross sites. */
export function bodyIsJson(request: IncomingMessage): boolean {
  return /^application\/json(?:; ?charset=utf-8)?$/i.test(single(request, 'content-type') ?? '');
}

/** The token of an `Authorization: Bearer` header; the only place where one is looked for. */
export function bearerOf(request: IncomingMessage): string | null {
  return /^Bearer ([\w-]{1,100})$/i.exec(single(request, 'authorization') ?? '')?.[1] ?? null;
}

/** 256 unguessable bits, safe in an address and in a header. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

const digest = (token: string): Buffer => createHash('sha256').update(token).digest();

/** A token that can be compared, in a time that tells nothing of it. */
export function createLock(token: string): (offered: string) => boolean {
  const expected = digest(token);
  return (offered) => timingSafeEqual(digest(offered), expected);
}

/** The tabs that came in. What is kept of their tokens is a hash. */
export class Sessions {
  readonly #known = new Set<string>();

  /** A token for one tab, good until the host ends; the oldest tabs go when there are very many. */
  begin(): string {
    const token = newToken();
    this.#known.add(digest(token).toString('hex'));
    for (const oldest of this.#known) {
      if (this.#known.size <= mostSessions) break;
      this.#known.delete(oldest);
    }
    return token;
  }

  has(token: string): boolean {
    // The lookup is by hash: its time tells nothing about the tokens.
    return this.#known.has(digest(token).toString('hex'));
  }
}

/** Tickets for sockets, since a browser can send no header with one. Each opens one socket within ten seconds. */
export class Tickets {
  readonly #monotonic: () => number;
  readonly #expiries = new Map<string, number>();

  /** @param monotonic milliseconds since some moment, never jumping */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  issue(): string {
    const ticket = newToken();
    this.#expiries.set(digest(ticket).toString('hex'), this.#monotonic() + ticketLifetime);
    for (const oldest of this.#expiries.keys()) {
      if (this.#expiries.size <= mostTickets) break;
      this.#expiries.delete(oldest);
    }
    return ticket;
  }

  /** Whether the ticket was good; it isn't anymore. */
  redeem(ticket: string): boolean {
    const key = digest(ticket).toString('hex');
    const expiry = this.#expiries.get(key);
    this.#expiries.delete(key);
    return expiry !== undefined && this.#monotonic() < expiry;
  }
}

/**
 * Counts wrong tokens: a few in a row, then one every few seconds; what is above that is not even answered in full.
 * A right token always gets in: guessing 256 bits is hopeless anyway, and a lock would let any other account on this
 * machine keep the user out.
 */
export class WrongTokens {
  static readonly most = 10;
  static readonly millisecondsEach = 6_000;
  readonly #monotonic: () => number;
  #level = 0;
  #seenAt: number;

  /** @param monotonic milliseconds since some moment, never jumping */
  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
    this.#seenAt = monotonic();
  }

  /** Notes a wrong token; false when there were too many. */
  note(): boolean {
    const now = this.#monotonic();
    this.#level = Math.max(0, this.#level - (now - this.#seenAt) / WrongTokens.millisecondsEach);
    this.#seenAt = now;
    if (this.#level >= WrongTokens.most) return false;
    this.#level += 1;
    return true;
  }
}
