import { FailedError, toFailure } from '../../src-shared/failures/failure.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import type { Jobs } from './jobs.ts';
import { logFailure } from './log-failure.ts';
import type { Clock, JobStore, Log } from './ports.ts';
import { RefusedRowError } from './ports/store.ts';

/** How long to wait when the store couldn't save. Milliseconds. */
const saveAgainAfter = 5_000;

/** Brings what came of work to its job, whatever the store does meanwhile. */
export class EventDelivery {
  readonly #ports: { store: JobStore; clock: Clock; log: Log };
  readonly #jobs: () => Jobs;
  readonly #ended: AbortSignal;

  /** Nothing is tried again once `ended` is aborted. */
  constructor(ports: { store: JobStore; clock: Clock; log: Log }, jobs: () => Jobs, ended: AbortSignal) {
    this.#ports = ports;
    this.#jobs = jobs;
    this.#ended = ended;
  }

  /** Passes an event to a job, again and again while the store can't save: events must not get lost. */
  async deliver(jobId: string, event: JobEvent): Promise<void> {
    let news = event;
    const job = await this.saved(jobId, () => {
      try {
        return this.#jobs().dispatch(jobId, news);
      } catch (thrown) {
        const other = insteadOf(news, thrown);
        if (!other) throw thrown;
        logFailure(this.#ports.log, 'news could not be kept', thrown, { jobId });
        news = other;
        return this.#jobs().dispatch(jobId, news);
      }
    });
    if (event.type === 'stored' && job?.state.is === 'saved')
      await this.saved(jobId, () => this.#ports.store.dropOutput(jobId));
  }

  /** Saves something, again and again while the store can't; resolves with undefined when the program ends before it could. */
  async saved<Result>(jobId: string, save: () => Result): Promise<Result | undefined> {
    for (;;) {
      try {
        return save();
      } catch (thrown) {
        logFailure(this.#ports.log, 'saving failed', thrown, { jobId });
        if (this.#ended.aborted) return undefined;
        await this.#ports.clock.sleep(saveAgainAfter, this.#ended).catch(() => undefined);
      }
    }
  }

  /** An event that may get lost when the store can't save. */
  settle(jobId: string, event: JobEvent): void {
    try {
      this.#jobs().dispatch(jobId, event);
    } catch (thrown) {
      logFailure(this.#ports.log, 'saving failed', thrown, { jobId });
    }
  }

  /** A line in the job's timeline that is no event of its own. */
  note(jobId: string, event: string, detail: Record<string, unknown>): void {
    this.#ports.store.appendLog({ jobId, at: this.#ports.clock.now(), event, from: '', to: '', detail });
  }
}

/**
 * The event that a job gets in place of one that can never be saved; null where saving is worth another try. What
 * the server prepared is remembered as long as that can be.
 */
function insteadOf(event: JobEvent, thrown: unknown): JobEvent | null {
  const isForGood = thrown instanceof RefusedRowError || !(thrown instanceof FailedError);
  if (!isForGood || !('run' in event)) return null;
  const prepared = event.type === 'accepted' ? event.prepared : null;
  return { type: 'unsavable', run: event.run, failure: toFailure(thrown), prepared };
}
