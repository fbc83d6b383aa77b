import type { EventData } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { logFailure } from './log-failure.ts';
import type { Clock, Log } from './ports.ts';

/** The time over which changes are gathered into one event, milliseconds. */
const gatherFor = 100;
/** At most so many rows are sent at once, the next ones right after: thousands at once would block everything else. */
const mostAtOnce = 500;
const restFor = 10;
/** When a row that couldn't be shown is tried again. Milliseconds. */
const againAfter = 5_000;

/**
 * The queue as a numbered stream: whole rows that changed and ids that left, gathered for 100 ms. A row is sent only
 * when it differs from what was sent last.
 */
export class QueuePublisher {
  #seq = 0;
  readonly #changed = new Set<string>();
  #timer = false;
  readonly #sent = new Map<string, string>();
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #view: (jobId: string) => JobView | null;
  readonly #publish: (data: EventData<'queue.changed'>) => void;
  readonly #stopped = new AbortController();

  constructor(
    { clock, log }: { clock: Clock; log: Log },
    view: (jobId: string) => JobView | null,
    publish: (data: EventData<'queue.changed'>) => void,
  ) {
    this.#clock = clock;
    this.#log = log;
    this.#view = view;
    this.#publish = publish;
  }

  get seq(): number {
    return this.#seq;
  }

  /** These rows may look different now. A row that has no view anymore has left the queue. */
  touch(jobIds: Iterable<string>): void {
    for (const id of jobIds) this.#changed.add(id);
    this.#flushIn(gatherFor);
  }

  /**
   * Somebody is shown the queue as it is now, changes included that are still being gathered. Those are sent whatever
   * they are by then: a row that is as it was sent last may be shown otherwise there.
   */
  shown(): void {
    for (const id of this.#changed) this.#sent.delete(id);
  }

  stop(): void {
    this.#stopped.abort();
  }

  #flushIn(milliseconds: number): void {
    if (this.#changed.size === 0 || this.#timer) return;
    this.#timer = true;
    this.#after(milliseconds, () => this.#flush());
  }

  /** Nothing comes of it when the program ends before. */
  #after(milliseconds: number, then: () => void): void {
    void this.#clock.sleep(milliseconds, this.#stopped.signal).then(then, () => undefined);
  }

  #flush(): void {
    this.#timer = false;
    const jobs: JobView[] = [];
    const removed: string[] = [];
    const failed: string[] = [];
    for (const id of [...this.#changed].slice(0, mostAtOnce)) {
      this.#changed.delete(id);
      try {
        const view = this.#view(id);
        const text = view && JSON.stringify(view);
        if (view && this.#sent.get(id) === text) continue;
        if (view) jobs.push(view);
        else removed.push(id);
        if (text) this.#sent.set(id, text);
        else this.#sent.delete(id);
      } catch (thrown) {
        // The other rows are still sent.
        logFailure(this.#log, 'a row could not be shown', thrown, { jobId: id });
        failed.push(id);
      }
    }
    this.#flushIn(restFor);
    if (failed.length > 0) this.#after(againAfter, () => this.touch(failed));
    if (jobs.length === 0 && removed.length === 0) return;
    this.#seq += 1;
    this.#publish({ seq: this.#seq, jobs, removed });
  }
}
