import type { Failure } from '../../src-shared/failures/failure.ts';
import { toFailure } from '../../src-shared/failures/failure.ts';
import type { Job, RemovalMark } from '../../src-shared/job/job.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { PendingRemoval } from '../../src-shared/removal.ts';
import type { Effects } from './effects.ts';
import type { Jobs } from './jobs.ts';
import { logFailure } from './log-failure.ts';
import type { Ports } from './ports.ts';
import { downloadsOf, nameOfOne, stoppingOf, wholeGroups } from './removed-rows.ts';
import { inSlices } from './slices.ts';

/** How long a removal can be undone. Milliseconds. */
export const usualUndoTime = 8_000;
/** How long to wait when a removal couldn't be saved. Milliseconds. */
const againAfter = 5_000;

/** Who hears of removals. */
interface RemovalListener {
  /** The removals that can be undone have changed. */
  changed(): void;
  /** Rows are gone for good. */
  removed(): void;
  /** Rows are in the lists again. */
  restored(ids: readonly string[]): void;
  /** So many couldn't be removed, and are back. */
  failed(failure: Failure, count: number): void;
}

/** What became of rows that were to be removed at once. */
interface Removed {
  removed: number;
  /** They have no end yet, and were only cancelled. */
  kept: number;
  trashed: number;
  /** Their files couldn't be moved to the trash. */
  failed: { id: string; thrown: unknown }[];
}

/** A removal that can still be undone. */
interface Pending {
  files: boolean;
  fromList: boolean;
  /** Milliseconds since 1970, as rows and screens have it. */
  until: number;
  /** The same by the monotonic clock. */
  due: number;
  ids: Set<string>;
  /** Those that have left the lists already, and stay in the history. */
  kept: Set<string>;
}

/**
 * Removes rows for good. First they are only marked, in the store, so that it can be undone for some
 * seconds; then it is done by this run of Ferry, or by the next one after a crash.
 */
export class Removals {
  readonly #ports: Pick<Ports, 'clock' | 'store' | 'log' | 'desktop' | 'files'>;
  readonly #jobs: Jobs;
  readonly #effects: Effects;
  readonly #listener: RemovalListener;
  readonly #undoTime: number;
  readonly #pending = new Map<string, Pending>();
  /** Too late to be undone, but not finished yet; whether their files go as well. */
  readonly #ending = new Map<string, boolean>();
  readonly #underWay = new Set<Promise<void>>();
  readonly #stopped = new AbortController();

  constructor(
    ports: Pick<Ports, 'clock' | 'store' | 'log' | 'desktop' | 'files'>,
    parts: { jobs: Jobs; effects: Effects },
    listener: RemovalListener,
    undoTime: number,
  ) {
    this.#ports = ports;
    this.#jobs = parts.jobs;
    this.#effects = parts.effects;
    this.#listener = listener;
    this.#undoTime = undoTime;
  }

