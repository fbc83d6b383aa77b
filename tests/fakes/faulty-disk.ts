import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { realDisk } from '../../src-main/adapters/files/disk.ts';
import type { Disk, OpenFile } from '../../src-main/adapters/files/disk.ts';

/** The calls of a disk and of its open files. A folder's fsync is a `sync` of its path. */
export type DiskCall = keyof Disk | Exclude<keyof OpenFile, 'stat'> | 'fstat';

/** A rule: which calls, and what befalls them. */
export interface Fault {
  call: DiskCall;
  /** Only calls for a path (the first, where there are two) that ends like this. */
  path?: string;
  /** The first of these calls that it befalls, counted from 1. */
  nth?: number;
  /** How many from there on, one after the other; `Infinity` for all. */
  times?: number;
  /** The call waits for this first: a slow disk. */
  gate?: Promise<unknown>;
  /** Another program removes this file first. */
  removes?: string;
  /** The call rejects with this system code, such as `ENOSPC`. */
  code?: string;
  /** The work is done although the call rejects: an answer that was lost. */
  isDone?: boolean;
  /** A read or a write moves no more bytes than this. */
  atMost?: number;
  /** The process is killed before or after the work: it hears no answer, and all its later calls reject. */
  kill?: 'before' | 'after';
}

/** What power takes away that the disk was not made to keep. */
export interface PowerCut {
  /** Written and not fsynced. Kept bytes are what a lazy disk happened to have written already. */
  bytes?: 'lost' | 'kept';
  /** Given, taken or changed in folders that weren't fsynced since; kept in those whose paths end like this. */
  names?: 'lost' | 'kept' | { keptIn: string };
}

/** What a file was when it was last synced, as far as it was changed since. */
interface Changes {
  /** Our own, as the file may lose its name. */
  file: number;
  size: number;
  /** What lay there before each write and cut, in their order. */
  old: { position: number; bytes: Buffer }[];
}

const systemError = (code: string): Error => Object.assign(new Error(`${code}: injected`), { code });

/**
 * A real folder on a real disk, whose calls can be made to fail by rules, and which forgets what was never fsynced when
 * its power is cut: bytes as well as names. One process at a time uses it; the next one gets another `disk`.
 *
 *     const faulty = new FaultyDisk(folder);
 *     const store = createFileStore(faulty.disk);
 *     faulty.faults.push({ call: 'write', nth: 3, code: 'ENOSPC' });
 *
 * To go through all the places where a process can end: run it once, count `calls`, then run it again with
 * `kill: 'before'` at each.
 */
export class FaultyDisk {
  readonly faults: Fault[] = [];
  /** Every call so far, in order. */
  readonly calls: { call: DiskCall; path: string }[] = [];
  /** The disk as the process of now has it. */
  disk: Disk;

  readonly #graves: string;
  readonly #seen = new Map<Fault, number>();
  readonly #changes = new Map<string, Changes>();
  /** Names that changed since their folder was synced, and the file they stood for then (a link in a hidden folder). */
  readonly #names = new Map<string, Map<string, string | null>>();
  #links = 0;
  #process = 1;
  #isKilled = false;
  readonly #open = new Set<OpenFile>();
  readonly #underWay = new Set<Promise<unknown>>();

  /** @param folder must be there; what is in it counts as kept. A hidden folder is made beside it. */
  constructor(folder: string) {
    this.#graves = mkdtempSync(`${folder}-graves-`);
    this.disk = this.#newDisk();
  }

  /** The process ends here: calls under way are finished by the system, but nobody hears of it. */
  kill(): void {
    this.#isKilled = true;
  }

  /** Whether the process has ended and no other has begun. */
  get isKilled(): boolean {
    return this.#isKilled;
  }

