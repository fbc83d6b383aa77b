import type { BigIntStats, BigIntStatsFs } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rename, stat, statfs, unlink, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pieceBytes } from '../../core/ports/disk.ts';

/** A file that is open; the parts of Node's `FileHandle` that are used here. */
export interface OpenFile {
  read(buffer: Uint8Array, offset: number, length: number, position: number): Promise<{ bytesRead: number }>;
  write(
    buffer: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ): Promise<{ bytesWritten: number }>;
  stat(options: { bigint: true }): Promise<BigIntStats>;
  truncate(length: number): Promise<void>;
  chmod(mode: number): Promise<void>;
  datasync(): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** All calls by which files and names are touched, so that a test can stand between and let any of them fail. */
export interface Disk {
  open(path: string, flags: number, mode?: number): Promise<OpenFile>;
  stat(path: string): Promise<BigIntStats>;
  lstat(path: string): Promise<BigIntStats>;
  statfs(path: string): Promise<BigIntStatsFs>;
  readdir(path: string): Promise<string[]>;
  mkdir(path: string): Promise<void>;
  link(from: string, to: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
}

/** The disks of this machine. */
export const realDisk: Disk = {
  open: (path, flags, mode) => open(path, flags, mode),
  stat: (path) => stat(path, { bigint: true }),
  lstat: (path) => lstat(path, { bigint: true }),
  statfs: (path) => statfs(path, { bigint: true }),
  readdir: (path) => readdir(path),
  mkdir: (path) => mkdir(path),
  link: (from, to) => link(from, to),
  rename: (from, to) => rename(from, to),
  unlink: (path) => unlink(path),
};

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
