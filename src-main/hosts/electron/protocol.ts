import { protocol } from 'electron';
import type { StaticFile } from '../web/static-files.ts';

const scheme = 'app';
const host = 'ferry';

/** The page of the window. */
export const startAddress = `${scheme}://${host}/index.html`;

/**
 * Whether an address is one of the window's own. Parsed, never compared by its beginning; Node gives no origin for
 * schemes that it doesn't know, so scheme and host are compared.
 */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url?.protocol === `${scheme}:` && url.host === host && url.username === '' && url.password === '';
}

/**
 * Makes `app:` a scheme like https: with an origin of its own, secure, and usable by fetch. Once, before the app is
 * ready (https://www.electronjs.org/docs/latest/api/protocol).
 */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

const headers = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
};

/** Answers all requests for `app:` out of the map of address path to file, and never looks at the disk. */
export function serveScreen(files: ReadonlyMap<string, StaticFile>): void {
  protocol.handle(scheme, (request) => {
    const refuse = (status: number): Response => new Response(null, { status, headers });
    if (!isOwnAddress(request.url)) return refuse(404);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405);
    const file = files.get(new URL(request.url).pathname);
    if (!file) return refuse(404);
    const body = request.method === 'HEAD' ? null : new Uint8Array(file.body);
    return new Response(body, { headers: { ...headers, 'Content-Type': file.type } });
  });
}
