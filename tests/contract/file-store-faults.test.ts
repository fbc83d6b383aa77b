import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import type { FileStore } from '../../src-main/core/ports.ts';
import { FaultyDisk } from '../fakes/faulty-disk.ts';
import type { Fault } from '../fakes/faulty-disk.ts';
import { seededBytes } from '../fakes/seeded-bytes.ts';
import { smallZip } from '../fakes/small-zip.ts';
import {
  checkpointOf,
  diskHarness,
  failureOf,
  finishedPart,
  never,
  nothing,
  pieceBytes,
  sha256,
} from './file-store-harness.ts';
import type { Harness } from './file-store-harness.ts';
import { saying } from '../fakes/saying.ts';

/** A write of this size is neither gathered with others nor divided. */
const block = 250_000;
const bytes = Buffer.from(seededBytes(3, 4 * block + 5));

let harness: Harness;
let faulty: FaultyDisk;
let store: FileStore;
beforeEach(async () => {
  harness = await diskHarness();
  faulty = new FaultyDisk(harness.folder);
  store = createFileStore({ pieceBytes, ...faulty.disk, wait: async () => {} });
});
afterEach(async () => {
  await faulty.leave();
  harness.leave();
});

const place = () => ({ folder: harness.folder, part: '.a.part' });
const fails = (...faults: Fault[]): void => void faulty.faults.push(...faults);
const blockAt = (index: number): Uint8Array =>
  Uint8Array.from(bytes.subarray(index * block, (index + 1) * block));
const onFaulty = () => finishedPart({ store, folder: harness.folder }, '.a.part', bytes, 'a.zip');

const noSpace = { kind: 'no-space', limit: expect.any(Number) as number };
const diskError = { kind: 'folder-unavailable', detail: saying('the disk reports an error') };

describe.each([
  ['ENOSPC', noSpace],
  ['EDQUOT', noSpace],
  ['EIO', diskError],
  ['EFBIG', { kind: 'internal', detail: saying(/format/) }],
])('a disk that says %s', (code, failure) => {
  test('at a write keeps what came before it, and nothing behind it counts', async () => {
    const part = await store.openPart(place(), nothing);
    await part.write(blockAt(0));
    await part.sync();
    fails({ call: 'write', nth: 2, code });
    await part.write(blockAt(1));
    await part.write(blockAt(2)).catch(() => undefined);
    await part.write(blockAt(3)).catch(() => undefined);
    await part.sync().catch(() => undefined);
    expect(await failureOf(part.write(blockAt(3)))).toEqual(failure);

    const kept = await part.sync();
    expect(kept).toEqual(checkpointOf(bytes.subarray(0, 2 * block)));
    expect(await part.sha256()).toBeNull();
    await part.close();
    const again = await store.openPart(place(), kept);
    expect(again.size).toBe(2 * block);
    await again.write(Uint8Array.from(bytes.subarray(2 * block)));
    expect(await again.sync()).toEqual(checkpointOf(bytes));
    await again.close();
    expect(harness.read('.a.part')).toEqual(bytes);
  });

  test('at a sync is not believed anymore, and the part goes on from the sync before', async () => {
    const part = await store.openPart(place(), nothing);
    await part.write(blockAt(0));
    const kept = await part.sync();
    await part.write(blockAt(1));
    fails({ call: 'datasync', code });
    expect(await failureOf(part.sync())).toEqual(failure);
    expect(await failureOf(part.sync())).toEqual(failure);
    expect(await failureOf(part.write(blockAt(2)))).toEqual(failure);
    await part.close();
    const again = await store.openPart(place(), kept);
    expect(again.size).toBe(block);
    await again.close();
  });

  test.each<[string, Fault]>([
    ['last sync', { call: 'sync', path: '.a.part', code }],
    ['sync of the folder', { call: 'sync', nth: 2, code }],
  ])('at the %s of a publish leaves the file for the next one', async (_, fault) => {
    const { place, file } = await onFaulty();
    fails(fault);
    expect(await failureOf(store.publish(place, file, { signal: never }))).toEqual(failure);
    expect(await store.publish(place, file, { signal: never })).toMatchObject({ fileName: 'a.zip' });
    expect(harness.names()).toEqual(['a.zip']);
    expect(harness.read('a.zip')).toEqual(bytes);
  });

  test('where a name is given by a rename leaves no held name behind', async () => {
    const { place, file } = await onFaulty();
    fails({ call: 'link', code: 'EPERM', times: Infinity }, { call: 'rename', code });
    expect(await failureOf(store.publish(place, file, { signal: never }))).toEqual(failure);
    expect(harness.names()).toEqual(['.a.part']);
  });
});

