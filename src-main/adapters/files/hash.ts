import { createHash } from 'node:crypto';
import { identityOf, openRegular } from './regular-file.ts';

const readSize = 1024 * 1024;

/** What a file is, as read from the disk from its first to its last byte. */
export interface Fingerprint {
  /** Hex. */
  sha256: string;
  /** Bytes. */
  size: number;
  /** Device and inode as one text. */
  inode: string;
}

/** Reads the whole file. Null when it is missing; rejects with the signal's reason when aborted. */
export async function fingerprint(
  path: string,
  options: { signal: AbortSignal; onProgress?: (bytes: number) => void },
): Promise<Fingerprint | null> {
  options.signal.throwIfAborted();
  const opened = await openRegular(path, 'read');
  if (!opened) return null;
  const { handle, stats } = opened;
  try {
    const hash = createHash('sha256');
    const buffer = Buffer.allocUnsafe(readSize);
    for (let size = 0; ;) {
      const { bytesRead } = await handle.read(buffer, 0, readSize, size);
      options.signal.throwIfAborted();
      if (bytesRead === 0) return { sha256: hash.digest('hex'), size, inode: identityOf(stats) };
      hash.update(buffer.subarray(0, bytesRead));
      size += bytesRead;
      options.onProgress?.(size);
    }
  } finally {
    await handle.close();
  }
}
