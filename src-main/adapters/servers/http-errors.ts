import type { Failure } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import { addressClass } from './http-redirects.ts';

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const unreachable: Record<string, Phrase> = {
  ENOTFOUND: phrase('failureDetails.network.nameUnknown'),
  EAI_AGAIN: phrase('failureDetails.network.nameLater'),
  EAI_FAIL: phrase('failureDetails.network.nameLater'),
  EAI_NODATA: phrase('failureDetails.network.noAddress'),
  ECONNREFUSED: phrase('failureDetails.network.portSilent'),
  EHOSTUNREACH: phrase('failureDetails.network.noWay'),
  EHOSTDOWN: phrase('failureDetails.network.machineSilent'),
  ENETUNREACH: phrase('failureDetails.network.noNetwork'),
  ENETDOWN: phrase('failureDetails.network.noNetwork'),
  EADDRNOTAVAIL: phrase('failureDetails.network.noNetwork'),
  EACCES: phrase('failureDetails.network.notLetOut'),
  EPERM: phrase('failureDetails.network.notLetOut'),
};

const untrusted: Record<string, Phrase> = {
  CERT_HAS_EXPIRED: phrase('failureDetails.certificate.expired'),
  CERT_NOT_YET_VALID: phrase('failureDetails.certificate.notYet'),
  CERT_REVOKED: phrase('failureDetails.certificate.revoked'),
  DEPTH_ZERO_SELF_SIGNED_CERT: phrase('failureDetails.certificate.selfSigned'),
  SELF_SIGNED_CERT_IN_CHAIN: phrase('failureDetails.certificate.unknownAuthority'),
  UNABLE_TO_GET_ISSUER_CERT: phrase('failureDetails.certificate.unknownAuthority'),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: phrase('failureDetails.certificate.unknownAuthority'),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: phrase('failureDetails.certificate.withoutAuthority'),
  ERR_TLS_CERT_ALTNAME_INVALID: phrase('failureDetails.certificate.otherName'),
  HOSTNAME_MISMATCH: phrase('failureDetails.certificate.otherName'),
  EPROTO: phrase('failureDetails.certificate.noTls'),
  ERR_SSL_WRONG_VERSION_NUMBER: phrase('failureDetails.certificate.noTls'),
  ERR_SSL_PACKET_LENGTH_TOO_LONG: phrase('failureDetails.certificate.noTls'),
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
  isLocalRefusal(code, error, platform)
    ? phrase('failureDetails.network.localNetworkRefused')
    : unreachable[code];

function failureOfProxy(error: unknown, code: string, at: string, platform: NodeJS.Platform): Failure {
  if (code === 'ERR_PROXY_TUNNEL') {
    const { statusCode, proxyTunnelTimeout } = ((error as { cause?: unknown }).cause ?? error) as {
      statusCode?: unknown;
      proxyTunnelTimeout?: unknown;
    };
    if (statusCode === 407) return { kind: 'proxy-sign-in', at, status: 407 };
    const detail =
      typeof statusCode === 'number'
        ? phrase('failureDetails.proxy.refuses', { status: String(statusCode) })
        : phrase(
            proxyTunnelTimeout === undefined ? 'failureDetails.proxy.closed' : 'failureDetails.proxy.silent',
          );
    return { kind: 'proxy-failed', at, detail };
  }
  if (code === 'ETIMEDOUT')
    return { kind: 'proxy-failed', at, detail: phrase('failureDetails.proxy.silent') };
  if (code.startsWith('HPE_'))
    return { kind: 'proxy-failed', at, detail: phrase('failureDetails.proxy.endless') };
  return {
    kind: 'proxy-failed',
    at,
    detail: unreachableBy(code, error, platform) ?? phrase('failureDetails.proxy.closed'),
  };
}

/**
 * The failure that an error of the HTTP library or of Node means. Codes are looked at, and of messages only what TLS
 * says in them: they hold addresses, and with them secrets. Until a connection stands, whatever goes wrong behind a
 * proxy is the proxy's doing: only the proxy was reached.
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
    const detail = way.identity !== 'none' ? { detail: phrase('failureDetails.identity.refused') } : {};
    return { kind: 'client-certificate', ...detail };
  }
  if (isTlsCode(code)) return { kind: 'untrusted', detail: untrusted[code] ?? code.slice(0, 100) };
  const isBehindProxy = way.proxy !== null && !reached.connected && !reached.answered;
  if (code.startsWith('HPE_') && !isBehindProxy)
    return { kind: 'protocol', detail: phrase('failureDetails.answer.noHttp') };
  if (reached.answered) return { kind: 'cut' };
  if (way.proxy !== null && isBehindProxy) return failureOfProxy(error, code, way.proxy, platform);
  // Some servers just close the connection to an unknown certificate.
  if (way.identity === 'untried' && (code === 'ECONNRESET' || code === 'EPIPE'))
    return { kind: 'client-certificate', detail: phrase('failureDetails.identity.closed') };
  const noWay = unreachableBy(code, error, platform);
  if (noWay) return { kind: 'unreachable', detail: noWay };
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT') {
    const lookup = textOf(thrown.event) === 'lookup';
    return {
      kind: 'unreachable',
      detail: lookup ? phrase('failureDetails.network.nameSlow') : phrase('failureDetails.network.noAnswer'),
    };
  }
  if (reached.connected) return { kind: 'cut' };
  return {
    kind: 'unreachable',
    detail:
      code === 'ECONNRESET'
        ? phrase('failureDetails.network.closedAtOnce')
        : phrase('failureDetails.network.noConnection'),
  };
}
