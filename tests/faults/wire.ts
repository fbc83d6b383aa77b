/*
 * What a server puts on the wire, as plain data: a list of steps for each request. Nothing here knows of HTTP more than
 * how a head is written; whether it is right is the script's affair.
 */
import { seededBytes } from '../fakes/seeded-bytes.ts';

/** One thing that a server does on a connection, in order. */
export type Step =
  /** These characters, each one byte (Latin-1), exactly. */
  | { send: string }
  | { bytes: Uint8Array }
  /** The bytes `from` up to (not including) `to` of the pattern of a seed. */
  | { pattern: number; from: number; to: number }
  /** One zero byte every so many milliseconds, until the client has had enough. */
  | { drip: number }
  /** Called when everything before it was handed to the system. */
  | { passed: () => void }
  /** The connection ends, in order (`fin`) or by a reset (`rst`). */
  | { close: 'fin' | 'rst' }
  /** Nothing more is sent; the connection stays. */
  | { stall: true };

/** A header line as it goes out, without its end: `Content-Length: 5`, or anything that isn't one. */
export type HeaderLine = string;

/** The bytes `from` up to `to` of the pattern of a seed: aperiodic, so that any range of them can be checked. */
export function pattern(seed: number, from: number, to: number): Uint8Array {
  let known = made.get(seed);
  if (!known || known.length < to) made.set(seed, (known = seededBytes(seed, to)));
  return known.subarray(from, to);
}
const made = new Map<number, Uint8Array>();

/** The head of an answer: `HTTP/1.1 200 OK` and these lines, exactly as given. */
export const head = (status: string, lines: HeaderLine[] = []): Step => ({
  send: `HTTP/1.1 ${status}\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n`,
});

/** An answer with a body of text and its right length. */
export const text = (status: string, type: string, body: string, lines: HeaderLine[] = []): Step[] => {
  const bytes = Buffer.from(body);
  return [head(status, [`Content-Type: ${type}`, `Content-Length: ${bytes.length}`, ...lines]), { bytes }];
};

export const json = (status: string, value: unknown, lines: HeaderLine[] = []): Step[] =>
  text(status, 'application/json;charset=UTF-8', JSON.stringify(value), lines);

export const page = (status = '200 OK', lines: HeaderLine[] = []): Step[] =>
  text(status, 'text/html', '<!DOCTYPE html><title>Sign in</title><p>Welcome to the hotel’s network', lines);

/** Sends the client on. */
export const redirect = (to: string, status = '302 Found'): Step[] => [
  head(status, [`Location: ${to}`, 'Content-Length: 0']),
];

/** A file to be served: the pattern of a seed, or bytes. */
export type Content = { pattern: number; size: number } | { bytes: Uint8Array };

export const sizeOf = (content: Content): number =>
  'bytes' in content ? content.bytes.length : content.size;

export const bytesOf = (content: Content): Uint8Array =>
  'bytes' in content ? content.bytes : pattern(content.pattern, 0, content.size);

/** The bytes `from` up to `to` of a file. */
export const piece = (content: Content, from: number, to: number): Step =>
  'bytes' in content ? { bytes: content.bytes.subarray(from, to) } : { pattern: content.pattern, from, to };

/** The bytes `from` up to `to` of a file in chunks of some size, without the last, empty one. */
export function chunks(content: Content, from: number, to: number, size = 1000): Step[] {
  const steps: Step[] = [];
  for (let at = from; at < to; at += size) {
    const end = Math.min(to, at + size);
    steps.push({ send: `${(end - at).toString(16)}\r\n` }, piece(content, at, end), { send: '\r\n' });
  }
  return steps;
}

/** The last chunk, with which a chunked body is whole. */
export const lastChunk: Step = { send: '0\r\n\r\n' };

/** The start that a Range header asks for; 0 where it asks for none. */
export const startOf = (range: string | undefined): number =>
  Number(/^bytes=(\d+)-/.exec(range ?? '')?.[1] ?? 0);

/** How a file is served. */
export interface Serving {
  /** Header lines besides length and range. */
  lines?: HeaderLine[];
  /** The connection ends or falls silent before this byte of the file. */
  cut?: { before: number; by: 'fin' | 'rst' | 'stall' };
}

const cuts: Record<'fin' | 'rst' | 'stall', Step> = {
  fin: { close: 'fin' },
  rst: { close: 'rst' },
  stall: { stall: true },
};

/** Serves a file as a good server does: whole, or from where the Range header says. */
export function serve(
  content: Content,
  range: string | undefined,
  { lines = [], cut }: Serving = {},
): Step[] {
  const size = sizeOf(content);
  const start = startOf(range);
  const status = range === undefined ? '200 OK' : '206 Partial Content';
  const ranges = range === undefined ? [] : [`Content-Range: bytes ${start}-${size - 1}/${size}`];
  const first = head(status, [
    'Content-Type: application/octet-stream',
    `Content-Length: ${size - start}`,
    ...ranges,
    ...lines,
  ]);
  if (cut && cut.before < size)
    return [first, piece(content, start, Math.max(start, cut.before)), cuts[cut.by]];
  return [first, piece(content, start, size)];
}
