import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { HashThreads } from '../../src-main/adapters/files/hash-threads.ts';

const built = new URL('../../dist/electron/main/', import.meta.url);

test('the thread that hashes is built beside the main process, and hashes', async () => {
  const url = new URL('hash-worker.js', built);
  const worker = new Worker(url);
  expect(await once(worker, 'message')).toEqual([{ order: 0, result: 'ready' }]);
  await worker.terminate();

  const stream = await new HashThreads({ file: url, args: [] }, 0).begin({
    pieceBytes: 4,
    piecesBy: 'crc32',
    whole: true,
    also: ['crc64nvme'],
  });
  await stream.add(Buffer.from('123456789'));
  const { whole, pieces } = await stream.state();
  expect(whole).toBe(createHash('sha256').update('123456789').digest('hex'));
  expect(pieces).toHaveLength(2);
  expect(await stream.digests()).toEqual({ crc64nvme: 'ae8b14860a799888' });
  stream.end();
});
