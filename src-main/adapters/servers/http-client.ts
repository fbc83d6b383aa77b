import type { IncomingHttpHeaders } from 'node:http';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { CallOptions } from '../../core/ports.ts';
import { createDialer } from './dialer.ts';
import type { Dialer } from './dialer.ts';
import type { RequestLimiter } from './request-limiter.ts';
import { collect, parseJson } from './http-body.ts';
import type { JsonBody } from './http-body.ts';
import { failureOfGateway } from './http-failures.ts';
import { checkedAddresses, locationOf, nextHop } from './http-redirects.ts';
import type { Hop, Resolver } from './http-redirects.ts';
import { watched } from './http-watched.ts';
import { send } from './http.ts';
import type { Incoming, Outgoing, Timeouts } from './http.ts';

/** JSON answers are read up to this many bytes. */
const jsonLimit = 8 * 1024 * 1024;
const rawLimit = 1024 * 1024;
const mostHops = 5;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** A request whose answer is small and JSON. Redirects are not followed. */
export interface JsonRequest extends CallOptions {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  /** Value of the Authorization header; null sends none. */
  authorization: string | null;
  /** Sent as JSON. */
  body?: unknown;
  /** Whether a lost answer leaves something behind on the server: failures then say `answerLost`. */
  creates?: boolean;
}

/** A request that isn't the connection's own: no credential goes along but what it holds itself. */
export interface RawRequest {
  method: 'GET' | 'POST';
  url: URL;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

export interface JsonAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: JsonBody;
}

/** A request for a file. Redirects are followed within the rules of `http-redirects.ts`. */
export interface ByteRequest extends CallOptions {
  url: URL;
  /** Sent to the connection's own origin only. */
  authorization: string | null;
  /** Value of the Range header. */
  range?: string;
  /** Value of the If-Range header: a strong ETag, without which the server is to send the whole file. */
  ifRange?: string;
  /** `false`: a redirect is an answer like any other. */
  follow?: boolean;
}

/** An answer whose body is still to be read; it must be read to its end or dismissed. */
export interface ByteAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Whether the connection's own server answered, not one that it pointed to. */
  own: boolean;
  /** The last part of the path that was asked for, as it stands there. */
  lastSegment: string;
  /** Rejects with `cut` when it breaks off, with the signal's reason when aborted. */
  body: AsyncIterable<Uint8Array>;
  /** Throws the rest away. */
  dismiss(): void;
}

/** The HTTP client of one connection: single attempts, no cookies, nothing followed or repeated by itself. */
export interface Http {
  /** Rejects with a `FailedError` when no whole answer came; any status is an answer. */
  json(request: JsonRequest): Promise<JsonAnswer>;
  /** A request in another's form: nothing is added, redirects are answers, an answer of at most 1 MiB is read. */
  raw(request: RawRequest): Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Uint8Array }>;
  /** Resolves when the headers are there; any status but a redirect to follow is an answer. */
  bytes(request: ByteRequest): Promise<ByteAnswer>;
  /** Closes idle sockets and keeps none from now on; what is under way ends undisturbed. */
  close(): void;
}

export interface HttpOptions {
  /** Scheme, host and port that credentials may go to. */
  origin: URL;
  limiter: RequestLimiter;
  resolve: Resolver;
  timeouts: Timeouts;
  /** Finds the ways and makes the sockets; one that goes directly if left out. */
  dialer?: Dialer;
}

/**
 * What a failure means that another server than the connection's own is the reason of: that one is out of reach, but
 * the connection isn't, and its other requests go on.
 */
function ofAnother(error: unknown, at: URL | null): unknown {
  if (!(error instanceof FailedError)) return error;
  const { kind, detail: why = '' } = error.failure;
  const detail = at === null ? why : phrase('failureDetails.network.elsewhere', { host: at.host, why });
  if (kind === 'unreachable') return new FailedError({ kind: 'server-error', detail });
  return kind === 'untrusted' ? new FailedError({ kind, detail }) : error;
}

