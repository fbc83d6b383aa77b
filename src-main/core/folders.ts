import type { Failure } from '../../src-shared/failures/failure.ts';
import { toFailure } from '../../src-shared/failures/failure.ts';
import { timeUntil } from './wait-times.ts';
import { logFailure } from './log-failure.ts';
import { WakeSignal } from './wake-signal.ts';
import type { Clock, FileStore, Log, PartPlace } from './ports.ts';
import { spaceReserve } from './space.ts';
import { TaskChains } from './task-chains.ts';

interface ClosedFolder {
  failure: Failure;
  /** A part that has to be reachable in it again, or null. */
  part: PartPlace | null;
  /** Milliseconds since 1970. */
  since: number;
  checkAt: number;
}

const checkEvery = 15_000;

/** The gate in front of each target folder: closed after a failure, looked at again until it can be written to. */
export class Folders {
  readonly #closed = new Map<string, ClosedFolder>();
  readonly #checks: TaskChains;
  readonly #checking = new Set<string>();
  readonly #changes = new WakeSignal();
  readonly #files: FileStore;
  readonly #clock: Clock;
  readonly #onChange: () => void;

  constructor(ports: { files: FileStore; clock: Clock; log: Log }, onChange: () => void) {
    this.#checks = new TaskChains((_folder, thrown) =>
      logFailure(ports.log, 'checking a folder ended unexpectedly', thrown),
    );
    this.#files = ports.files;
    this.#clock = ports.clock;
    this.#onChange = onChange;
  }

  closed(folder: string): { failure: Failure; since: number } | null {
    return this.#closed.get(folder) ?? null;
  }

  report(folder: string, failure: Failure, part: PartPlace | null): void {
    const now = this.#clock.now();
    const since = this.#closed.get(folder)?.since ?? now;
    this.#closed.set(folder, { failure, part, since, checkAt: now + checkEvery });
    this.#onChange();
  }

  /** Resolves when files can be written to the folder, as far as known. */
  async opened(folder: string, signal: AbortSignal): Promise<void> {
    while (this.#closed.has(folder)) await this.#changes.wait(signal);
  }

  /** The next time a closed folder is looked at, milliseconds since 1970; null while looks are under way. */
  nextCheck(): number | null {
    const times = [...this.#closed].flatMap(([folder, { checkAt }]) =>
      this.#checking.has(folder) ? [] : [checkAt],
    );
    return times.length === 0 ? null : Math.min(...times);
  }

  /** Looks at the folders that are due. */
  checkWhereDue(): void {
    const now = this.#clock.now();
    for (const [folder, closed] of this.#closed) {
      if (timeUntil(closed.checkAt, now, checkEvery) === 0) this.checkNow(folder);
    }
  }

  /** Looks at a closed folder at once. */
  checkNow(folder: string): void {
    const closed = this.#closed.get(folder);
    if (!closed || this.#checking.has(folder)) return;
    this.#checking.add(folder);
    this.#checks.start(folder, async () => {
      try {
        await this.#files.checkFolder(folder);
        if (closed.part) await this.#files.lookAtPart(closed.part);
        const space = await this.#files.space(folder);
        const isFull = closed.failure.kind === 'no-space' && space !== null && space.free < spaceReserve;
        if (isFull) closed.failure = { kind: 'no-space', limit: space.free };
        else this.#closed.delete(folder);
      } catch (thrown) {
        closed.failure = toFailure(thrown);
      }
      closed.checkAt = this.#clock.now() + checkEvery;
      this.#checking.delete(folder);
      this.#changes.notify();
      // Its end wakes the scheduler, whatever the result: the next look has a time again.
      this.#onChange();
    });
  }

  async stop(): Promise<void> {
    await this.#checks.settled();
  }
}
