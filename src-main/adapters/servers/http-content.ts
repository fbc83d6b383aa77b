import type { IncomingHttpHeaders } from 'node:http';

/** Whether a Content-Type is a web page's. */
export const isPage = (type: string): boolean => /^(text\/html|application\/xhtml\+xml)\b/i.test(type.trim());

/**
 * When a file that should be there and isn't is looked for again: stores of several machines take some seconds until
 * all of them know it. Milliseconds between the looks.
 */
export const lateLooks: readonly number[] = [1_000, 2_000, 4_000];

/**
 * A part of the rest that is at least this long, and shorter than the rest, is followed by a request for the next at
 * once; one that is shorter counts as a cut, so that the requests are bounded. Bytes.
 */
export const smallestPart = 64 * 1024;

/** Bytes of a file's beginning that are enough to tell what it is. */
export const beginningSize = 1024;

const page =
  /^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|script|title|meta)[\s>]/is;

/**
 * Whether bytes begin as a web page does, whatever they are said to be: networks that want a sign-in first and
 * gateways with an error send pages under the file's own type. The marks are the sure ones of the sniffing standard
 * (https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type).
 */
export const looksLikePage = (beginning: Uint8Array): boolean =>
  page.test(Buffer.from(beginning.subarray(0, beginningSize)).toString('latin1'));

/** Whether bytes can be a zip's beginning: all records of one start with these two letters, an empty one's too. */
export const looksLikeZip = (beginning: Uint8Array): boolean =>
  Buffer.from('PK').subarray(0, beginning.length).equals(beginning.subarray(0, 2));

/**
 * The content codings that there are (IANA's registry of HTTP parameters), gzip apart. Other words in the header say
 * nothing of the bytes: `aws-chunked` is how an object was once uploaded, `utf-8` and `binary` are mistakes.
 */
const otherCodings = new Set([
  'aes128gcm',
  'br',
  'compress',
  'dcb',
  'dcz',
  'deflate',
  'exi',
  'pack200-gzip',
  'x-compress',
  'zstd',
]);
const isGzipWord = (word: string): boolean => word === 'gzip' || word === 'x-gzip';

/** How a body is said to be coded: as it is, with gzip, or in a way that Ferry doesn't undo. */
export function codingOf(headers: IncomingHttpHeaders): 'identity' | 'gzip' | 'other' {
  const words = (headers['content-encoding'] ?? '').toLowerCase().split(',');
  const codings = words
    .map((word) => word.trim())
    .filter((word) => isGzipWord(word) || otherCodings.has(word));
  if (codings.length === 0) return 'identity';
  return codings.length === 1 && isGzipWord(codings[0]!) ? 'gzip' : 'other';
}

/** Whether a file is gzip itself, by its type or name: the announced coding is then only about that. */
export const isGzipFile = (type: string, name: string | null): boolean =>
  /^application\/(?:x-)?(?:gzip|gtar-compressed|compressed-tar|tgz)\b/i.test(type.trim()) ||
  /\.(?:gz|tgz|svgz)$/i.test(name ?? '');

/**
 * Whether a body that was read without an error is complete: its length was announced, or it came in chunks, of which the
 * last one says so. One that ends with its connection is not.
 */
export const tellsItsEnd = (headers: IncomingHttpHeaders): boolean =>
  contentLengthOf(headers['content-length']) !== null ||
  /\bchunked\s*$/i.test(headers['transfer-encoding'] ?? '');

/** The file's length where a part is all of it, whether anybody asked for a part or not; else null. */
export function wholeIn({
  status,
  headers,
}: {
  status: number;
  headers: IncomingHttpHeaders;
}): number | null {
  const range = status === 206 ? contentRangeOf(headers['content-range']) : null;
  return range?.start === 0 && range.last === range.total - 1 ? range.total : null;
}

/** Start, last and total of a Content-Range (RFC 9110 section 14.4); null when it isn't one of a single part of bytes. */
export function contentRangeOf(
  header: string | undefined,
): { start: number; last: number; total: number } | null {
  const found = /^bytes (\d{1,15})-(\d{1,15})\/(\d{1,15})$/.exec(header?.trim() ?? '');
  if (!found) return null;
  const [start, last, total] = found.slice(1).map(Number) as [number, number, number];
  return start <= last && last < total ? { start, last, total } : null;
}

/** The value of an ETag header if it is a strong one (RFC 9110 section 8.8.3), short enough to be kept; else null. */
export function strongEtagOf(header: string | undefined): string | null {
  const tag = header?.trim() ?? '';
  return tag.length <= 200 && /^"[\x21\x23-\x7e\x80-\xff]*"$/.test(tag) ? tag : null;
}

/** The value of a Content-Length header; null when there is none that makes sense. */
export function contentLengthOf(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,15}$/.test(header.trim()) ? Number(header) : null;
}
