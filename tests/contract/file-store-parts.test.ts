import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  checkpointOf,
  diskHarness,
  failureOf,
  fakeHarness,
  never,
  nothing,
  pieceBytes,
  sha256,
} from './file-store-harness.ts';
import type { Harness } from './file-store-harness.ts';
import { seededBytes } from '../fakes/seeded-bytes.ts';

const text = (words: string): Buffer => Buffer.from(words);
/** Three whole pieces and a tail. */
const bytes = Buffer.from(seededBytes(1, 3 * pieceBytes + 300));

/** A copy with one bit of the byte turned. */
function damaged(at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
}

/** A text whose CRC-32 begins with noughts. */
const smallCrc = Array.from({ length: 10_000 }, (_, index) => `text ${index}`).find(
  (words) => crc32(words) < 2 ** 20,
)!;

describe.each([
  ['in memory', fakeHarness],
  ['on a disk', () => diskHarness()],
])('a part %s', (_, makeHarness) => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await makeHarness();
  });
  afterEach(() => harness.leave());

  const place = (part = '.a.part') => ({ folder: harness.folder, part });
  const missing = () => ({ folder: `${harness.folder}/missing`, part: '.a.part' });
  /** What opening says of a part that holds this. */
  const sizeOf = async (held: Uint8Array, kept = checkpointOf(bytes)) => {
    harness.put('.a.part', held);
    const part = await harness.store.openPart(place(), kept);
    await part.close();
    expect(harness.read('.a.part')?.length).toBe(part.size);
    return part.size;
  };

  test('is made empty and holds what was written to it', async () => {
    const part = await harness.store.openPart(place(), checkpointOf(bytes));
    expect(part.size).toBe(0);
    await part.write(text('one '));
    await part.write(text('two'));
    expect(await part.sync()).toEqual(checkpointOf(text('one two')));
    await part.close();
    expect(harness.read('.a.part')?.toString()).toBe('one two');
  });

  test('goes on from what it kept, and cuts what nobody knows of', async () => {
    harness.put('.a.part', text('good bad'));
    const part = await harness.store.openPart(place(), checkpointOf(text('good ')));
    expect(part.size).toBe(5);
    await part.write(text('more'));
    expect(await part.sync()).toEqual(checkpointOf(text('good more')));
    await part.close();
    expect(harness.read('.a.part')?.toString()).toBe('good more');
  });

  test('tells the hash of each piece, however the bytes come', async () => {
    const part = await harness.store.openPart(place(), nothing);
    for (let from = 0, step = 1; from < bytes.length; from += step, step += 37) {
      await part.write(Uint8Array.from(bytes.subarray(from, from + step)));
      if (step % 3 === 0) expect(await part.sync()).toEqual(checkpointOf(bytes.subarray(0, from + step)));
    }
    expect(await part.sync()).toEqual(checkpointOf(bytes));
    await part.close();
    expect(harness.read('.a.part')).toEqual(bytes);
  });

  test('keeps what was written when the memory of a chunk is used anew', async () => {
    const long = Buffer.from(seededBytes(2, 9_000_000));
    const part = await harness.store.openPart(place(), nothing);
    const chunk = new Uint8Array(1_000_000);
    for (let from = 0; from < long.length; from += chunk.length) {
      chunk.set(long.subarray(from, from + chunk.length));
      await part.write(chunk);
      chunk.fill(0);
      expect((await part.sync()).bytes).toBe(from + chunk.length);
    }
    expect(await part.sync()).toEqual(checkpointOf(long));
    expect(await part.sha256()).toBe(sha256(long));
    await part.close();
    expect(harness.read('.a.part')?.equals(long)).toBe(true);
  });

  test('tells whether it is still in its place, and is written to all the same', async () => {
    const inside = { folder: `${harness.folder}/inside`, part: '.a.part' };
    await harness.store.makeFolder(inside.folder);
    const part = await harness.store.openPart(inside, nothing);
    await part.write(text('one '));
    await part.sync();
    expect(await part.whereabouts()).toBe('there');
    harness.removeFolder(inside.folder);
    expect(await part.whereabouts()).toBe('removed');
    await part.write(text('two'));
    expect((await part.sync()).bytes).toBe(7);
    await part.close();

    const other = await harness.store.openPart(place(), nothing);
    harness.remove('.a.part');
    harness.put('.a.part', text('another'));
    expect(await other.whereabouts()).toBe('removed');
    await other.close();
  });

  test('that is empty has no hashes', async () => {
    const part = await harness.store.openPart(place(), nothing);
    expect(await part.sync()).toEqual(nothing);
    expect(await part.sha256()).toBe(sha256(Buffer.alloc(0)));
    await part.close();
  });

  test('goes on within a piece and at its edge', async () => {
    for (const kept of [300, pieceBytes, 2 * pieceBytes, 3 * pieceBytes, 3 * pieceBytes + 299]) {
      harness.put('.a.part', bytes.subarray(0, kept));
      const part = await harness.store.openPart(place(), checkpointOf(bytes.subarray(0, kept)));
      expect(part.size).toBe(kept);
      await part.write(Uint8Array.from(bytes.subarray(kept)));
      expect(await part.sync()).toEqual(checkpointOf(bytes));
      await part.close();
      expect(harness.read('.a.part')).toEqual(bytes);
    }
  });

  describe('is cut to what its hashes prove', () => {
    test('nothing that is whole', async () => expect(await sizeOf(bytes)).toBe(bytes.length));

    test('the tail, where it is damaged', async () =>
      expect(await sizeOf(damaged(3 * pieceBytes + 1))).toBe(3 * pieceBytes));

    test('the tail, where it is too short', async () =>
      expect(await sizeOf(bytes.subarray(0, -1))).toBe(3 * pieceBytes));

    test('and the piece before, and so on', async () => {
      const copy = damaged(3 * pieceBytes);
      copy[2 * pieceBytes]! ^= 1;
      copy[2 * pieceBytes - 1]! ^= 1;
      expect(await sizeOf(copy)).toBe(pieceBytes);
      copy[0]! ^= 1;
      expect(await sizeOf(copy)).toBe(0);
    });

    test('only as far back as the last good piece: those before it were good when they were read last', async () =>
      expect(await sizeOf(damaged(0))).toBe(bytes.length));

    test('pieces that are missing at the end', async () => {
      expect(await sizeOf(bytes.subarray(0, 2 * pieceBytes + 10))).toBe(2 * pieceBytes);
      expect(await sizeOf(bytes.subarray(0, 10))).toBe(0);
      expect(await sizeOf(Buffer.alloc(0))).toBe(0);
    });

    test('all of it, where no hash was kept', async () => {
      expect(await sizeOf(bytes, { ...nothing, bytes: bytes.length })).toBe(0);
      expect(await sizeOf(bytes, { ...nothing, bytes: 300 })).toBe(0);
    });

    test('whole pieces alone, where no tail was kept', async () =>
      expect(await sizeOf(bytes, { ...checkpointOf(bytes), tail: null })).toBe(3 * pieceBytes));

    test('nothing, where an earlier Ferry kept SHA-256 of its pieces and the file is still that', async () =>
      expect(await sizeOf(bytes, checkpointOf(bytes, sha256))).toBe(bytes.length));

    test('the damaged tail of a part that an earlier Ferry began', async () =>
      expect(await sizeOf(damaged(bytes.length - 1), checkpointOf(bytes, sha256))).toBe(3 * pieceBytes));

    test('without looking at hashes of pieces behind what was kept', async () => {
      const kept = { bytes: 2 * pieceBytes, pieces: checkpointOf(bytes).pieces, tail: null };
      expect(await sizeOf(bytes, kept)).toBe(2 * pieceBytes);
    });
  });

  test('that an earlier Ferry began is gone on with by its SHA-256, piece for piece', async () => {
    const begun = bytes.subarray(0, pieceBytes + 100);
    harness.put('.a.part', begun);
    const part = await harness.store.openPart(place(), checkpointOf(begun, sha256));
    await part.write(Uint8Array.from(bytes.subarray(part.size)));
    const kept = await part.sync();
    await part.close();
    expect(kept).toEqual(checkpointOf(bytes, sha256));
    const found = await harness.store.hashPart(place(), { signal: never, known: kept, also: [] });
    expect(found).toMatchObject({ damagedAt: null, sha256: sha256(bytes) });
  });

  test('knows the hash of the whole when all of it was written since it was opened', async () => {
    const part = await harness.store.openPart(place(), nothing);
    await part.write(Uint8Array.from(bytes));
    expect(await part.sha256()).toBeNull();
    const kept = await part.sync();
    expect(await part.sha256()).toBe(sha256(bytes));
    await part.write(text('more'));
    expect(await part.sha256()).toBeNull();
    await part.sync();
    expect(await part.sha256()).toBe(sha256(Buffer.concat([bytes, text('more')])));
    await part.close();

    const resumed = await harness.store.openPart(place(), kept);
    expect(resumed.size).toBe(bytes.length);
    await resumed.sync();
    expect(await resumed.sha256()).toBeNull();
    await resumed.close();
  });

  test('that was not synced counts for nothing', async () => {
    const first = await harness.store.openPart(place(), nothing);
    await first.write(text('kept'));
    const kept = await first.sync();
    await first.write(text(' lost'));
    await first.close();
    const second = await harness.store.openPart(place(), kept);
    expect(second.size).toBe(4);
    await second.close();
    expect(harness.read('.a.part')?.toString()).toBe('kept');
  });

  test('is the same file each time it is opened', async () => {
    const first = await harness.store.openPart(place(), nothing);
    await first.close();
    const second = await harness.store.openPart(place(), nothing);
    await second.close();
    const other = await harness.store.openPart(place('.b.part'), nothing);
    await other.close();
    expect(second.inode).toBe(first.inode);
    expect(other.inode).not.toBe(first.inode);
  });

  test('that was closed takes nothing anymore', async () => {
    const part = await harness.store.openPart(place(), nothing);
    await part.close();
    await part.close();
    expect(await failureOf(part.write(text('late')))).toMatchObject({ kind: 'internal' });
    expect(await failureOf(part.sync())).toMatchObject({ kind: 'internal' });
  });

  test('is not made in a folder that is gone', async () => {
    expect(await failureOf(harness.store.openPart(missing(), nothing))).toMatchObject({
      kind: 'folder-unavailable',
    });
  });

  test('is gone when it was discarded, and discarding it again does no harm', async () => {
    harness.put('.a.part', text('x'));
    await harness.store.discard(place());
    await harness.store.discard(place());
    await harness.store.discard(missing());
    expect(harness.names()).toEqual([]);
  });

  test('is looked at without being read', async () => {
    expect(await harness.store.lookAtPart(place())).toBeNull();
    expect(await failureOf(harness.store.lookAtPart(missing()))).toMatchObject({
      kind: 'folder-unavailable',
    });
    const part = await harness.store.openPart(place(), nothing);
    await part.write(text('words'));
    await part.sync();
    await part.close();
    expect(await harness.store.lookAtPart(place())).toEqual({ size: 5, inode: part.inode });
  });

  describe('that is hashed', () => {
    const hash = (
      known = checkpointOf(bytes),
      also: Parameters<typeof harness.store.hashPart>[1]['also'] = [],
    ) => harness.store.hashPart(place(), { signal: never, known, also });

    test('is read as it lies on the disk', async () => {
      harness.put('.a.part', bytes);
      const part = await harness.store.lookAtPart(place());
      expect(await hash()).toEqual({ sha256: sha256(bytes), ...part, damagedAt: null, digests: {} });
    });

    test('tells where it isn’t what was written', async () => {
      const damagedAt = async (held: Uint8Array, known = checkpointOf(bytes)) => {
        harness.put('.a.part', held);
        return (await hash(known))?.damagedAt;
      };
      expect(await damagedAt(damaged(0))).toBe(0);
      expect(await damagedAt(damaged(2 * pieceBytes - 1))).toBe(pieceBytes);
      expect(await damagedAt(damaged(bytes.length - 1))).toBe(3 * pieceBytes);
      expect(await damagedAt(bytes.subarray(0, pieceBytes + 1))).toBe(pieceBytes);
      expect(await damagedAt(bytes.subarray(0, -1))).toBe(3 * pieceBytes);
      expect(await damagedAt(Buffer.concat([bytes, bytes]))).toBe(3 * pieceBytes);
      expect(await damagedAt(Buffer.alloc(0))).toBe(0);
      expect(await damagedAt(damaged(pieceBytes), checkpointOf(bytes, sha256))).toBe(pieceBytes);
      expect(await damagedAt(damaged(0), nothing)).toBeNull();
      expect(
        await damagedAt(Buffer.concat([bytes, bytes]), { ...checkpointOf(bytes), tail: null }),
      ).toBeNull();
    });

    test('tells each other digest that is asked for', async () => {
      const nine = text('123456789');
      harness.put('.a.part', nine);
      const node = (name: string) => createHash(name).update(nine).digest('hex');
      const found = await hash(nothing, [
        'sha-256',
        'sha-512',
        'sha-1',
        'md5',
        'crc32',
        'crc32c',
        'crc64nvme',
      ]);
      expect(found?.digests).toEqual({
        'sha-256': node('sha256'),
        'sha-512': node('sha512'),
        'sha-1': node('sha1'),
        md5: node('md5'),
        // The check values of the catalogue of CRC algorithms: CRC-32/ISO-HDLC, CRC-32/ISCSI, CRC-64/NVME.
        crc32: 'cbf43926',
        crc32c: 'e3069283',
        crc64nvme: 'ae8b14860a799888',
      });
    });

    test('tells a digest of many blocks, with the noughts it begins with', async () => {
      const large = Buffer.from(seededBytes(7, 5_000_000));
      harness.put('.a.part', large);
      const expected = crc32(large).toString(16).padStart(8, '0');
      expect((await hash(nothing, ['crc32']))?.digests).toEqual({ crc32: expected });
      harness.put('.a.part', text(smallCrc));
      expect((await hash(nothing, ['crc32']))?.digests).toEqual({
        crc32: crc32(smallCrc).toString(16).padStart(8, '0'),
      });
    });

    test('tells how far it is', async () => {
      const large = Buffer.alloc(2_500_000, 'aperiodic?');
      harness.put('.a.part', large);
      const seen: number[] = [];
      await harness.store.hashPart(place(), {
        signal: never,
        known: nothing,
        also: [],
        onProgress: (done) => seen.push(done),
      });
      expect(seen.at(-1)).toBe(large.length);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    });

    test('is null when it is missing, and a failure when its folder is', async () => {
      expect(await hash()).toBeNull();
      const options = { signal: never, known: nothing, also: [] };
      expect(await failureOf(harness.store.hashPart(missing(), options))).toMatchObject({
        kind: 'folder-unavailable',
      });
    });

    test('ends with the reason of whoever ends it', async () => {
      harness.put('.a.part', text('x'));
      const reason = new Error('paused');
      const options = { signal: AbortSignal.abort(reason), known: nothing, also: [] };
      await expect(harness.store.hashPart(place(), options)).rejects.toBe(reason);
    });
  });
});
