import type { Failure, FailureKind } from '../../../src-shared/failures/failure.ts';
import { addressClass } from './http-redirects.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';

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

/** What a gateway says in a page that wants a client certificate, or another one (nginx, 400, 495 and 496). */
export function failureOfGateway(status: number, page: string): Failure | null {
  if (![400, 403, 495, 496].includes(status)) return null;
  if (/no required ssl certificate was sent/i.test(page)) return { kind: 'client-certificate', status };
  return /the ssl certificate error/i.test(page)
    ? { kind: 'client-certificate', status, detail: phrase('reasons.identity.refused') }
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
  // Of a proxy that nobody chose: there is nothing to sign in with.
  407: 'proxy-failed',
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
    kind === 'proxy-failed'
      ? phrase('reasons.proxy.wantsSignIn')
      : (serverWordsOf(answer.body) ??
        (kind === 'protocol' ? phrase('reasons.answer.status', { status: String(status) }) : undefined));
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

const unreachable: Record<string, Phrase> = {
  ENOTFOUND: phrase('reasons.network.nameUnknown'),
  EAI_AGAIN: phrase('reasons.network.nameLater'),
  EAI_FAIL: phrase('reasons.network.nameLater'),
  EAI_NODATA: phrase('reasons.network.noAddress'),
  ECONNREFUSED: phrase('reasons.network.portSilent'),
  EHOSTUNREACH: phrase('reasons.network.noWay'),
  EHOSTDOWN: phrase('reasons.network.machineSilent'),
  ENETUNREACH: phrase('reasons.network.noNetwork'),
  ENETDOWN: phrase('reasons.network.noNetwork'),
  EADDRNOTAVAIL: phrase('reasons.network.noNetwork'),
  EACCES: phrase('reasons.network.notLetOut'),
  EPERM: phrase('reasons.network.notLetOut'),
};

const untrusted: Record<string, Phrase> = {
  CERT_HAS_EXPIRED: phrase('reasons.certificate.expired'),
  CERT_NOT_YET_VALID: phrase('reasons.certificate.notYet'),
  CERT_REVOKED: phrase('reasons.certificate.revoked'),
  DEPTH_ZERO_SELF_SIGNED_CERT: phrase('reasons.certificate.selfSigned'),
  SELF_SIGNED_CERT_IN_CHAIN: phrase('reasons.certificate.unknownAuthority'),
  UNABLE_TO_GET_ISSUER_CERT: phrase('reasons.certificate.unknownAuthority'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: phrase('reasons.certificate.unknownAuthority'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: phrase('reasons.certificate.withoutAuthority'),
  ERR_TLS_CERT_ALTNAME_INVALID: phrase('reasons.certificate.otherName'),
  HOSTNAME_MISMATCH: phrase('reasons.certificate.otherName'),
  EPROTO: phrase('reasons.certificate.noTls'),
  ERR_SSL_WRONG_VERSION_NUMBER: phrase('reasons.certificate.noTls'),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: phrase('reasons.certificate.noTls'),
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

/** What lies between Ferry and the server. */
export interface Way {
  /** `host:port`; null where there is none. */
  proxy: string | null;
  /** A client certificate was shown, or would have been; `accepted`: the server has answered to it before. */
  identity: 'none' | 'untried' | 'accepted';
}

/** What servers say (RFC 8446 section 6.2) that want a client certificate, or another one. */
const certificateAlert =
  /alert.(handshake.failure|bad.certificate|unsupported.certificate|certificate.(required|revoked|expired|unknown)|unknown.ca|access.denied)/i;

/** Whether a server ended TLS over the client certificate: OpenSSL has no code for most of it in TLS 1.2. */
export function isAboutIdentity(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const name = textOf(code);
  if (name !== 'EPROTO' && !name.startsWith('ERR_SSL_')) return false;
  return certificateAlert.test(name) || certificateAlert.test(textOf(message));
}

/** The addresses that couldn't be connected to: of the error, of what caused it, and of each try where there were many. */
function triedAddresses(error: unknown): string[] {
  if (typeof error !== 'object' || error === null) return [];
  const { address, cause, errors } = error as { address?: unknown; cause?: unknown; errors?: unknown };
  const inner = [cause, ...(Array.isArray(errors) ? (errors as unknown[]) : [])].flatMap(triedAddresses);
  return typeof address === 'string' ? [address, ...inner] : inner;
}

/**
 * Since version 15 macOS asks whether a program may reach the local network, and lets a program without the answer fail
 * as if there were no way (https://developer.apple.com/documentation/technotes/tn3179-understanding-local-network-privacy).
 */
const isLocalRefusal = (code: string, error: unknown, platform: NodeJS.Platform): boolean =>
  platform === 'darwin' &&
  code === 'EHOSTUNREACH' &&
  triedAddresses(error).some((address) => ['private', 'link-local'].includes(addressClass(address)));

/** Why nothing could be reached, by the error's code; undefined where it says something else. */
const unreachableBy = (code: string, error: unknown, platform: NodeJS.Platform): Phrase | undefined =>
  isLocalRefusal(code, error, platform) ? phrase('reasons.network.localNetworkRefused') : unreachable[code];

function failureOfProxy(error: unknown, code: string, at: string, platform: NodeJS.Platform): Failure {
  if (code === 'ERR_PROXY_TUNNEL') {
    const { statusCode, proxyTunnelTimeout } = ((error as { cause?: unknown }).cause ?? error) as {
      statusCode?: unknown;
      proxyTunnelTimeout?: unknown;
    };
    if (statusCode === 407) return { kind: 'proxy-sign-in', at, status: 407 };
    const detail =
      typeof statusCode === 'number'
        ? phrase('reasons.proxy.refuses', { status: String(statusCode) })
        : phrase(proxyTunnelTimeout === undefined ? 'reasons.proxy.closed' : 'reasons.proxy.silent');
    return { kind: 'proxy-failed', at, detail };
  }
  if (code === 'ETIMEDOUT') return { kind: 'proxy-failed', at, detail: phrase('reasons.proxy.silent') };
  return {
    kind: 'proxy-failed',
    at,
    detail: unreachableBy(code, error, platform) ?? phrase('reasons.proxy.closed'),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * The failure that an error of the HTTP library or of Node means. Codes are looked at, and of messages only what TLS
 * says in them: they hold addresses, and with them secrets. Until a connection stands, whatever goes wrong behind a
 * proxy is the proxy's doing: only it was spoken to.
 */
export function failureOfError(
  error: unknown,
  reached: Reached,
  way: Way = { proxy: null, identity: 'none' },
  platform: NodeJS.Platform = process.platform,
): Failure {
  const thrown = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown;
    event?: unknown;
  };
  const code = textOf(thrown.code);
  if (isAboutIdentity(error)) {
    const detail = way.identity !== 'none' ? { detail: phrase('reasons.identity.refused') } : {};
    return { kind: 'client-certificate', ...detail };
  }
  if (isTlsCode(code)) return { kind: 'untrusted', detail: untrusted[code] ?? code.slice(0, 100) };
  if (code.startsWith('HPE_')) return { kind: 'protocol', detail: phrase('reasons.answer.noHttp') };
  if (reached.answered) return { kind: 'cut' };
  if (way.proxy !== null && !reached.connected) return failureOfProxy(error, code, way.proxy, platform);
  // Some servers say nothing at all to a stranger.
  if (way.identity === 'untried' && (code === 'ECONNRESET' || code === 'EPIPE'))
    return { kind: 'client-certificate', detail: phrase('reasons.identity.closed') };
  const noWay = unreachableBy(code, error, platform);
  if (noWay) return { kind: 'unreachable', detail: noWay };
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') {
    const lookup = textOf(thrown.event) === 'lookup';
    return {
      kind: 'unreachable',
      detail: lookup ? phrase('reasons.network.nameSlow') : phrase('reasons.network.noAnswer'),
    };
  }
  if (reached.connected) return { kind: 'cut' };
  return {
    kind: 'unreachable',
    detail:
      code === 'ECONNRESET' ? phrase('reasons.network.closedAtOnce') : phrase('reasons.network.noConnection'),
  };
}
