import type { Failure, FailureKind } from '../../../src-shared/failure.ts';

/** The longest wait that Ferry lets a server ask for, in seconds. */
const longestRetryAfter = 3600;

/** Server text as one line that can be shown: no control characters, no invisible direction marks, at most 300 characters. */
export function words(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
    .slice(0, 300);
}

/**
 * Seconds to wait from a `Retry-After` header, given as seconds or as a date (RFC 9110 section 10.2.3),
 * clamped to 0 to 3600. Undefined when it is absent or junk.
 */
export function retryAfterOf(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const seconds = /^\d{1,12}$/.test(text)
    ? Number(text)
    : /^[A-Z][a-z]+,? .*\d{2}:\d{2}:\d{2}/.test(text)
      ? Math.ceil((Date.parse(text) - now) / 1000)
      : Number.NaN;
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), longestRetryAfter);
}

/** What the server says of an error in Alfresco's envelope, without the log number in front; undefined if it says nothing. */
export function serverWordsOf(body: unknown): string | undefined {
  const error = (body as { error?: { briefSummary?: unknown } } | null | undefined)?.error;
  if (typeof error?.briefSummary !== 'string') return undefined;
  return words(error.briefSummary.replace(/^\d{8} /, '')) || undefined;
}

/** What the server itself answers when its own work failed, and was rolled back: a gateway has no such envelope. */
const ownErrors = new Set([500, 501, 507]);

/**
 * Whether a create may have been carried out although this was answered in place of what it made. A gateway that gave up
 * (408, 502, 504, 52x) doesn't know; 503 and everything below 500 are refusals (RFC 9110 section 15.6).
 */
export function mayHaveBeenDone({ status, body }: { status: number; body?: unknown }): boolean {
  if (status >= 200 && status < 300) return true;
  if (status === 408) return true;
  if (status < 500 || status === 503) return false;
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
  407: 'unreachable',
  408: 'busy',
  409: 'bad-request',
  412: 'archived',
  413: 'bad-request',
  422: 'bad-request',
  429: 'busy',
  503: 'busy',
};

/** The failure that an HTTP answer means when it isn't the answer that was hoped for. `body` is its parsed JSON, if any. */
export function failureOfStatus(
  answer: { status: number; headers: Record<string, string | string[] | undefined>; body?: unknown },
  now: number,
): Failure {
  const { status } = answer;
  const kind = kinds[status] ?? (status >= 500 ? 'server-error' : status >= 400 ? 'bad-request' : 'protocol');
  const detail =
    serverWordsOf(answer.body) ??
    (status === 407
      ? 'a proxy on the way asks for a sign-in of its own'
      : kind === 'protocol'
        ? `status ${status}`
        : undefined);
  const header = answer.headers['retry-after'];
  const retryAfter =
    kind === 'busy' ? retryAfterOf(Array.isArray(header) ? header[0] : header, now) : undefined;
  return {
    kind,
    status,
    ...(detail !== undefined && { detail }),
    ...(retryAfter !== undefined && { retryAfter }),
  };
}

const unreachable: Record<string, string> = {
  ENOTFOUND: 'the name is not known',
  EAI_AGAIN: 'the name can’t be looked up right now',
  EAI_FAIL: 'the name can’t be looked up right now',
  EAI_NODATA: 'the name has no address',
  ECONNREFUSED: 'nothing answers on that port',
  EHOSTUNREACH: 'there is no way to that machine',
  EHOSTDOWN: 'the machine doesn’t answer',
  ENETUNREACH: 'there is no network',
  ENETDOWN: 'there is no network',
  EADDRNOTAVAIL: 'there is no network',
  EACCES: 'this machine doesn’t let Ferry out',
  EPERM: 'this machine doesn’t let Ferry out',
};

const untrusted: Record<string, string> = {
  CERT_HAS_EXPIRED: 'it has expired',
  CERT_NOT_YET_VALID: 'it isn’t valid yet; is this computer’s clock right?',
  CERT_REVOKED: 'it was revoked',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the server signed it itself',
  SELF_SIGNED_CERT_IN_CHAIN: 'an authority signed it that this computer doesn’t know',
  UNABLE_TO_GET_ISSUER_CERT: 'an authority signed it that this computer doesn’t know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'an authority signed it that this computer doesn’t know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the server sends it without the authority’s own',
  ERR_TLS_CERT_ALTNAME_INVALID: 'it belongs to another name',
  HOSTNAME_MISMATCH: 'it belongs to another name',
  EPROTO: 'the server doesn’t speak TLS there',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server doesn’t speak TLS there',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the server doesn’t speak TLS there',
};

const isTlsCode = (code: string): boolean =>
  code in untrusted ||
  /^(ERR_SSL_|ERR_TLS_|CERT_|UNABLE_TO_|CRL_|INVALID_CA|PATH_LENGTH_|INVALID_PURPOSE)/.test(code);

/** How far a request had come when it failed. */
export interface Reached {
  /** The connection (with TLS, the handshake) stood, so that the server may have seen the request. */
  connected: boolean;
  /** The answer's headers were there. */
  answered: boolean;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * The failure that an error of the HTTP library or of Node means. Only codes are looked at: messages of such errors
 * hold addresses, and with them secrets.
 */
export function failureOfError(error: unknown, reached: Reached): Failure {
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown;
    event?: unknown;
  };
  const code = textOf(thrown.code);
  if (isTlsCode(code)) return { kind: 'untrusted', detail: untrusted[code] ?? code.slice(0, 100) };
  if (code.startsWith('HPE_')) return { kind: 'protocol', detail: 'that isn’t proper HTTP' };
  if (reached.answered) return { kind: 'cut' };
  if (code in unreachable) return { kind: 'unreachable', detail: unreachable[code]! };
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') {
    const lookup = textOf(thrown.event) === 'lookup';
    return {
      kind: 'unreachable',
      detail: lookup ? 'looking up the name takes too long' : 'no answer in time',
    };
  }
  if (reached.connected) return { kind: 'cut' };
  return {
    kind: 'unreachable',
    detail: code === 'ECONNRESET' ? 'the connection is closed at once' : 'no connection',
  };
}
