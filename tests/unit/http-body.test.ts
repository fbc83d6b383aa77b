import { beforeEach, describe, expect, test } from 'vitest';
import { giveBack, tryGivingBack } from '../../src-main/adapters/servers/chunk-memory.ts';
import { gather, pour } from '../../src-main/adapters/servers/http-body.ts';
import { seededBytes } from '../fakes/seeded-bytes.ts';

const bytes = Buffer.from(seededBytes(5, 1000));
const signal = new AbortController().signal;

/** The bytes in chunks of these sizes, each in memory of its own; breaks off behind them where there is an error. */
async function* body(sizes: number[], error?: Error): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const size of sizes) yield Uint8Array.from(bytes.subarray(at, (at += size)));
  if (error) throw error;
}

describe('a body', () => {
  test('is gathered into chunks of the wanted size, which may change on the way', async () => {
    const wanted = [300, 300, 20, 500];
    const got: Buffer[] = [];
    for await (const chunk of gather(
      body([1, 450, 0, 349, 200]),
      () => wanted[got.length]!,
      () => 0,
    ))
      got.push(Buffer.from(chunk));
    expect(got.map((chunk) => chunk.length)).toEqual([300, 300, 20, 380]);
    expect(Buffer.concat(got)).toEqual(bytes);
  });

  test('of a slow line is handed on as it comes, though it is less than wanted', async () => {
    let now = 0;
    const dripping = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of body([10, 10, 10, 10])) {
        now += 150;
        yield chunk;
      }
    };
    const got: number[] = [];
    for await (const chunk of gather(
      dripping(),
      () => 1000,
      () => now,
    ))
      got.push(chunk.length);
    expect(got).toEqual([20, 20]);
  });

  test('that breaks off hands on what came before it says so', async () => {
    const got: Buffer[] = [];
    const reading = async (): Promise<void> => {
      for await (const chunk of gather(body([90, 90], new Error('cut')), () => 100))
        got.push(Buffer.from(chunk));
    };
    await expect(reading()).rejects.toThrow('cut');
    expect(Buffer.concat(got)).toEqual(bytes.subarray(0, 180));
  });

  test('is poured into a sink that keeps copies, and nothing beyond what was announced', async () => {
    const got: Buffer[] = [];
    const sink = { appetite: 64, write: async (chunk: Uint8Array) => void got.push(Buffer.from(chunk)) };
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
