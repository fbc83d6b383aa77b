import type { OpenFile } from './disk.ts';
import { uninterrupted } from './codes.ts';
import { sharedBytes } from './hash-threads.ts';
import type { HashStream } from './hash-threads.ts';

/** Bytes read at once, and how many such reads may wait to be hashed. */
const readSize = 1024 * 1024;
const mostWaiting = 4;

/**
 * Hashes a stretch of a file as it lies on the disk, up to its end where that comes first; resolves with the bytes that
 * were there. Reading and hashing go on side by side.
 */
export async function readBack(
  file: OpenFile,
  stretch: { from: number; to: number },
  hash: HashStream,
  options: { signal?: AbortSignal; onProgress?: (bytes: number) => void } = {},
): Promise<number> {
  const waiting: Promise<Uint8Array>[] = [];
  const blockSize = Math.min(readSize, stretch.to - stretch.from);
  let at = stretch.from;
  while (at < stretch.to) {
    const block = waiting.length > mostWaiting ? await waiting.shift()! : sharedBytes(blockSize);
    const position = at;
    const length = Math.min(blockSize, stretch.to - at);
    const { bytesRead } = await uninterrupted(() => file.read(block, 0, length, position));
    options.signal?.throwIfAborted();
    if (bytesRead === 0) break;
    const hashed = hash.add(block.subarray(0, bytesRead)).then(() => block);
    // It is awaited later; until then it must not count as a failure that nobody hears of.
    hashed.catch(() => undefined);
    waiting.push(hashed);
    at += bytesRead;
    options.onProgress?.(at - stretch.from);
  }
  await Promise.all(waiting);
  return at - stretch.from;
}
