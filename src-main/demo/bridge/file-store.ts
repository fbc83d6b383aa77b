import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Reply } from '../alfresco/routing.ts';
import type { DemoExport, Exports } from './exports.ts';
import type { BridgeKnobs } from './options.ts';
import type { LinkSigner } from './signing.ts';

/*
 * The file store that the links lead to, on a port of its own. Bridge doesn't document what stands there; this one
 * behaves as S3 does. Statuses and codes are of the S3 API reference unless they are marked otherwise.
 */

export interface FileStoreContext {
  knobs: BridgeKnobs;
  exports: Exports;
  signer: LinkSigner;
  /** Milliseconds since 1970. */
  now: () => number;
}

/** Bytes read and sent at a time. */
const chunkLength = 256 * 1024;
/** When files were put into the store: their ETag changes with them, their date doesn't tell (a second is coarse). */
const modified = new Date(Date.UTC(2026, 10, 1)).toUTCString();

/** An S3 error. `html` is sent as what the header says: XML. */
function refusal(status: number, code: string, message: string, more: Record<string, string> = {}): Reply {
  const fields = { Code: code, Message: message, ...more };
  const inner = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  return {
    status,
    headers: { 'Content-Type': 'application/xml', Server: 'AmazonS3' },
    html: `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner.join('')}</Error>`,
  };
}

/** Answers one request to the file store. */
export async function answerStore(
  request: IncomingMessage,
  url: URL,
  context: FileStoreContext,
): Promise<Reply> {
  const method = request.method ?? 'GET';
  // Seen in clients ("without the auth header to prevent the x-Amz error"): two ways to prove who one is are refused.
  if (request.headers.authorization !== undefined) {
    return refusal(
      400,
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
  const problem = context.signer.problemOf(method, url);
  if (problem === 'unsigned') return refusal(403, 'AccessDenied', 'Access Denied');
  if (problem === 'expired') {
    const serverTime = new Date(context.now()).toISOString().replace(/\.\d+/, '');
    return refusal(403, 'AccessDenied', 'Request has expired', { ServerTime: serverTime });
  }
  // The method is part of the signature: a link for GET is no link for HEAD.
  if (problem === 'mismatch') {
    return refusal(
      403,
      'SignatureDoesNotMatch',
      'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
    );
  }
  const entry = context.exports.byKey(decodeURIComponent(url.pathname.slice(1)));
  if (!entry || entry.isLost) return refusal(404, 'NoSuchKey', 'The specified key does not exist.');
  return object(request, url, entry, context.knobs);
}

async function object(
  request: IncomingMessage,
  url: URL,
  entry: DemoExport,
  knobs: BridgeKnobs,
): Promise<Reply> {
  const content = await entry.content;
  const size = content.length;
  const etag = etagOf(content, knobs);
  const disposition = url.searchParams.get('response-content-disposition');
  const headers: Record<string, string> = {
    Server: 'AmazonS3',
    'Accept-Ranges': 'bytes',
    'Content-Type': entry.type.contentType,
    'Last-Modified': modified,
    ...(etag !== null && { ETag: etag }),
    ...(disposition !== null && { 'Content-Disposition': disposition }),
  };
  const { range, 'if-range': ifRange } = request.headers;
  // RFC 9110 section 13.1.5: only a strong ETag that is the same lets the range count.
  const counts = ifRange === undefined || (ifRange === etag && !String(ifRange).startsWith('W/'));
  const asked = counts ? rangeIn(range, size) : null;
  if (asked === 'unsatisfiable') {
    const refused = refusal(416, 'InvalidRange', 'The requested range is not satisfiable', {
      ActualObjectSize: String(size),
    });
    return { ...refused, headers: { ...refused.headers, 'Content-Range': `bytes */${size}` } };
  }
  const { start, last } = asked ?? { start: 0, last: size - 1 };
  return {
    status: asked ? 206 : 200,
    headers: {
      ...headers,
      ...(knobs.tellsLength && { 'Content-Length': String(last - start + 1) }),
      ...(asked && { 'Content-Range': `bytes ${start}-${last}/${size}` }),
    },
    stream: pieces(content.subarray(start, last + 1)),
  };
}

/** One range, its end clamped; null where there is none that counts: several at once are ignored, as S3 does. */
function rangeIn(
  header: string | undefined,
  size: number,
): { start: number; last: number } | 'unsatisfiable' | null {
  const found = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!found || (found[1] === '' && found[2] === '')) return null;
  const [, first = '', end = ''] = found;
  const start = first === '' ? Math.max(0, size - Number(end)) : Number(first);
  const last = first === '' || end === '' ? size - 1 : Math.min(Number(end), size - 1);
  if (first !== '' && end !== '' && Number(end) < Number(first)) return null;
  return start >= size ? 'unsatisfiable' : { start, last };
}

function etagOf(content: Buffer, knobs: BridgeKnobs): string | null {
  if (knobs.etag === 'none') return null;
  const tag = `"${createHash('md5').update(content).digest('hex')}"`;
  return knobs.etag === 'weak' ? `W/${tag}` : tag;
}

async function* pieces(content: Buffer): AsyncGenerator<Buffer> {
  for (let start = 0; start < content.length; start += chunkLength)
    yield content.subarray(start, start + chunkLength);
}
