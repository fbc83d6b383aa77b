import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { realDisk } from '../../src-main/adapters/files/disk.ts';
import type { World as FileWorld } from '../../src-main/adapters/files/disk.ts';
import { FaultyDisk } from '../fakes/faulty-disk.ts';
import type { Fault } from '../fakes/faulty-disk.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { createFaultWorld } from './fault-world.ts';
import type { FaultWorld, FaultWorldOptions } from './fault-world.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import type { RawAlfresco } from './raw-alfresco.ts';

/** Several checkpoints long. */
export const content = { pattern: 11, size: 3_000_000 };
/** Small, so that the file has several pieces. */
export const pieceBytes = 512 * 1024;
export const checkpointBytes = 1024 * 1024;

/** The whole app on a disk that fails by rules, and an Alfresco with the document `a`. */
export interface DiskHarness {
  alfresco: RawAlfresco;
  world: FaultWorld;
  faults: Fault[];
  /** While true the disk says that nothing is free. */
  setFull: (isFull: boolean) => void;
}

/** Starts it for the running test. Waiting for a held file takes no time. */
export async function onFaultyDisk(
  files: Partial<FileWorld> = {},
  options: FaultWorldOptions = {},
): Promise<DiskHarness> {
  const root = tempFolder();
  const folder = join(root, 'downloads');
  mkdirSync(folder);
  const disk = new FaultyDisk(folder);
  onTestFinished(() => disk.leave());
  let isFull = false;
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content });
  const world = await createFaultWorld(alfresco, {
    root,
    checkpointBytes,
    files: {
      ...disk.disk,
      pieceBytes,
      wait: noTime,
      statfs: async (path) => {
        const found = await realDisk.statfs(path);
        if (isFull) found.bavail = 0n;
        return found;
      },
      ...files,
    },
    ...options,
  });
  return { alfresco, world, faults: disk.faults, setFull: (is) => (isFull = is) };
}

/** A wait that takes no time, but lets others run, and ends with its signal. */
async function noTime(milliseconds: number, signal: AbortSignal): Promise<void> {
  // The time that a folder may take to answer is the only long one: nothing is that slow here.
  if (milliseconds >= 10_000) return new Promise((_, reject) => onAbort(signal, reject));
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}

function onAbort(signal: AbortSignal, reject: (reason: unknown) => void): void {
  signal.addEventListener('abort', () => reject(signal.reason), { once: true });
}

/** Lets the document come as far as the byte and no farther: what is cut after much is asked for once more at once. */
export function breakOffAt(alfresco: RawAlfresco, byte: number): void {
  for (let times = 0; times < 2; times += 1)
    alfresco.scripts.next('content', (request) =>
      alfresco.serve('a', request, { cut: { before: byte, by: 'fin' } }),
    );
}

/** Lets the document come as far as the byte and then stops sending; the download is paused there. */
export async function pausedAt(harness: DiskHarness, byte: number): Promise<string> {
  const { alfresco, world } = harness;
  breakOffAt(alfresco, byte);
  const id = await world.ask('a');
  await world.until(() => world.job(id).lastFailure !== null);
  await world.act(id, 'pause');
  return id;
}
