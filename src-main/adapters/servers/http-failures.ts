import type { IncomingHttpHeaders } from 'node:http';
import type { Failure, FailureKind } from '../../../src-shared/failures/failure.ts';
import { maskSecrets } from '../mask-secrets.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { JsonBody } from './http-body.ts';
import { locationOf } from './http-redirects.ts';

/** Characters of a server's text that are looked at. */
const longestLooked = 5_000;

/** The longest wait that Ferry lets a server ask for, in seconds. */
const longestRetryAfter = 3600;

/**
 * Server text as one line that can be shown: no control characters, no invisible direction marks, no secret that it says
 * back, at most 300 characters.
 */
export function words(text: string): string {
  return maskSecrets(text.slice(0, longestLooked))
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 300);
}

/**
 * Seconds to wait from a `Retry-After` header, given as seconds or as a date (RFC 9110 section 10.2.3),
 * clamped to 0 to 3600. A date is measured against the answer's own, so that a clock that is wrong here or there doesn't
 * matter. Undefined when it is absent or junk.
 */
export function retryAfterOf(headers: IncomingHttpHeaders, now: number): number | undefined {
  const text = headers['retry-after']?.trim();
  if (text === undefined) return undefined;
  const dated = Date.parse(headers.date ?? '');
  const seconds = /^\d{1,12}$/.test(text)
    ? Number(text)
    : /^[A-Z][a-z]+,? .*\d{2}:\d{2}:\d{2}/.test(text)
      ? Math.ceil((Date.parse(text) - (Number.isNaN(dated) ? now : dated)) / 1000)
      : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), longestRetryAfter);
}

/** What the server says of an error in Alfresco's envelope, without the log number in front; undefined if it says nothing. */
export function serverWordsOf(body: unknown): string | undefined {
  const error = (body as { error?: { briefSummary?: unknown } } | null | undefined)?.error;
  if (typeof error?.briefSummary !== 'string') return undefined;
  return words(error.briefSummary.replace(/^\d{8} /, '')) || undefined;
}

/** What a gateway says in a page that wants a client certificate, or another one (nginx, 400, 495 and 496). */
export function failureOfGateway(status: number, page: string): Failure | null {
  if (![400, 403, 495, 496].includes(status)) return null;
  if (/no required ssl certificate was sent/i.test(page)) return { kind: 'client-certificate', status };
  return /the ssl certificate error/i.test(page)
    ? { kind: 'client-certificate', status, detail: phrase('failureDetails.identity.refused') }
    : null;
}

/** What the server itself answers when its own work failed, and was rolled back: a gateway has no such envelope. */
const ownErrors = new Set([500, 501, 507]);

/**
 * Whether a create may have been carried out although this was answered in place of what it made. A gateway that gave up
 * (408, 502, 504, 52x) doesn't know; 503 and everything below 500 are refusals (RFC 9110 section 15.6).
 */
export function mayHaveBeenDone({ status, body }: { status: number; body?: unknown }): boolean {
  if (status >= 200 && status < 300) return true;
  // "See Other" says that it was done, and where to look.
  if (status === 408 || status === 303) return true;
  if (status < 500 || kinds[status] === 'busy') return false;
  return !(ownErrors.has(status) && serverWordsOf(body) !== undefined);
}

const kinds: Record<number, FailureKind> = {
  // In place of a file: it isn't ready yet.
  202: 'busy',
  400: 'bad-request',
  401: 'sign-in-needed',
  403: 'refused',
  404: 'not-found',
  405: 'bad-request',
  // Of a proxy that isn't configured here: there is nothing to sign in with.
  407: 'proxy-failed',
  408: 'busy',
  409: 'bad-request',
  412: 'archived',
  413: 'bad-request',
  // What services say in place of 429 and 503.
  420: 'busy',
  422: 'bad-request',
  429: 'busy',
  430: 'busy',
  503: 'busy',
  509: 'busy',
  529: 'busy',
};

const throttleWords =
  /\brate.?limit|\brate exceeded|too many requests|throttl|\bslow ?down\b|request ?limit/i;

