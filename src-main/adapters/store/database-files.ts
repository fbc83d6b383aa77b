import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { datedName } from '../dated-name.ts';

/** The names of the database's files in a data folder. */
export interface DatabaseFiles {
  folder: string;
  /** The database itself; SQLite keeps `-wal` and `-shm` beside it. */
  main: string;
  /** The rolling copy, made about once a day. */
  copy: string;
  /** There since an error that looked like damage: the next opening checks every page. */
  suspect: string;
  /** There from a run's first change until the log was emptied by a stop in order: without its log the change is lost. */
  changed: string;
  /** Empty, and dated when a run was last known to be there. */
  alive: string;
}

export function databaseFiles(folder: string): DatabaseFiles {
  return {
    folder,
    main: join(folder, 'ferry.db'),
    copy: join(folder, 'ferry.copy.db'),
    suspect: join(folder, 'ferry.db.suspect'),
    changed: join(folder, 'ferry.db.changed'),
    alive: join(folder, 'ferry.alive'),
  };
}

/** Those that must be files or missing, besides the database and its log. */
export function sideFiles(folder: string): string[] {
  const { main, copy, suspect, changed } = databaseFiles(folder);
  return [copy, suspect, changed, `${main}.arriving`];
}

/** The copy made before the schema was brought to `version`. */
export function copyBefore(files: DatabaseFiles, version: number): string {
  return join(files.folder, `ferry.before-v${version}.db`);
}

/** All copies that exist, the newest first. */
export function copiesOf(files: DatabaseFiles): string[] {
  return readdirSync(files.folder)
    .filter((name) => name === basename(files.copy) || /^ferry\.before-v\d+\.db$/.test(name))
    .map((name) => join(files.folder, name))
    .sort((one, other) => modifiedAt(other)! - modifiedAt(one)!);
}

/** Bytes in the file, or null when it is missing. */
export function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}

/** When the file was written, milliseconds since 1970, or null when it is missing. */
export function modifiedAt(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

/** Device and inode of what lies at the path, as one text; null when there is nothing. */
export function identityAt(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : null;
}

/** Whether something lies at the path that is no file. To open a pipe would wait without end. */
export function isOther(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === false;
}

/** Makes the main file for its owner alone; SQLite gives `-wal` and `-shm` the same mode. */
export function createMain(files: DatabaseFiles): void {
  closeSync(openSync(files.main, 'a', 0o600));
}

const suffixes = ['-shm', '-wal', ''];

/** Moves away what lies in the place of the log and is no file: then there is no log. */
export function moveOthersAside(files: DatabaseFiles, now: number): void {
  const others = ['-shm', '-wal'].filter((suffix) => isOther(files.main + suffix));
  if (others.length > 0) moveTo(brokenName(files, now), files, others);
}

/** Moves the database aside together with its log: either is worthless without the other. Returns the new name. */
export function moveAside(files: DatabaseFiles, now: number): string {
  const name = brokenName(files, now);
  moveTo(name, files, suffixes);
  for (const path of [files.suspect, files.changed]) rmSync(path, { force: true });
  syncFolder(files.folder);
  return name;
}

/** A free name for a database that can't be used. */
function brokenName(files: DatabaseFiles, now: number): string {
  const isTaken = (name: string): boolean =>
    suffixes.some((suffix) => existsSync(join(files.folder, name + suffix)));
  return datedName(now, (mark) => `ferry.broken-${mark}.db`, isTaken);
}

function moveTo(name: string, files: DatabaseFiles, which: string[]): void {
  const target = join(files.folder, name);
  for (const suffix of which)
    if (existsSync(files.main + suffix)) renameSync(files.main + suffix, target + suffix);
}

/** Gives a finished copy its name, on the disk for good, dated `now`. */
export function publishCopy(from: string, to: string, now: number): void {
  chmodSync(from, 0o600);
  utimesSync(from, now / 1000, now / 1000);
  syncFile(from);
  renameSync(from, to);
  syncFolder(dirname(to));
}

/** Lays a copy beside the database, on the disk for good; `putInPlace` makes it the database. */
export function layBeside(copy: string, files: DatabaseFiles): string {
  const arriving = `${files.main}.arriving`;
  try {
    copyFileSync(copy, arriving);
    chmodSync(arriving, 0o600);
    syncFile(arriving);
  } catch (error) {
    rmSync(arriving, { force: true });
    throw error;
  }
  return arriving;
}

/** Makes what was laid beside it the database. */
export function putInPlace(arriving: string, files: DatabaseFiles): void {
  renameSync(arriving, files.main);
  syncFolder(files.folder);
}

/** Dates an empty file `now`. Whatever keeps it from that, Ferry works as well. */
export function stamp(path: string, now: number): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
    utimesSync(path, now / 1000, now / 1000);
  } catch {
    // What it is for isn't told then.
  }
}

/** Leaves an empty file as a mark. Marks help to tell what happened: without one Ferry works as well. */
export function mark(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
    syncFile(path);
    syncFolder(dirname(path));
  } catch {
    // A full disk is reported by what has to be saved.
  }
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Makes renames in the folder last. Windows can't, and does it by itself. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch {
    // Some network volumes refuse it; the rename itself has happened.
  } finally {
    closeSync(handle);
  }
}
