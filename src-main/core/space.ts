import type { Failure } from '../../src-shared/failures/failure.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { timeUntil } from './wait-times.ts';
import { logFailure } from './log-failure.ts';
import type { Clock, FileStore, Log, VolumeSpace } from './ports.ts';
import { TaskChains } from './task-chains.ts';

/** Bytes that stay free on a volume. */
export const spaceReserve = 64 * 1024 * 1024;
const checkEvery = 15_000;

/** A transfer that is running, as its volume sees it. */
interface Running {
  volume: string | null;
  /** Bytes that it still has to write. */
  missing: () => number;
}

interface Shortage {
  folder: string;
  /** Bytes that the job still has to write. */
  missing: number;
  failure: Failure;
  /** Milliseconds since 1970. */
  since: number;
  checkAt: number;
}

/**
 * Free space, counting what all running transfers still have to write to the same volume, with a reserve. A job that
 * doesn't fit waits by itself: smaller ones may go on.
 */
export class Space {
  readonly #running = new Map<string, Running>();
  readonly #short = new Map<string, Shortage>();
  readonly #checks: TaskChains;
  readonly #checking = new Set<string>();
  readonly #files: FileStore;
  readonly #clock: Clock;
  readonly #onChange: (jobId: string) => void;

  constructor(ports: { files: FileStore; clock: Clock; log: Log }, onChange: (jobId: string) => void) {
    this.#checks = new TaskChains((jobId, thrown) =>
      logFailure(ports.log, 'checking for space ended unexpectedly', thrown, { jobId }),
    );
    this.#files = ports.files;
    this.#clock = ports.clock;
    this.#onChange = onChange;
  }

  /** Counts a transfer from now on, until `leave`. */
  enter(jobId: string, missing: () => number): void {
    this.#running.set(jobId, { volume: null, missing });
  }

  /** Whether a transfer of the job is counted. */
  isRunning(jobId: string): boolean {
    return this.#running.has(jobId);
  }

  leave(jobId: string): void {
    this.#running.delete(jobId);
  }

  /**
   * Rejects with `no-space` where a job that needs so many bytes more doesn't fit, and with `internal` where the volume's
   * format can't hold a `whole` file of so many bytes, however much is free.
   */
  async demand(jobId: string, folder: string, missing: number, whole = 0): Promise<void> {
    const space = await this.#files.space(folder);
    if (whole > (space?.largestFile ?? Infinity))
      throw new FailedError({ kind: 'internal', detail: phrase('failureDetails.disk.fileTooLarge') });
    const failure = this.#shortage(jobId, space, missing);
    if (!failure) return;
    this.#wait(jobId, folder, missing, failure);
    throw new FailedError(failure);
  }

  /** Rejects with `no-space` where other programs have eaten into the reserve while a transfer runs. */
  async demandReserve(jobId: string, folder: string, missing: number): Promise<void> {
    const space = await this.#files.space(folder);
    if (!space || space.free >= Math.min(spaceReserve / 2, missing)) return;
    await this.demand(jobId, folder, missing);
  }

  /** What a job waits for, or null. */
  closed(jobId: string): { failure: Failure; since: number } | null {
    return this.#short.get(jobId) ?? null;
  }

  /** The job doesn't wait for space anymore: it ended, or has another folder. */
  forget(jobId: string): void {
    this.#short.delete(jobId);
  }

  /** When a waiting job is looked at next, milliseconds since 1970. */
  nextCheck(): number | null {
    const times = [...this.#short].flatMap(([id, { checkAt }]) => (this.#checking.has(id) ? [] : [checkAt]));
    return times.length === 0 ? null : Math.min(...times);
  }

  checkWhereDue(): void {
    const now = this.#clock.now();
    for (const [id, { checkAt }] of this.#short) {
      if (timeUntil(checkAt, now, checkEvery) === 0) this.checkNow(id);
    }
  }

  /** Looks at once whether a job that waits for space has it. */
  checkNow(jobId: string): void {
    const short = this.#short.get(jobId);
    if (!short || this.#checking.has(jobId)) return;
    this.#checking.add(jobId);
    this.#checks.start(jobId, async () => {
      try {
        const space = await this.#files.space(short.folder);
        const failure = this.#shortage(jobId, space, short.missing);
        if (!failure) this.#short.delete(jobId);
        else short.failure = failure;
      } catch {
        // A folder that is away is the folder gate's affair, once the job goes on.
        this.#short.delete(jobId);
      }
      short.checkAt = this.#clock.now() + checkEvery;
      this.#checking.delete(jobId);
      this.#onChange(jobId);
    });
  }

  async stop(): Promise<void> {
    await this.#checks.settled();
  }

  #shortage(jobId: string, space: VolumeSpace | null, missing: number): Failure | null {
    const own = this.#running.get(jobId);
    if (own && space) own.volume = space.volume;
    if (!space) return null;
    let promised = 0;
    for (const [id, other] of this.#running)
      if (id !== jobId && other.volume === space.volume) promised += other.missing();
    const needed = missing + promised + spaceReserve;
    return space.free < needed ? { kind: 'no-space', size: needed, limit: space.free } : null;
  }

  #wait(jobId: string, folder: string, missing: number, failure: Failure): void {
    const now = this.#clock.now();
    const since = this.#short.get(jobId)?.since ?? now;
    this.#short.set(jobId, { folder, missing, failure, since, checkAt: now + checkEvery });
    this.#onChange(jobId);
  }
}
