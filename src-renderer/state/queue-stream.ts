import type { EventData } from '../../src-shared/contract.ts';
import type { WholeQueue } from '../../src-shared/whole-queue.ts';

export type QueueChange = EventData<'queue.changed'>;

/** Where the stream ends up, and what it needs. */
export interface QueueSink {
  /** Rejects where the app doesn't answer. */
  fetchQueue(): Promise<WholeQueue>;
  /** All that was known is void: show this. */
  replace(queue: WholeQueue): void;
  /** Rows that changed since what is shown. */
  apply(change: QueueChange): void;
  /** Calls back after a moment, for another try. */
  later(run: () => void): void;
}

/**
 * The numbered stream of queue changes, kept whole: changes that come while a snapshot is on its way wait for it,
 * older ones are dropped, and after a gap the snapshot is fetched again. A row is never stale or doubled.
 */
export class QueueStream {
  readonly #sink: QueueSink;
  /** The last number that is shown, or null while there is no snapshot to build on. */
  #last: number | null = null;
  #waiting: QueueChange[] = [];
  /** Raised with every fetch: an answer to an older one says nothing. */
  #fetch = 0;

  constructor(sink: QueueSink) {
    this.#sink = sink;
  }

  /** Fetches the snapshot: at the start, and after every reconnect, for what the app counted before is void. */
  restart(): void {
    this.#last = null;
    this.#waiting = [];
    void this.#load();
  }

  /** The connection ended: nothing that is on its way counts, and nothing is fetched until the next `restart`. */
  stop(): void {
    this.#last = null;
    this.#waiting = [];
    this.#fetch += 1;
  }

  changed(change: QueueChange): void {
    if (this.#last === null) {
      this.#waiting.push(change);
      return;
    }
    if (change.seq <= this.#last) return;
    if (change.seq > this.#last + 1) {
      this.#last = null;
      this.#waiting = [change];
      void this.#load();
      return;
    }
    this.#last = change.seq;
    this.#sink.apply(change);
  }

  async #load(): Promise<void> {
    this.#fetch += 1;
    const mine = this.#fetch;
    const queue = await this.#sink.fetchQueue().catch(() => null);
    if (mine !== this.#fetch) return;
    if (!queue) {
      this.#sink.later(() => {
        if (mine === this.#fetch) void this.#load();
      });
      return;
    }
    this.#last = queue.seq;
    this.#sink.replace(queue);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const change of waiting) this.changed(change);
  }
}
