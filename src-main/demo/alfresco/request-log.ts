import type { IncomingMessage } from 'node:http';

/** One request as tests see it. Nothing in it is secret: of credentials only the scheme is kept. */
export interface LoggedRequest {
  /** The method that counted, after X-HTTP-Method-Override. */
  method: string;
  /** The path without the query. */
  path: string;
  /** Query parameters without tickets. */
  query: Record<string, string>;
  /** Headers in lower case without credentials and cookies. */
  headers: Record<string, string>;
  /** How the request said who it is: `absent`, a scheme such as `Basic`, or `alf_ticket`. */
  authorization: string;
  /** The node ids that a `POST /downloads` asked for. */
  nodeIds?: string[];
  /** HTTP status of the reply; absent while there is none, and when the connection was dropped. */
  status?: number;
  /** Bytes of the body that were handed to the connection. */
  bytesSent: number;
}

const secretHeaders = new Set(['authorization', 'proxy-authorization', 'cookie', 'x-alfresco-remote-user']);

/** Notes the request without anything that could be used to sign in. */
export function logged(request: IncomingMessage, method: string, url: URL): LoggedRequest {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (!secretHeaders.has(name) && value !== undefined) headers[name] = String(value);
  }
  const query: Record<string, string> = {};
  for (const [name, value] of url.searchParams) if (name !== 'alf_ticket') query[name] = value;
  const scheme = request.headers.authorization?.split(' ')[0];
  const known = scheme !== undefined && /^(basic|bearer|negotiate|digest)$/i.test(scheme) ? scheme : 'other';
  const authorization = url.searchParams.has('alf_ticket')
    ? 'alf_ticket'
    : scheme === undefined
      ? 'absent'
      : known;
  return { method, path: url.pathname, query, headers, authorization, bytesSent: 0 };
}
