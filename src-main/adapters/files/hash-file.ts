import type { DigestAlgorithm, FileHash, PartHashes } from '../../core/ports.ts';
import { hashHere, fewBytes, sharedBytes } from './hash-threads.ts';
import type { HashThreads, HashStream } from './hash-threads.ts';
import { algorithmOf } from './piece-hasher.ts';
import type { HashState } from './piece-hasher.ts';
import { identityOf, openRegular } from './regular-file.ts';
import type { World, OpenFile } from './disk.ts';
import { uninterrupted } from './errno.ts';

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
    // It is awaited later; until then it must not count as an unhandled rejection.
    hashed.catch(() => undefined);
    waiting.push(hashed);
    at += bytesRead;
    options.onProgress?.(at - stretch.from);
  }
  await Promise.all(waiting);
  return at - stretch.from;
}

/** What is asked of a file that is read. */
export interface HashOptions {
  signal: AbortSignal;
  known?: PartHashes;
  also?: DigestAlgorithm[];
  onProgress?: (bytes: number) => void;
}

const nothingKnown: PartHashes = { pieces: [], tail: null };

/** The first byte of the first piece that isn’t the known one; null when all known ones are there. */
export function damagedAt(known: PartHashes, found: HashState, pieceBytes: number): number | null {
  const damaged = known.pieces.findIndex((piece, index) => piece !== found.pieces[index]);
  if (damaged >= 0) return damaged * pieceBytes;
  const isTailGood = known.pieces.length === found.pieces.length && known.tail === found.tail;
  return known.tail === null || isTailGood ? null : known.pieces.length * pieceBytes;
}

/** Reads a whole file. Null when it is missing; rejects with the signal's reason when aborted. */
export async function hashFile(
  world: World,
  threads: HashThreads,
  path: string,
  options: HashOptions,
): Promise<FileHash | null> {
  const { signal, known = nothingKnown, also = [], onProgress } = options;
  signal.throwIfAborted();
  const opened = await openRegular(world, path, 'read');
  if (!opened) return null;
  const { file, stats } = opened;
  try {
    const arePiecesKnown = known.pieces.length > 0 || known.tail !== null;
    const pieceBytes = arePiecesKnown ? world.pieceBytes : null;
    const piecesBy = algorithmOf(known);
    const plan = {
      pieceBytes,
      piecesBy,
      whole: true,
      also: also.filter((algorithm) => algorithm !== 'sha-256'),
    };
    const hash = await (stats.size > fewBytes ? threads.begin(plan) : hashHere(plan));
    try {
      const size = await readBack(file, { from: 0, to: Infinity }, hash, { signal, onProgress });
      const state = await hash.state();
      const sha256 = state.whole!;
      const digests = await hash.digests();
      if (also.includes('sha-256')) digests['sha-256'] = sha256;
      return {
        sha256,
        size,
        inode: identityOf(stats),
        damagedAt: damagedAt(known, state, world.pieceBytes),
        digests,
      };
    } finally {
      hash.end();
    }
  } finally {
    await file.close();
  }
}
