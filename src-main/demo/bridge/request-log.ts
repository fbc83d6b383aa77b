import type { IncomingMessage } from 'node:http';
import type { LoggedRequest } from '../alfresco/request-log.ts';

/** One request as tests see it. Nothing in it is secret: of credentials only the scheme is kept, of queries only the names. */
export interface BridgeRequest extends LoggedRequest {
  /** Which of the two servers got it. */
  at: 'bridge' | 'store';
  /** The names of all headers that came, in lower case: what must not reach a file store would be among them. */
  headerNames: string[];
}

/** Headers whose values tests may see. */
const shownHeaders = ['accept', 'accept-encoding', 'content-type', 'range', 'if-range', 'user-agent'];

/** Notes a request without anything that could be used to come in. */
export function loggedRequest(request: IncomingMessage, at: BridgeRequest['at'], url: URL): BridgeRequest {
  const headers: Record<string, string> = {};
  for (const name of shownHeaders) {
    const value = request.headers[name];
    if (value !== undefined) headers[name] = String(value);
  }
  const scheme = request.headers.authorization?.split(' ')[0];
  const known = scheme !== undefined && /^(basic|bearer)$/i.test(scheme) ? scheme : 'other';
  return {
    at,
    method: request.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries([...url.searchParams.keys()].map((name) => [name, ''])),
    headers,
    headerNames: Object.keys(request.headers).sort(),
    authorization: scheme === undefined ? 'absent' : known,
    bytesSent: 0,
  };
}
