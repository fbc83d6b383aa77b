import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { ByteSink } from '../../core/ports.ts';
import { giveBack, received as noteReceived } from './chunk-memory.ts';

/** What a body that should be JSON turned out to be; of text that is something else, the beginning. */
export type JsonBody =
  { is: 'json'; value: unknown } | { is: 'empty' } | { is: 'page' | 'other'; text: string };

/** Characters of another text, or of a page, that are kept. */
const excerptLength = 1000;

/** Reads a whole body of at most `limit` bytes. Rejects with `protocol` when there is more. */
export async function collect(body: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > limit)
      throw new FailedError({ kind: 'protocol', detail: phrase('failureDetails.answer.tooLong') });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Parses a body without trusting it: any encoding fault, a byte order mark, markup, or a key that poisons prototypes. */
export function parseJson(bytes: Uint8Array): JsonBody {
  // TextDecoder drops the byte order mark.
  const text = new TextDecoder().decode(bytes).trim();
  if (text === '') return { is: 'empty' };
  if (text.startsWith('<')) return { is: 'page', text: text.slice(0, excerptLength) };
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
 * The first `size` bytes of a body, fewer where it has no more, and the body with them still in front. One that breaks
 * off says so after all that came was read, at once where nothing came.
 */
export async function peek(
  body: AsyncIterable<Uint8Array>,
  size: number,
): Promise<{ beginning: Uint8Array; body: AsyncIterable<Uint8Array> }> {
  const chunks = body[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  let bytes = 0;
  let broken: { error: unknown } | null = null;
  try {
    while (bytes < size) {
      const next = await chunks.next();
      if (next.done) break;
      held.push(next.value);
      bytes += next.value.length;
    }
  } catch (error) {
    if (bytes === 0) throw error;
    broken = { error };
  }
  return {
    beginning: Buffer.concat(held),
    body: (async function* () {
      yield* held;
      if (broken) throw broken.error;
      yield* { [Symbol.asyncIterator]: () => chunks };
    })(),
  };
}

/** A body that comes as gzip, unpacked. Rejects with `cut` when it isn't whole, with `protocol` when it is no gzip. */
export async function* unzipped(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  // Reading the result shows how it ended.
  pipeline(Readable.from(body), gunzip, () => undefined);
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'Z_BUF_ERROR') throw new FailedError({ kind: 'cut' });
    if (typeof code === 'string' && code.startsWith('Z_'))
      throw new FailedError({ kind: 'protocol', detail: phrase('failureDetails.answer.noGzip') });
    throw error;
  }
}

/**
 * Writes a body, and uses up its chunks. Resolves with the number of bytes; rejects with `protocol` before more than
 * `most` of them are written, and with whatever the body or the sink rejects with.
 */
export async function pour(
  body: AsyncIterable<Uint8Array>,
  sink: Pick<ByteSink, 'write'>,
  { most, signal }: { most: number; signal: AbortSignal },
): Promise<number> {
  let received = 0;
  for await (const chunk of body) {
    signal.throwIfAborted();
    received += chunk.length;
    if (received > most)
      throw new FailedError({ kind: 'protocol', detail: phrase('failureDetails.answer.tooManyBytes') });
    await noteReceived(received);
    await sink.write(chunk);
    giveBack(chunk);
  }
  signal.throwIfAborted();
  return received;
}
