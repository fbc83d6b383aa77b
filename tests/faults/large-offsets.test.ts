import { createHash } from 'node:crypto';
import { closeSync, existsSync, openSync, readSync, statSync, truncateSync } from 'node:fs';
import { expect, test } from 'vitest';
import { pieceBytes } from '../../src-main/core/ports/disk.ts';
import { createFaultWorld } from './fault-world.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { head } from './wire.ts';
import type { Step } from './wire.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const border = 300_000;
const rest = Buffer.alloc(2 * border, 7);

/**
 * A file of noughts with some other bytes at its end, of which all but the end is here: the part is sparse, so that no
 * disk has to hold it.
 */
test.each([2 ** 31, 2 ** 32])('64 a file beyond %i bytes goes on at its exact byte', async (limit) => {
  const start = limit - border;
  const size = limit + border;
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content: { pattern: 1, size } });
  alfresco.scripts.next('content', (): Step[] => [
    head('200 OK', ['Content-Type: application/octet-stream', `Content-Length: ${size}`]),
    { bytes: Buffer.alloc(100_000) },
    { close: 'fin' },
  ]);
  alfresco.scripts.next('content', (): Step[] => [
    head('206 Partial Content', [
      'Content-Type: application/octet-stream',
      `Content-Length: ${size - start}`,
      `Content-Range: bytes ${start}-${size - 1}/${size}`,
    ]),
    { bytes: rest },
  ]);
  const world = await createFaultWorld(alfresco);
  const id = await world.ask('a');
  await world.until(() => world.job(id).lastFailure !== null);
  await world.act(id, 'pause');
  truncateSync(world.part(id), start);
  const nought = hashOf(Buffer.alloc(pieceBytes));
  world.store.saveOutput({
    ...world.store.output(id)!,
    durable: start,
    pieces: Array.from({ length: Math.floor(start / pieceBytes) }, () => nought),
    tail: hashOf(Buffer.alloc(start % pieceBytes)),
  });
  await world.act(id, 'resume');
  // What follows, reading all of it back, takes as long as it would with any other offset.
  await expect.poll(() => world.job(id).state.is, { timeout: 200_000 }).toBe('verifying');
  expect(alfresco.ranges()).toEqual([undefined, `bytes=${start}-${size - 1}`]);
  const path = world.part(id);
  expect(statSync(path).size).toBe(size);
  const file = openSync(path, 'r');
  const end = Buffer.alloc(rest.length + 10);
  readSync(file, end, 0, end.length, start - 10);
  closeSync(file);
  expect(end.equals(Buffer.concat([Buffer.alloc(10), rest]))).toBe(true);
  await world.act(id, 'cancel');
  await world.until(() => !existsSync(path));
  // What the server holds was never made: nothing is compared with it at the end.
  alfresco.contents.length = 0;
});