  /** Ends the process, if it wasn't killed yet, and begins another. What was written stays, durable or not. */
  async restart(): Promise<void> {
    this.kill();
    await Promise.allSettled(this.#underWay);
    await Promise.all([...this.#open].map((file) => file.close()));
    this.#open.clear();
    this.#process += 1;
    this.#isKilled = false;
    this.disk = this.#newDisk();
  }

  /** Ends the process, forgets what wasn't brought to the disk, and begins another process. */
  async powerCut({ bytes = 'lost', names = 'lost' }: PowerCut = {}): Promise<void> {
    await this.restart();
    for (const changes of this.#changes.values()) {
      if (bytes === 'lost') undo(changes);
      closeSync(changes.file);
    }
    this.#changes.clear();
    for (const [folder, changed] of this.#names) {
      if (names === 'kept' || (names !== 'lost' && folder.endsWith(names.keptIn))) continue;
      for (const name of changed.keys()) rmSync(join(folder, name), { recursive: true, force: true });
      for (const [name, grave] of changed)
        if (grave && existsSync(folder)) renameSync(grave, join(folder, name));
    }
    this.#names.clear();
    // Links that nobody needs anymore would count as second names of their files.
    for (const grave of readdirSync(this.#graves)) rmSync(join(this.#graves, grave));
  }

  /** Ends all and tidies up. */
  async leave(): Promise<void> {
    await this.restart();
    for (const { file } of this.#changes.values()) closeSync(file);
    rmSync(this.#graves, { recursive: true });
  }

  #newDisk(): Disk {
    const process = this.#process;
    const through = <T>(call: DiskCall, path: string, work: (fault?: Fault) => Promise<T>): Promise<T> =>
      this.#through(process, call, path, work);
    return {
      open: (path, flags, mode) =>
        through('open', path, async () => {
          const isNew = (flags & constants.O_CREAT) !== 0 && !existsSync(path);
          const file = await realDisk.open(path, flags, mode);
          if (isNew) this.#rename(path, null);
          return this.#openFile(file as FileHandle, path, through);
        }),
      stat: (path) => through('stat', path, () => realDisk.stat(path)),
      lstat: (path) => through('lstat', path, () => realDisk.lstat(path)),
      statfs: (path) => through('statfs', path, () => realDisk.statfs(path)),
      readdir: (path) => through('readdir', path, () => realDisk.readdir(path)),
      mkdir: (path) =>
        through('mkdir', path, async () => {
          await realDisk.mkdir(path);
          this.#rename(path, null);
        }),
      link: (from, to) =>
        through('link', from, async () => {
          await realDisk.link(from, to);
          this.#rename(to, null);
        }),
      rename: (from, to) =>
        through('rename', from, async () => {
          const graves = [from, to].map((path) => [path, this.#bury(path)] as const);
          await realDisk.rename(from, to);
          for (const [path, grave] of graves) this.#rename(path, grave);
        }),
      unlink: (path) =>
        through('unlink', path, async () => {
          const grave = this.#bury(path);
          await realDisk.unlink(path);
          this.#rename(path, grave);
        }),
    };
  }

  #openFile(
    file: FileHandle,
    path: string,
    through: <T>(call: DiskCall, path: string, work: (fault?: Fault) => Promise<T>) => Promise<T>,
  ): OpenFile {
    const sync = async (how: 'sync' | 'datasync'): Promise<void> => {
      const keep = this.#beginSync(file, path);
      await file[how]();
      keep();
    };
    const open: OpenFile = {
      read: (buffer, offset, length, position) =>
        through('read', path, (fault) =>
          file.read(buffer, offset, Math.min(length, fault?.atMost ?? length), position),
        ),
      write: (buffer, offset, length, position) =>
        through('write', path, (fault) => {
          const most = Math.min(length, fault?.atMost ?? length);
          this.#change(file, path, position, most);
          return file.write(buffer, offset, most, position);
        }),
      stat: (options) => through('fstat', path, () => file.stat(options)),
      truncate: (length) =>
        through('truncate', path, () => {
          this.#change(file, path, length, Math.max(0, fstatSync(file.fd).size - length));
          return file.truncate(length);
        }),
      chmod: (mode) => through('chmod', path, () => file.chmod(mode)),
      datasync: () => through('datasync', path, () => sync('datasync')),
      sync: () => through('sync', path, () => sync('sync')),
      close: () =>
        through('close', path, async () => {
          this.#open.delete(file);
          await file.close();
        }),
    };
    this.#open.add(file);
    return open;
  }

  async #through<T>(
    process: number,
    call: DiskCall,
    path: string,
    work: (fault?: Fault) => Promise<T>,
  ): Promise<T> {
    const demandAlive = (): void => {
      if (this.#isKilled || process !== this.#process) throw new Error('The process was killed');
    };
    demandAlive();
    this.calls.push({ call, path });
    const fault = this.#faultFor(call, path);
    await fault?.gate;
    if (fault?.removes !== undefined) rmSync(fault.removes);
    if (fault?.kill === 'before') this.kill();
    demandAlive();
    if (fault?.code !== undefined && !fault.isDone) throw systemError(fault.code);
    const working = work(fault);
    this.#underWay.add(working);
    const result = await working.finally(() => this.#underWay.delete(working));
    if (fault?.kill === 'after') this.kill();
    demandAlive();
    if (fault?.code !== undefined) throw systemError(fault.code);
    return result;
  }

  #faultFor(call: DiskCall, path: string): Fault | undefined {
    return this.faults.find((fault) => {
      if (fault.call !== call || !path.endsWith(fault.path ?? '')) return false;
      const seen = (this.#seen.get(fault) ?? 0) + 1;
      this.#seen.set(fault, seen);
      const first = fault.nth ?? 1;
      return seen >= first && seen < first + (fault.times ?? 1);
    });
  }

  /** Notes what lies where a file is about to be changed. */
  #change(file: FileHandle, path: string, position: number, length: number): void {
    const { ino, size } = fstatSync(file.fd);
    let changes = this.#changes.get(String(ino));
    if (!changes) {
      changes = { file: openSync(path, 'r+'), size, old: [] };
      this.#changes.set(String(ino), changes);
    }
    const bytes = Buffer.alloc(Math.max(0, Math.min(length, size - position)));
    readSync(changes.file, bytes, 0, bytes.length, position);
    changes.old.push({ position, bytes });
  }

  /** What a sync keeps when it succeeds is what was there when it began. */
  #beginSync(file: FileHandle, path: string): () => void {
    const { ino, size } = fstatSync(file.fd);
    const changes = this.#changes.get(String(ino));
    const count = changes?.old.length ?? 0;
    const names = this.#names.get(path);
    const kept = [...(names ?? [])];
    return () => {
      for (const [name, grave] of kept) {
        names?.delete(name);
        if (grave) rmSync(grave);
      }
      if (!changes) return;
      changes.old.splice(0, count);
      changes.size = size;
      if (changes.old.length > 0) return;
      closeSync(changes.file);
      this.#changes.delete(String(ino));
    };
  }

  /** Keeps a file that is about to lose its name; null where nothing is there, or where it is kept already. */
  #bury(path: string): string | null {
    if (!existsSync(path) || !lstatSync(path).isFile()) return null;
    if (this.#names.get(dirname(path))?.has(basename(path))) return null;
    this.#links += 1;
    const grave = join(this.#graves, String(this.#links));
    linkSync(path, grave);
    return grave;
  }

  /** Notes what a name stood for when its folder was last synced. */
  #rename(path: string, grave: string | null): void {
    const folder = dirname(path);
    const names = this.#names.get(folder) ?? new Map<string, string | null>();
    this.#names.set(folder, names);
    if (!names.has(basename(path))) names.set(basename(path), grave);
  }
}

/** Makes a file what it was when it was last synced. */
function undo({ file, size, old }: Changes): void {
  for (const { position, bytes } of old.reverse()) writeSync(file, bytes, 0, bytes.length, position);
  ftruncateSync(file, size);
}
