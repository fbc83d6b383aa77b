import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pieceBytes } from '../../core/ports/disk.ts';
import { realDisk } from './disk.ts';
import type { Disk } from './disk.ts';

/** What the file store needs of the machine. */
export interface World extends Disk {
  platform: NodeJS.Platform;
  /** Permission bits that new files of this user don't get. */
  umask: number;
  /** Bytes of a piece that is hashed by itself; `pieceBytes` but in tests. */
  pieceBytes: number;
  /** Milliseconds. Rejects with the signal's reason when aborted. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Runs a program to its end; rejects unless it ends with 0. */
  run(program: string, args: string[]): Promise<void>;
  /** Writes a small text, for the streams beside a file's data that Windows has. */
  writeText(path: string, text: string): Promise<void>;
}

/** Milliseconds that another program may take. */
const programPatience = 10_000;

const execute = promisify(execFile);

/** The machine as it is. */
export function realWorld(): World {
  return {
    ...realDisk,
    platform: process.platform,
    umask: process.umask(),
    pieceBytes,
    wait: async (milliseconds, signal) => {
      await setTimeout(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
    },
    run: async (program, args) => void (await execute(program, args, { timeout: programPatience })),
    writeText: (path, text) => writeFile(path, text, { flush: true }),
  };
}