/** Makes the client of one connection. */
export function createHttp(options: HttpOptions): Http {
  const { origin, limiter, resolve, timeouts, dialer = createDialer({ origin }) } = options;

  /** Sends a request on the best way that leads anywhere: one that never left Ferry may go out on the next. */
  async function dispatch(outgoing: Omit<Outgoing, 'route'>): Promise<Incoming> {
    const { url, signal } = outgoing;
    const routes = await dialer.routes(url, signal);
    for (const [index, route] of routes.entries()) {
      let refusal: Promise<FailedError> | null = null;
      try {
        const isForeign = url.origin !== origin.origin && route.proxy === null;
        const addresses =
          outgoing.addresses ?? (isForeign ? await checkedAddresses(url, origin, resolve) : null);
        const incoming = await send({ ...outgoing, route, addresses }, timeouts);
        if (incoming.status !== 407 || route.proxy === null) {
          if (url.origin === origin.origin) dialer.answered();
          return incoming;
        }
        incoming.dismiss();
        refusal = dialer.refused(route, url, incoming.headers['proxy-authenticate']);
      } catch (error) {
        const kind = error instanceof FailedError ? error.failure.kind : null;
        if (kind === 'proxy-sign-in') refusal = dialer.refused(route, url);
        else if (kind !== 'proxy-failed' || index === routes.length - 1) throw error;
        else dialer.avoid(route.proxy!);
      }
      if (refusal) throw await refusal;
    }
    throw new FailedError({ kind: 'proxy-failed', detail: phrase('failureDetails.proxy.unusable') });
  }

  const isProxied =
    (signal: AbortSignal) =>
    async (url: URL): Promise<boolean> =>
      typeof (await dialer.routes(url, signal))[0]?.proxy === 'string';

  async function json(request: JsonRequest): Promise<JsonAnswer> {
    const { method, url, authorization, signal, creates = false } = request;
    const leave = await limiter.enter(request);
    try {
      if (creates && request.isWanted?.() === false) throw new DOMException(undefined, 'AbortError');
      const incoming = await dispatch({
        method,
        url,
        headers: {
          accept: 'application/json',
          ...(authorization !== null && url.origin === origin.origin && { authorization }),
          ...(request.body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
        signal,
        silence: { response: timeouts.response, socket: timeouts.socket, request: timeouts.exchange },
        decompress: true,
        addresses: null,
        // A socket that was idle may be dead already, and then it is unknown whether a POST got through.
        keep: method !== 'POST',
        creates,
      });
      const { status, headers } = incoming;
      try {
        const bytes = await collect(incoming.body, jsonLimit);
        const gateway = failureOfGateway(status, Buffer.from(bytes.subarray(0, 4096)).toString('latin1'));
        if (gateway) throw new FailedError(gateway);
        return { status, headers, body: parseJson(bytes) };
      } catch (error) {
        signal.throwIfAborted();
        // Of a refusal the status says enough; of a success whose body is lost, it is unknown what it made.
        const isKnown = error instanceof FailedError && error.failure.kind === 'client-certificate';
        if (status >= 400 && !isKnown) return { status, headers, body: { is: 'other', text: '' } };
        throw error instanceof FailedError && creates
          ? new FailedError(error.failure, { answerLost: true })
          : error;
      } finally {
        incoming.dismiss();
      }
    } finally {
      leave();
    }
  }

  const raw: Http['raw'] = async (request) => {
    const incoming = await dispatch({
      ...request,
      silence: { response: timeouts.response, socket: timeouts.socket },
      decompress: true,
      addresses: null,
      keep: false,
      creates: false,
    });
    try {
      const { status, headers } = incoming;
      return { status, headers, bytes: await collect(incoming.body, rawLimit) };
    } finally {
      incoming.dismiss();
    }
  };

  async function bytes(request: ByteRequest): Promise<ByteAnswer> {
    const { authorization, range, ifRange, follow = true, signal } = request;
    let hop: Hop = { url: request.url, addresses: null };
    for (let hops = 0; ; hops += 1) {
      const own = hop.url.origin === origin.origin;
      const leave = await limiter.enter({ ...request, elsewhere: !own });
      let incoming: Incoming;
      try {
        incoming = await dispatch({
          method: 'GET',
          url: hop.url,
          headers: {
            'accept-encoding': 'identity',
            ...(range !== undefined && { range }),
            ...(ifRange !== undefined && { 'if-range': ifRange }),
            ...(authorization !== null && own && { authorization }),
          },
          signal,
          silence: { response: timeouts.firstByte },
          decompress: false,
          addresses: hop.addresses,
          keep: own,
          creates: false,
        });
      } catch (error) {
        throw own ? error : ofAnother(error, hop.url);
      } finally {
        leave();
      }
      const { status, headers } = incoming;
      const dismiss = (): void => incoming.dismiss();
      if (!follow || !redirects.has(status)) {
        const lastSegment = hop.url.pathname.split('/').at(-1) ?? '';
        const body = watched(incoming, timeouts, status >= 400 ? timeouts.exchange : Infinity);
        return { status, headers, own, lastSegment, body, dismiss };
      }
      dismiss();
      const location = locationOf(headers);
      if (location === '') {
        throw new FailedError({
          kind: 'redirect-refused',
          status,
          detail: phrase('failureDetails.redirect.noAddress'),
        });
      }
      if (hops === mostHops) {
        throw new FailedError({
          kind: 'redirect-refused',
          status,
          detail: phrase('failureDetails.redirect.endless'),
        });
      }
      try {
        hop = await nextHop({
          from: hop.url,
          location,
          own: origin,
          resolve,
          isProxied: isProxied(signal),
        });
      } catch (error) {
        throw ofAnother(error, null);
      }
    }
  }

  return {
    json,
    raw,
    bytes,
    close: () => dialer.close(),
  };
}