  /** Takes up what the last run left: what was due is done, the rest has what is left of its time. */
  start(): void {
    const left = this.#ports.store.removals();
    if (this.#ports.store.restoredFrom !== null) return this.#giveUp(left);
    for (const job of left) if (job.removal) this.#add(job.removal, [job.id], []);
    for (const id of this.#pending.keys()) this.#carryOutInTime(id);
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.all(this.#underWay);
  }

  /** What can be undone, the latest last. */
  list(): PendingRemoval[] {
    return [...this.#pending]
      .map(([id, { files, fromList, until, ids, kept }]) => ({
        id,
        files,
        fromList,
        kept: kept.size,
        until,
        count: downloadsOf(this.#jobs, ids).length,
        stops: stoppingOf(this.#jobs, ids),
        name: nameOfOne(this.#jobs, ids),
      }))
      .sort((one, other) => one.until - other.until);
  }

  /** Has rows go in some seconds. More of them for the same removal join the others, and its time begins anew. */
  async mark(
    id: string,
    jobIds: readonly string[],
    how: Pick<RemovalMark, 'files' | 'fromList'>,
  ): Promise<void> {
    const { clock } = this.#ports;
    const isNew = !this.#pending.has(id);
    const removal = { id, ...how, dueAt: clock.now() + this.#undoTime };
    await inSlices(clock, wholeGroups(this.#jobs, jobIds), (some) => {
      const marked = this.#jobs.dispatchAll(some, { type: 'remove', removal });
      if (marked.length === 0) return;
      this.#add(removal, marked, how.fromList ? marked.filter((one) => this.#jobs.get(one)?.unlisted) : []);
    });
    if (!this.#pending.has(id)) return;
    this.#listener.changed();
    if (isNew) this.#carryOutInTime(id);
  }

  /** Has the rows of a removal stay as they were; returns how many. 0 where it is too late. */
  async takeBack(id: string): Promise<number> {
    const pending = this.#pending.get(id);
    if (!pending) return 0;
    this.#pending.delete(id);
    let count = 0;
    try {
      await inSlices(this.#ports.clock, [...pending.ids], (some) => {
        const back = this.#jobs.dispatchAll(some, { type: 'takeBack' });
        count += downloadsOf(this.#jobs, back).length;
        this.#listener.restored(back);
      });
    } catch (thrown) {
      // It couldn't be saved: those that are still marked go in their time.
      this.#pending.set(id, pending);
      this.#carryOutInTime(id);
      throw thrown;
    } finally {
      this.#listener.changed();
    }
    return count;
  }

  /** Jobs changed: parts of a marked one are marked as well, and what ended after its time goes now. */
  noticeChanges(changed: readonly Job[]): void {
    for (const { id, removal, state } of changed) {
      if (!removal) continue;
      this.#pending.get(removal.id)?.ids.add(id);
      const files = this.#ending.get(id);
      if (files === undefined || !isFinal({ state })) continue;
      this.#ending.delete(id);
      this.#carryOut([id], files);
    }
  }

  /** Removes rows at once. What has no end yet, because its request is out or it is being saved, is only cancelled. */
  async remove(jobIds: readonly string[], files: boolean): Promise<Removed> {
    const rows = jobIds.flatMap((id) => this.#jobs.get(id) ?? []);
    const failed: Removed['failed'] = [];
    let trashed = 0;
    // Saved files go first, so that a row never goes while its file stays against the wish.
    for (const job of files ? rows : []) {
      try {
        if (await this.#trash(job)) trashed += 1;
      } catch (thrown) {
        failed.push({ id: job.id, thrown });
      }
    }
    const hasFailed = new Set(failed.map(({ id }) => id));
    const going = rows.map(({ id }) => id).filter((id) => !hasFailed.has(id));
    let kept = 0;
    let removed = 0;
    await inSlices(this.#ports.clock, going, async (some) => {
      this.#jobs.dispatchAll(some, { type: 'cancel' });
      const ended: string[] = [];
      for (const id of some) {
        const job = this.#jobs.get(id);
        if (!job || isFinal(job)) ended.push(id);
        else kept += 1;
        if (job?.removal && !isFinal(job)) this.#ending.set(id, files);
      }
      removed += ended.length;
      this.#jobs.forget(ended);
      // The row knows where the unfinished file is: it goes last, so that after a kill the next start removes both.
      await this.#effects.settled(ended);
      this.#ports.store.remove(ended);
    });
    if (removed > 0) this.#listener.removed();
    return { removed, kept, trashed, failed };
  }

  /** Whether there was a file, which is in the trash now. */
  async #trash(job: Job): Promise<boolean> {
    const { desktop, files, log } = this.#ports;
    if (job.state.is !== 'saved' || !desktop.trash) return false;
    const { folder, fileName } = job.state;
    try {
      await desktop.trash(await files.locate(folder, fileName));
      return true;
    } catch (thrown) {
      log.event('moving to the trash failed', { jobId: job.id });
      // What isn't there needn't be moved.
      if (toFailure(thrown).kind === 'file-missing') return false;
      throw thrown;
    }
  }

  #add(
    { id, dueAt, files, fromList = false }: Omit<RemovalMark, 'resumes'>,
    ids: readonly string[],
    kept: readonly string[],
  ): void {
    const { clock } = this.#ports;
    const known = this.#pending.get(id);
    // A calendar that was set back makes nothing last longer.
    const left = Math.min(Math.max(0, dueAt - clock.now()), this.#undoTime);
    const until = clock.now() + left;
    this.#pending.set(id, {
      files,
      fromList,
      until,
      due: clock.monotonic() + left,
      ids: new Set([...(known?.ids ?? []), ...ids]),
      kept: new Set([...(known?.kept ?? []), ...kept]),
    });
  }

  /** The list is an older one: what was to be removed when it was copied may have been restored since. */
  #giveUp(left: readonly Job[]): void {
    const ids = left.map(({ id }) => id);
    this.#jobs.dispatchAll(ids, { type: 'takeBack' });
    this.#jobs.dispatchAll(ids, { type: 'pause' });
  }

  #carryOutInTime(id: string): void {
    void this.#waitFor(id)
      .then((pending) => pending && this.#carryOut([...pending.ids], pending.files))
      // The run ends: the next one does it.
      .catch(() => undefined);
  }

  /**
   * Resolves with a removal as soon as it can't be undone anymore; with null when it was undone. Rejects at the end of
   * the run.
   */
  async #waitFor(id: string): Promise<Pending | null> {
    const { clock, desktop } = this.#ports;
    for (;;) {
      const pending = this.#pending.get(id);
      if (!pending) return null;
      const left = pending.due - clock.monotonic();
      if (left > 0) {
        await clock.sleep(left, this.#stopped.signal);
        continue;
      }
      this.#pending.delete(id);
      this.#listener.changed();
      // A Ferry without a trash leaves it to one that has: the files were to go as well.
      return pending.files && !desktop.trash ? null : pending;
    }
  }

  #carryOut(ids: readonly string[], files: boolean): void {
    const work = this.#removeSurely(ids, files).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Lets go of what leaves the lists only, with what was saved after it was marked; returns the others. */
  #withoutKept(ids: readonly string[]): string[] {
    const late = ids.flatMap((id) => {
      const job = this.#jobs.get(id);
      return job?.removal?.fromList && !job.removal.files && job.state.is === 'saved' ? [job] : [];
    });
    for (const { id, removal } of late) {
      this.#jobs.dispatch(id, { type: 'takeBack' });
      if (removal) this.#jobs.dispatch(id, { type: 'remove', removal });
    }
    const isKept = (id: string): boolean => {
      const job = this.#jobs.get(id);
      return job?.unlisted === true && !job.removal;
    };
    const kept = new Set(ids.filter(isKept));
    this.#jobs.forget([...kept]);
    return ids.filter((id) => !kept.has(id));
  }

  /** Again and again while the list can't be saved. */
  async #removeSurely(ids: readonly string[], files: boolean): Promise<void> {
    const { clock, log } = this.#ports;
    while (!this.#stopped.signal.aborted) {
      try {
        const { failed } = await this.remove(this.#withoutKept(ids), files);
        if (failed[0])
          this.#failed(
            failed.map(({ id }) => id),
            failed[0].thrown,
          );
        return;
      } catch (thrown) {
        logFailure(log, 'a removal failed', thrown);
        await clock.sleep(againAfter, this.#stopped.signal).catch(() => undefined);
      }
    }
  }

  #failed(ids: readonly string[], thrown: unknown): void {
    this.#jobs.dispatchAll(ids, { type: 'takeBack' });
    this.#listener.failed(toFailure(thrown), ids.length);
  }
}
