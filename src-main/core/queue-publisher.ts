import type { EventData } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { Clock } from './ports.ts';

/** The time over which changes are gathered into one event, milliseconds. */
const gatherFor = 100;

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
  readonly #view: (jobId: string) => JobView | null;
  readonly #publish: (data: EventData<'queue.changed'>) => void;
  readonly #stopped = new AbortController();

  constructor(
    clock: Clock,
    view: (jobId: string) => JobView | null,
    publish: (data: EventData<'queue.changed'>) => void,
  ) {
    this.#clock = clock;
    this.#view = view;
    this.#publish = publish;
  }

  get seq(): number {
    return this.#seq;
  }

  /** These rows may look different now. A row that has no view anymore has left the queue. */
  touch(jobIds: Iterable<string>): void {
    for (const id of jobIds) this.#changed.add(id);
    if (this.#changed.size === 0 || this.#timer) return;
    this.#timer = true;
    void this.#clock
      .sleep(gatherFor, this.#stopped.signal)
      .then(() => this.#flush())
      .catch(() => undefined);
  }

  stop(): void {
    this.#stopped.abort();
  }

  #flush(): void {
    this.#timer = false;
    const jobs: JobView[] = [];
    const removed: string[] = [];
    for (const id of this.#changed) {
      const view = this.#view(id);
      if (!view) {
        this.#sent.delete(id);
        removed.push(id);
        continue;
      }
      const text = JSON.stringify(view);
      if (this.#sent.get(id) === text) continue;
      this.#sent.set(id, text);
      jobs.push(view);
    }
    this.#changed.clear();
    if (jobs.length === 0 && removed.length === 0) return;
    this.#seq += 1;
    this.#publish({ seq: this.#seq, jobs, removed });
  }
}
