import type { JobView } from '../../src-shared/job/job-view.ts';
import type { QueueRows } from './queue-rows.ts';

/** How long a change's rows may take to come after its answer. Milliseconds. */
const patience = 2_000;

interface Wait {
  before: readonly (readonly [string, JobView | undefined])[];
  over: () => void;
}

/** Who waits until the queue shows what a call has changed. */
export class RowWaits {
  #waits: readonly Wait[] = [];

  /** Resolves when one of these rows has come anew, or hasn't for a while. */
  wait(ids: readonly string[], rows: QueueRows): Promise<void> {
    return new Promise((resolve) => {
      const over = (): void => {
        clearTimeout(timer);
        this.#waits = this.#waits.filter((other) => other !== wait);
        resolve();
      };
      const timer = setTimeout(over, patience);
      const wait = { before: ids.map((id) => [id, rows.get(id)] as const), over };
      this.#waits = [...this.#waits, wait];
    });
  }

  /** The rows are these now. */
  came(rows: QueueRows): void {
    for (const { before, over } of this.#waits) if (before.some(([id, row]) => rows.get(id) !== row)) over();
  }
}
