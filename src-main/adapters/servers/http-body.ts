import { FailedError } from '../../../src-shared/failure.ts';

/** What a body that should be JSON turned out to be; of text that is something else, the beginning. */
export type JsonBody =
  { is: 'json'; value: unknown } | { is: 'empty' } | { is: 'page' } | { is: 'other'; text: string };

/** Characters of another text that are kept. */
const excerptLength = 1000;

/** Reads a whole body of at most `limit` bytes. Rejects with `protocol` when there is more. */
export async function collect(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit) throw new FailedError({ kind: 'protocol', detail: 'the answer is far too long' });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Parses a body without trusting it: any encoding fault, a byte order mark, markup, or a key that poisons prototypes. */
export function parseJson(bytes: Uint8Array): JsonBody {
  // TextDecoder drops the byte order mark.
  const text = new TextDecoder().decode(bytes).trim();
  if (text === '') return { is: 'empty' };
  if (text.startsWith('<')) return { is: 'page' };
  try {
    const value: unknown = JSON.parse(text, (key, inner: unknown) =>
      key === '__proto__' ? undefined : inner,
    );
    return { is: 'json', value };
  } catch {
    return { is: 'other', text: text.slice(0, excerptLength) };
  }
}

/**
 * Gathers small chunks into ones of at least `size` bytes: few large writes are much faster. The last one is smaller;
 * what was held when the body breaks off is handed on before the error is.
 */
export async function* gather(body: AsyncIterable<Uint8Array>, size: number): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  let broken: { error: unknown } | null = null;
  try {
    for await (const chunk of body) {
      held.push(chunk);
      bytes += chunk.length;
      if (bytes < size) continue;
      yield Buffer.concat(held);
      held = [];
      bytes = 0;
    }
  } catch (error) {
    broken = { error };
  }
  if (bytes > 0) yield Buffer.concat(held);
  if (broken) throw broken.error;
}

/** Bytes that are handed on at once. */
const writeSize = 1024 * 1024;

/**
 * Writes a body in large pieces. Resolves with the number of bytes; rejects with `protocol` before more than `most`
 * of them are written, and with whatever the body or the sink rejects with.
 */
export async function pour(
  body: AsyncIterable<Uint8Array>,
  sink: { write(chunk: Uint8Array): Promise<void> },
  { most, signal }: { most: number; signal: AbortSignal },
): Promise<number> {
  let received = 0;
  for await (const chunk of gather(body, writeSize)) {
    signal.throwIfAborted();
    received += chunk.length;
    if (received > most) throw new FailedError({ kind: 'protocol', detail: 'more bytes than announced' });
    await sink.write(chunk);
  }
  signal.throwIfAborted();
  return received;
}
