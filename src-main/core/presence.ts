import { FailedError, toFailure } from '../../src-shared/failures/failure.ts';
import type { Presence } from '../../src-shared/history/presence.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Clock, FileStore } from './ports.ts';
import { TaskChains } from './task-chains.ts';

/** A saved job's state. */
export type Saved = Extract<JobState, { is: 'saved' }>;

/** How long a folder may take to answer. Milliseconds. */
const patience = 5_000;
/** Times on disks are coarse, and a file may be written to the disk some moments before its row. Milliseconds. */
const tolerance = 10_000;

/**
 * Looks where saved files are: one after the other in a folder, so that a network drive that doesn't answer holds one of
 * the few threads for files at most, and only by their size and time, without reading them.
 */
export class PresenceLooks {
  readonly #ports: { files: FileStore; clock: Clock };
  readonly #chains = new TaskChains(() => undefined);

  constructor(ports: { files: FileStore; clock: Clock }) {
    this.#ports = ports;
  }

  /** Never rejects. */
  async look(job: Job & { state: Saved }): Promise<Presence> {
    const { folder } = job.state;
    const { promise: seen, resolve } = Promise.withResolvers<Presence>();
    this.#chains.after(folder, async () => resolve(await this.#see(job)));
    const done = new AbortController();
    const slow: Presence = {
      is: 'away',
      failure: { kind: 'folder-unavailable', detail: phrase('failureDetails.disk.slow') },
    };
    const late = this.#ports.clock.sleep(patience, done.signal).then(() => slow);
    // It is ended on purpose when the folder was in time.
    late.catch(() => undefined);
    try {
      return await Promise.race([seen, late]);
    } finally {
      done.abort();
    }
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