describe('writing', () => {
  test('a chunk whose write failed is told of by the next sync, if by no write', async () => {
    const part = await store.openPart(place(), nothing);
    fails({ call: 'write', code: 'ENOSPC' });
    await part.write(Uint8Array.from(bytes.subarray(0, 10)));
    expect(await failureOf(part.sync())).toEqual(noSpace);
    expect(await part.sync()).toEqual(nothing);
    await part.close();
  });

  test('goes on until the system has taken all, and when a signal interrupts it', async () => {
    fails(
      { call: 'write', nth: 2, times: 3, code: 'EINTR' },
      { call: 'write', nth: 1, times: 5, atMost: 100_001 },
    );
    const part = await store.openPart(place(), nothing);
    for (const index of [0, 1, 2, 3]) await part.write(blockAt(index));
    await part.sync();
    await part.close();
    expect(harness.read('.a.part')).toEqual(bytes.subarray(0, 4 * block));
  });

  test('ends where the system takes nothing or is interrupted for ever', async () => {
    for (const fault of [
      { atMost: 0, words: 'took nothing' },
      { code: 'EINTR', words: 'EINTR' },
    ]) {
      const { words, ...what } = fault;
      const rule: Fault = { call: 'write', times: Infinity, ...what };
      fails(rule);
      const part = await store.openPart(place(), nothing);
      await part.write(Uint8Array.from(bytes.subarray(0, 10)));
      const detail = saying(new RegExp(words));
      expect(await failureOf(part.sync())).toEqual({ kind: 'internal', detail });
      await part.close();
      faulty.faults.splice(0);
    }
  });

  test('holds the sender up while the disk is slow, and takes a bounded amount', async () => {
    const disk = Promise.withResolvers<void>();
    fails({ call: 'write', times: Infinity, gate: disk.promise });
    const part = await store.openPart(place(), nothing);
    const megabyte = Buffer.from(seededBytes(4, 1024 * 1024));
    let taken = 0;
    const sending = (async () => {
      for (; taken < 40; taken += 1) await part.write(Uint8Array.from(megabyte));
    })();
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(taken).toBeLessThanOrEqual(8);
    expect(harness.read('.a.part')?.length).toBe(0);
    disk.resolve();
    await sending;
    const { bytes: size, pieces } = await part.sync();
    await part.close();
    expect(size).toBe(40 * megabyte.length);
    expect(pieces).toHaveLength(Math.floor(size / pieceBytes));
  });

  test('goes on while a sync is under way, which tells of what came before it alone', async () => {
    const slow = Promise.withResolvers<void>();
    const part = await store.openPart(place(), nothing);
    await part.write(blockAt(0));
    fails({ call: 'datasync', gate: slow.promise });
    const first = part.sync();
    await part.write(blockAt(1));
    await part.write(blockAt(2));
    slow.resolve();
    expect(await first).toEqual(checkpointOf(bytes.subarray(0, block)));
    expect(await part.sync()).toEqual(checkpointOf(bytes.subarray(0, 3 * block)));
    expect(await part.sha256()).toBe(sha256(bytes.subarray(0, 3 * block)));
    await part.close();
  });

  test('a new part counts for nothing until its name is on the disk too', async () => {
    const part = await store.openPart(place(), nothing);
    await part.write(blockAt(0));
    fails({ call: 'sync', path: harness.folder, code: 'EIO' });
    expect(await failureOf(part.sync())).toEqual(diskError);
    await part.close();
  });
});

describe('reading', () => {
  test('too many open files are told of', async () => {
    fails({ call: 'open', code: 'EMFILE' });
    const detail = saying('too many files are open at once');
    expect(await failureOf(store.openPart(place(), nothing))).toEqual({ kind: 'folder-unavailable', detail });
  });

  test('goes on after short and interrupted reads, and ends at an error', async () => {
    harness.put('.a.part', bytes);
    const hash = () => store.hashPart(place(), { signal: never, known: checkpointOf(bytes), also: ['md5'] });
    fails({ call: 'read', times: 40, atMost: 12_345 }, { call: 'read', nth: 2, times: 2, code: 'EINTR' });
    expect(await hash()).toMatchObject({ sha256: sha256(bytes), damagedAt: null });
    fails({ call: 'read', code: 'EIO' });
    expect(await failureOf(hash())).toEqual(diskError);
    fails({ call: 'read', code: 'EIO' });
    expect(await failureOf(store.openPart(place(), checkpointOf(bytes)))).toEqual(diskError);
    expect(harness.read('.a.part')).toEqual(bytes);
  });

  test('ends in the middle when it isn’t wanted anymore', async () => {
    harness.put('.a.part', Buffer.alloc(6_000_000));
    const ending = new AbortController();
    const reason = new Error('paused');
    const hashing = store.hashPart(place(), {
      signal: ending.signal,
      known: nothing,
      also: [],
      onProgress: () => ending.abort(reason),
    });
    await expect(hashing).rejects.toBe(reason);
    expect(faulty.calls.filter(({ call }) => call === 'read').length).toBeLessThan(4);
  });
});

describe('a virus scanner', () => {
  test.each(['EPERM', 'EBUSY', 'EACCES'])(
    'that holds the file for a while (%s) delays its name',
    async (code) => {
      const { place, file } = await onFaulty();
      fails({ call: 'link', code: 'EPERM' }, { call: 'rename', code, times: 5 });
      expect(await store.publish(place, file, { signal: never })).toMatchObject({ fileName: 'a.zip' });
      expect(harness.names()).toEqual(['a.zip']);
    },
  );

  test('that removes the part just before it gets its name is told of', async () => {
    const { place, file } = await onFaulty();
    fails({ call: 'link', removes: `${harness.folder}/.a.part` });
    expect(await failureOf(store.publish(place, file, { signal: never }))).toEqual({
      kind: 'internal',
      detail: saying('The finished file was moved or removed by another program'),
    });
    expect(harness.names()).toEqual([]);
  });
});

describe('a zip on a disk that fails', () => {
  test.each(['EIO', 'ESTALE'])('with %s isn’t taken for one that is damaged', async (code) => {
    harness.put('.a.part', await smallZip(3));
    fails({ call: 'read', path: '.a.part', code });
    expect(await failureOf(store.zipContents(place()))).toMatchObject({ kind: 'folder-unavailable' });
    expect((await store.zipContents(place()))?.files).toBe(3);
  });
});
