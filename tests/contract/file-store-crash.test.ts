import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import type { Checkpoint, Finished } from '../../src-main/core/ports.ts';
import { FaultyDisk } from '../fakes/faulty-disk.ts';
import type { Fault, PowerCut } from '../fakes/faulty-disk.ts';
import { seededBytes } from '../fakes/seeded-bytes.ts';
import { never, nothing, pieceBytes } from './file-store-harness.ts';

const bytes = Buffer.from(seededBytes(5, 2 * pieceBytes + 500));
const step = 900;

/** What outlives the process elsewhere: in a database, each time before the next thing is done. */
interface Memory {
  kept: Checkpoint;
  finished: Finished | null;
  saved: boolean;
}

interface Machine {
  base: string;
  faulty: FaultyDisk;
  memory: Memory;
  leave(): Promise<void>;
}

function newMachine(faults: Fault[]): Machine {
  const root = mkdtempSync(join(tmpdir(), 'ferry-crash-'));
  const base = join(root, 'disk');
  mkdirSync(base);
  const faulty = new FaultyDisk(base);
  faulty.faults.push(...faults);
  const leave = async () => {
    await faulty.leave();
    rmSync(root, { recursive: true });
  };
  return { base, faulty, memory: { kept: nothing, finished: null, saved: false }, leave };
}

const folderOf = ({ base }: Machine) => join(base, 'Downloads', 'Ferry');
const targetOf = (machine: Machine) => join(folderOf(machine), 'Site', '2026');

/** One process: fetches what is missing, checks it, publishes it. */
async function download(machine: Machine): Promise<void> {
  const { faulty, memory } = machine;
  const store = createFileStore({ pieceBytes, ...faulty.disk });
  const place = { folder: folderOf(machine), part: '.a.part' };
  await store.makeFolder(place.folder);
  if (!memory.finished) {
    const part = await store.openPart(place, memory.kept);
    // Nothing that was said to be on the disk is fetched again.
    expect(part.size).toBe(memory.kept.bytes);
    for (let at = part.size; at < bytes.length; at += step) {
      await part.write(Uint8Array.from(bytes.subarray(at, at + step)));
      memory.kept = await part.sync();
    }
    await part.close();
    const found = await store.hashPart(place, { signal: never, known: memory.kept, also: [] });
    expect(found).toMatchObject({ size: bytes.length, damagedAt: null });
    const { sha256, size, inode } = found!;
    memory.finished = { folders: ['Site', '2026'], name: 'a.zip', size, sha256, inode, origin: null };
  }
  await store.publish(place, memory.finished, { signal: never });
  memory.saved = true;
}

/** What has its final name is whole, whenever somebody looks; without links an empty file may hold the name for it. */
function expectNothingHalf(machine: Machine): void {
  const target = targetOf(machine);
  const isHeld = existsSync(join(folderOf(machine), '.a.part.name'));
  const names = existsSync(target) ? readdirSync(target) : [];
  expect(names.length).toBeLessThanOrEqual(1);
  for (const name of names) {
    const found = readFileSync(join(target, name));
    if (!isHeld || found.length > 0) expect(found.equals(bytes)).toBe(true);
  }
  if (machine.memory.saved) expect(names).toEqual(['a.zip']);
}

const cuts: [string, PowerCut | null][] = [
  ['killed', null],
  ['cut off from power', {}],
  ['cut off from power, with a disk that had its names already', { names: 'kept' }],
  ['cut off from power, with a disk that had the names of one folder already', { names: { keptIn: '2026' } }],
  ['cut off from power, with a disk that had its bytes already', { bytes: 'kept' }],
];

describe.each<[string, Fault[]]>([
  ['a disk', []],
  ['a disk without links', [{ call: 'link', code: 'EPERM', times: Infinity }]],
])('a download on %s', (_, faults) => {
  test.each(cuts)('57 that is %s at any of its calls becomes one whole file', async (_how, cut) => {
    const whole = newMachine(faults);
    await download(whole);
    const { calls } = whole.faulty;
    await whole.leave();
    expect(calls.length).toBeGreaterThan(50);

    for (let at = 0; at < calls.length; at += 1) {
      const { call } = calls[at]!;
      const nth = calls.slice(0, at + 1).filter((other) => other.call === call).length;
      const machine = newMachine([{ call, nth, kill: 'before' }, ...faults]);
      await expect(download(machine)).rejects.toThrow();
      if (cut) await machine.faulty.powerCut(cut);
      else await machine.faulty.restart();
      expectNothingHalf(machine);
      await download(machine);
      // All of it is said to be on the disk: power may go at once.
      await machine.faulty.powerCut();
      expectNothingHalf(machine);
      expect(readdirSync(targetOf(machine))).toEqual(['a.zip']);
      expect(readdirSync(folderOf(machine))).toEqual(['Site']);
      await machine.leave();
    }
  });
});