/** Whether an answer means "not so fast", whatever its status: gateways say that with 403 and 400 as well. */
export function isThrottle({
  status,
  headers,
  text,
}: {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}): boolean {
  if (kinds[status] === 'busy') return true;
  if (status !== 400 && status !== 403) return false;
  const isSpent = headers['x-ratelimit-remaining'] === '0' || headers['retry-after'] !== undefined;
  return (status === 403 && isSpent) || throttleWords.test(text);
}

const signInPlace =
  /\b(?:log-?in|sign-?[io]n|sso|saml2?|oauth2?|openid|oidc|adfs|cas|idp|auth|authorize|authn)\b/i;

/** Where an answer that is a redirect points to, and what that probably means. Scheme, host and port: the rest may be secret. */
export interface Elsewhere {
  means: 'elsewhere' | 'signInPage' | 'useHttps';
  where: Words;
}

/** What a redirect in place of words means; null where the answer is none. */
export function elsewhereOf(
  { status, headers }: { status: number; headers: IncomingHttpHeaders },
  from: URL,
): Elsewhere | null {
  if (status < 300 || status > 399 || status === 304) return null;
  const target = URL.parse(locationOf(headers), from.href);
  if (!target) return { means: 'elsewhere', where: phrase('failureDetails.redirect.nowhere') };
  const { origin: where, hostname, pathname } = target;
  if (from.protocol === 'http:' && target.protocol === 'https:' && hostname === from.hostname)
    return { means: 'useHttps', where };
  return { means: signInPlace.test(`${hostname}${pathname}`) ? 'signInPage' : 'elsewhere', where };
}

/** Refusals whose meaning for the request doesn't depend on who answered, or that no API gives without words. */
const anybodys = new Set([401, 407, 408, 413, 429]);

/**
 * Whether a refusal comes from something in front of the server and not from its API: that speaks JSON. A page never
 * does; nothing at all, or plain text, not with a 403.
 */
export const isFromInFront = (status: number, body: JsonBody): boolean =>
  status >= 400 &&
  status <= 499 &&
  !anybodys.has(status) &&
  (body.is === 'page' || (status === 403 && body.is !== 'json'));

/** What a body says, whatever its form. */
export const textIn = (body: JsonBody): string =>
  body.is === 'json' ? JSON.stringify(body.value) : body.is === 'empty' ? '' : body.text;

/**
 * The failure that an unhoped-for answer to a request means, all of it looked at.
 *
 * @param said what the server's own API says in a body, in its form
 */
export function failureOfAnswer(
  { status, headers, body }: { status: number; headers: IncomingHttpHeaders; body: JsonBody },
  { from, now, said }: { from: URL; now: number; said: (body: JsonBody) => string | undefined },
): Failure {
  const elsewhere = elsewhereOf({ status, headers }, from);
  if (elsewhere) {
    const { means, where } = elsewhere;
    return { kind: 'gateway', status, detail: phrase(`failureDetails.redirect.${means}`, { where }) };
  }
  if (isThrottle({ status, headers, text: textIn(body) })) {
    const retryAfter = retryAfterOf(headers, now);
    const detail = said(body);
    return {
      kind: 'busy',
      status,
      ...(detail !== undefined && { detail }),
      ...(retryAfter !== undefined && { retryAfter }),
    };
  }
  if (isFromInFront(status, body))
    return { kind: 'gateway', status, detail: phrase('failureDetails.network.inFront') };
  const failure = failureOfStatus({ status, headers }, now);
  const words = said(body);
  return words === undefined ? failure : { ...failure, detail: words };
}

/** The failure that an HTTP answer means by its status alone, when it isn't the answer that was hoped for. */
export function failureOfStatus(
  answer: { status: number; headers: IncomingHttpHeaders },
  now: number,
): Failure {
  const { status, headers } = answer;
  const kind = kinds[status] ?? (status >= 500 ? 'server-error' : status >= 400 ? 'bad-request' : 'protocol');
  const detail =
    kind === 'proxy-failed'
      ? phrase('failureDetails.proxy.wantsSignIn')
      : kind === 'protocol'
        ? phrase('failureDetails.answer.status', { status: String(status) })
        : undefined;
  const retryAfter = kind === 'busy' ? retryAfterOf(headers, now) : undefined;
  return {
    kind,
    status,
    ...(detail !== undefined && { detail }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}
