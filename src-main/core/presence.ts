import { FailedError, toFailure } from '../../src-shared/failures/failure.ts';
import type { Presence } from '../../src-shared/history/presence.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { inTime } from './in-time.ts';
import type { Clock, FileStore } from './ports.ts';

/** A saved job's state. */
export type Saved = Extract<JobState, { is: 'saved' }>;

/** How long a folder may take to answer. Milliseconds. */
const patience = 5_000;
/** Times on disks are coarse, and a file may be written to the disk some moments before its row. Milliseconds. */
const tolerance = 10_000;

/** Looks that may be late at a time: each holds one of the few threads for files until its drive answers. */
const mostLate = 2;

const slow: Presence = {
  is: 'away',
  failure: { kind: 'folder-unavailable', detail: phrase('failureDetails.disk.slow') },
};

/**
 * Looks where saved files are, one after the other, and only by their size and time, without reading them. While a drive
 * doesn't answer, nobody looks into that folder again: its files are away without waiting.
 */
export class PresenceLooks {
  readonly #ports: { files: FileStore; clock: Clock };
  /** Looks that run or wait, by what they look for. */
  readonly #asked = new Map<string, Promise<Presence>>();
  /** Folders that haven't answered yet. */
  readonly #late = new Set<string>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(ports: { files: FileStore; clock: Clock }) {
    this.#ports = ports;
  }

  /** Never rejects. */
  look(job: Job & { state: Saved }): Promise<Presence> {
    const key = [job.id, job.state.folder, job.state.fileName].join('\0');
    const before = this.#asked.get(key);
    if (before) return before;
    const look = this.#last.then(() => this.#inTime(job)).finally(() => this.#asked.delete(key));
    this.#asked.set(key, look);
    this.#last = look;
    return look;
  }

  async #inTime(job: Job & { state: Saved }): Promise<Presence> {
    const { folder } = job.state;
    if (this.#late.has(folder) || this.#late.size >= mostLate) return slow;
    const seen = this.#see(job);
    const late = (): Presence => {
      this.#late.add(folder);
      void seen.finally(() => this.#late.delete(folder));
      return slow;
    };
    return inTime(this.#ports.clock, { most: patience, late }, () => seen);
  }

  async #see({ state, changedAt }: Job & { state: Saved }): Promise<Presence> {
    try {
      const found = await this.#ports.files.lookAtFile(state.folder, state.fileName);
      if (!found) return { is: 'missing' };
      if (found.size !== state.size) return { is: 'changed', size: found.size };
      return found.modifiedAt > changedAt + tolerance
        ? { is: 'touched', modifiedAt: found.modifiedAt }
        : { is: 'there' };
    } catch (thrown) {
      const failure = toFailure(thrown);
      return { is: 'away', failure };
    }
  }
}

/** Reads a saved file from its first to its last byte. Rejects with `file-missing` where it isn't there. */
export async function readAgain(
  files: FileStore,
  folder: string,
  fileName: string,
  signal: AbortSignal,
): Promise<{ size: number; sha256: string }> {
  const known = { pieces: [], tail: null };
  const found = await files.hashPart({ folder, part: fileName }, { signal, known, also: [] });
  if (!found) throw new FailedError({ kind: 'file-missing' });
  return found;
}

/** The name that a saved file has in another folder, by its size and bytes; its own name first. Null where it isn't there. */
export async function findMoved(
  files: FileStore,
  folder: string,
  { fileName, size, sha256 }: Saved,
  signal: AbortSignal,
): Promise<string | null> {
  const names = await files.namesOfSize(folder, size);
  const ownFirst = names.toSorted((one, other) => Number(other === fileName) - Number(one === fileName));
  for (const name of ownFirst)
    if ((await readAgain(files, folder, name, signal)).sha256 === sha256) return name;
  return null;
}
