import type { BigIntStats, BigIntStatsFs } from 'node:fs';
import { link, lstat, mkdir, open, readdir, rename, stat, statfs, unlink } from 'node:fs/promises';

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
