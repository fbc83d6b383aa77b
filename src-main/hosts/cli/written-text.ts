import { once } from 'node:events';
import type { Writable } from 'node:stream';

/** Waits where the reader is slower, so that nothing is piled up. */
export async function writeTo(stream: Writable, text: string): Promise<void> {
  if (stream.write(text) || stream.destroyed) return;
  const gone = new AbortController();
  const { signal } = gone;
  // A reader that has seen enough takes no more.
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(
    () => undefined,
  );
  gone.abort();
}
