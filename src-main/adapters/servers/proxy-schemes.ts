import http from 'node:http';
import https from 'node:https';
import { words } from './http-failures.ts';

/** The names of the ways to sign in that a Proxy-Authenticate header offers (RFC 9110 section 11.7.1). */
export function schemesIn(header: string | undefined): string[] {
  const names = [...(header ?? '').matchAll(/(?:^|,)\s*([A-Za-z][\w-]*)(?=\s*(?:,|$)|\s+[^\s=,])/g)];
  return [...new Set(names.map(([, name]) => words(name!).slice(0, 40)))];
}

/**
 * Asks a proxy, without any password, how it wants to be signed in to: Node's agents tell its refusal but not the words.
 * Empty where it doesn't say.
 *
 * @param time milliseconds that it may take
 */
export function askedSchemes(proxy: URL, target: URL, time: number): Promise<string[]> {
  const port = target.port || (target.protocol === 'https:' ? '443' : '80');
  const path = `${target.hostname}:${port}`;
  const { request } = proxy.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const asking = request({
      host: proxy.hostname.replace(/^\[|\]$/g, ''),
      port: proxy.port || (proxy.protocol === 'https:' ? 443 : 80),
      method: 'CONNECT',
      path,
      headers: { host: path },
      agent: false,
      signal: AbortSignal.timeout(time),
    });
    asking.once('error', () => resolve([]));
    asking.once('connect', ({ headers }, socket) => {
      socket.destroy();
      resolve(schemesIn(headers['proxy-authenticate']));
    });
    asking.end();
  });
}
