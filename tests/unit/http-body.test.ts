import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { giveBack, tryGivingBack } from '../../src-main/adapters/servers/chunk-memory.ts';
import { pour } from '../../src-main/adapters/servers/http-body.ts';
import { received } from '../../src-main/adapters/servers/http.ts';
import { seededBytes } from '../fakes/seeded-bytes.ts';

const bytes = Buffer.from(seededBytes(5, 1000));
const signal = new AbortController().signal;

/** The bytes in chunks of these sizes, each in memory of its own; breaks off behind them where there is an error. */
async function* body(sizes: number[], error?: Error): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) yield Uint8Array.from(bytes.subarray(at, (at += size)));
  if (error) throw error;
}

const meaning = (error: unknown): Error => (error instanceof Error ? error : new Error('closed'));

/** These bytes as a stream, in chunks of that size. */
const sentIn = (all: Buffer, size: number): Readable =>
  Readable.from(
    (function* () {
      for (let at = 0; at < all.length; at += size) yield Buffer.from(all.subarray(at, at + size));
    })(),
  );

async function piecesOf(body: AsyncIterable<Uint8Array>): Promise<Buffer[]> {
  const got: Buffer[] = [];
  for await (const piece of body) got.push(Buffer.from(piece));
  return got;
}

afterEach(() => vi.useRealTimers());

describe('a body', () => {
  test('of a fast line comes in large pieces, byte for byte', async () => {
    const sent = Buffer.from(seededBytes(6, 1_000_000));
    const got = await piecesOf(received(sentIn(sent, 7_000), meaning));
    expect(got.slice(0, -1).every(({ length }) => length >= 256 * 1024)).toBe(true);
    expect(Buffer.concat(got)).toEqual(sent);
  });

  test('of a slow line is handed on as it comes, though it is little', async () => {
    vi.useFakeTimers();
    const stream = new PassThrough();
    const reading = received(stream, meaning);
    for (const chunk of ['a', 'b']) {
      const piece = reading.next();
      stream.write(chunk);
      await vi.advanceTimersByTimeAsync(250);
      expect(Buffer.from((await piece).value as Uint8Array).toString()).toBe(chunk);
    }
  });

  test('that breaks off hands on what came before it says so', async () => {
    const stream = new PassThrough();
    const reading = received(stream, meaning);
    stream.once('data', () => stream.destroy(new Error('cut')));
    stream.write('came');
    expect(Buffer.from((await reading.next()).value as Uint8Array).toString()).toBe('came');
    await expect(reading.next()).rejects.toThrow('cut');
  });

  test('waits for a slow reader, with a few pieces at most', async () => {
    const stream = sentIn(Buffer.alloc(10_000_000), 64 * 1024);
    const reading = received(stream, meaning);
    await reading.next();
    await new Promise((resolve) => setImmediate(resolve));
    expect(stream.isPaused()).toBe(true);
    expect(stream.readableEnded).toBe(false);
    await piecesOf(reading);
    expect(stream.readableEnded).toBe(true);
  });

  test('is poured into a sink that keeps copies, and nothing beyond what was announced', async () => {
    const got: Buffer[] = [];
    const sink = { write: async (chunk: Uint8Array) => void got.push(Buffer.from(chunk)) };
    expect(await pour(body([400, 600]), sink, { most: 1000, signal })).toBe(1000);
    expect(Buffer.concat(got)).toEqual(bytes);
    got.length = 0;
    await expect(pour(body([400, 600]), sink, { most: 999, signal })).rejects.toMatchObject({
      failure: { kind: 'protocol' },
    });
    expect(Buffer.concat(got).length).toBeLessThan(1000);
  });
});

describe('the memory of a chunk', () => {
  beforeEach(async () => {
    expect(await tryGivingBack()).toBeNull();
  });

  test('that has it alone is given back', () => {
    const chunk = Uint8Array.from(bytes);
    giveBack(chunk);
    expect(chunk.length).toBe(0);
  });

  test('that shares it with other bytes stays', () => {
    const all = Uint8Array.from(bytes);
    giveBack(all.subarray(0, 999));
    expect(Buffer.from(all)).toEqual(bytes);
  });

  test('that another thread sees stays', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(10));
    giveBack(shared);
    expect(shared.length).toBe(10);
  });

  test('stays wherever the trial at the start went wrong', async () => {
    const refusing = () => {
      throw new TypeError('no such memory here');
    };
    expect(await tryGivingBack(refusing)).toBe('no such memory here');
    const chunk = Uint8Array.from(bytes);
    giveBack(chunk);
    expect(chunk.length).toBe(1000);
  });

  test('stays, and no other is given back anymore, once it can’t be given back', () => {
    const held = new Uint8Array(10);
    held.buffer.transfer = () => {
      throw new TypeError('somebody holds it');
    };
    giveBack(held);
    const chunk = Uint8Array.from(bytes);
    giveBack(chunk);
    expect(chunk.length).toBe(1000);
  });
});
