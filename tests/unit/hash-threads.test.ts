import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { HashThreads, GrowingHash } from '../../src-main/adapters/files/hash-threads.ts';
import type { HashPlan } from '../../src-main/adapters/files/piece-hasher.ts';
import { seededBytes } from '../fakes/seeded-bytes.ts';

const plan: HashPlan = { pieceBytes: 1_000_000, piecesBy: 'crc32', whole: true, also: ['crc32c'] };
const bytes = Buffer.from(seededBytes(9, 6_300_000));
const sha256 = (of: Uint8Array) => createHash('sha256').update(of).digest('hex');
const crc32Of = (of: Uint8Array) => crc32(of).toString(16).padStart(8, '0');
const pieces = Array.from({ length: 6 }, (_, at) =>
  crc32Of(bytes.subarray(at * 1_000_000, (at + 1) * 1_000_000)),
);
const state = { pieces, tail: crc32Of(bytes.subarray(6_000_000)), whole: sha256(bytes) };

/** A thread that does as the script says. */
const scripted = (script: string): URL =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'; ${script}`)}`,
  );

/** Hashes the bytes in chunks of odd sizes. */
async function hash(threads: HashThreads, growing: boolean) {
  const stream = growing ? new GrowingHash(threads, plan) : await threads.begin(plan);
  try {
    const added: Promise<void>[] = [];
    for (let from = 0, size = 1; from < bytes.length; from += size, size += 12_345)
      added.push(stream.add(Uint8Array.from(bytes.subarray(from, from + size))));
    const [found] = await Promise.all([stream.state(), ...added]);
    return { found, digests: await stream.digests() };
  } finally {
    stream.end();
  }
}

describe.each([
  ['of which the size is known', false],
  ['of which nobody knows how many will come', true],
])('bytes %s', (_, growing) => {
  test('are hashed in a thread', async () => {
    const { found, digests } = await hash(new HashThreads(), growing);
    expect(found).toEqual(state);
    expect(digests['crc32c']).toMatch(/^[0-9a-f]{8}$/);
  });

  test.each([
    ['isn’t there', new URL('file:///nowhere/hash-worker.ts')],
    ['fails at once', scripted('throw new Error("no")')],
    ['ends at once', scripted('process.exit(0)')],
  ])('are hashed here where the thread %s', async (_how, url) => {
    const threads = new HashThreads({ file: url, args: [] });
    expect((await hash(threads, growing)).found).toEqual(state);
    expect((await hash(threads, growing)).found).toEqual(state);
  });

  test('that were in a thread which ended are lost, and the next ones are hashed here', async () => {
    const file = scripted(`
      parentPort.postMessage({ order: 0, result: 'ready' });
      parentPort.on('message', ({ order, do: what }) =>
        what === 'add' ? process.exit(1) : parentPort.postMessage({ order, result: null }));
    `);
    const threads = new HashThreads({ file, args: [] });
    await expect(hash(threads, growing)).rejects.toMatchObject({ failure: { kind: 'internal' } });
    expect((await hash(threads, growing)).found).toEqual(state);
  });
});

test('many streams at once each have their own hash', async () => {
  const threads = new HashThreads();
  const all = await Promise.all(Array.from({ length: 5 }, () => hash(threads, false)));
  for (const { found } of all) expect(found).toEqual(state);
});

test('a stream that was ended while its thread started does no harm', async () => {
  const threads = new HashThreads();
  const stream = new GrowingHash(threads, plan);
  const added = stream.add(Uint8Array.from(bytes));
  stream.end();
  await Promise.allSettled([added]);
  expect((await hash(threads, true)).found).toEqual(state);
});

test('a thread without work ends, and another one is started when there is work again', async () => {
  const threads = new HashThreads(null, 1);
  await hash(threads, false);
  await setTimeout(20);
  expect((await hash(threads, false)).found).toEqual(state);
});

test('a process ends by itself, however long a thread is kept', () => {
  const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
  const script = `
    import { HashThreads } from ${url('../../src-main/adapters/files/hash-threads.ts')};
    const stream = await new HashThreads(null, 2 ** 30).begin({ pieceBytes: null, whole: true, also: [] });
    await stream.add(new Uint8Array(10));
    const { whole } = await stream.state();
    stream.end();
    console.log(whole);
  `;
  const cwd = fileURLToPath(new URL('../..', import.meta.url));
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], { cwd, timeout: 50_000 });
  expect(ended.stderr.toString()).toBe('');
  expect(ended.stdout.toString()).toBe(`${sha256(Buffer.alloc(10))}\n`);
  expect(ended.status).toBe(0);
});
