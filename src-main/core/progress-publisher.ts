import type { Progress } from '../../src-shared/job/job-view.ts';
import type { Clock, Output } from './ports.ts';

/** The time between two reports of the same job, milliseconds. */
const reportEvery = 250;
const rateSpan = 5_000;
/** What came in less is told as if it had taken so long: the first bytes are here at once. Milliseconds. */
const leastSpan = 1_000;

/** The progress of each running job. Kept in memory, sent at most 4 times a second a job. */
export class ProgressPublisher {
  readonly #current = new Map<string, Progress>();
  readonly #dirty = new Set<string>();
  #flushing = false;
  readonly #clock: Clock;
  readonly #publish: (items: Progress[]) => void;
  readonly #stopped = new AbortController();

  constructor(clock: Clock, publish: (items: Progress[]) => void) {
    this.#clock = clock;
    this.#publish = publish;
  }

  all(): Progress[] {
    return [...this.#current.values()];
  }

  get(jobId: string): Progress | null {
    return this.#current.get(jobId) ?? null;
  }

  set(progress: Progress): void {
    this.#current.set(progress.jobId, progress);
    this.#dirty.add(progress.jobId);
    if (!this.#flushing) void this.#flush();
  }

  /** The same at once: what is said of a job that stops would else be forgotten before it is sent. */
  tell(progress: Progress): void {
    this.#current.set(progress.jobId, progress);
    this.#dirty.delete(progress.jobId);
    this.#publish([progress]);
  }

  clear(jobId: string): void {
    this.#current.delete(jobId);
    this.#dirty.delete(jobId);
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #flush(): Promise<void> {
    this.#flushing = true;
    while (this.#dirty.size > 0 && !this.#stopped.signal.aborted) {
      const items = [...this.#dirty].flatMap((id) => this.#current.get(id) ?? []);
      this.#dirty.clear();
      if (items.length > 0) this.#publish(items);
      await this.#clock.sleep(reportEvery, this.#stopped.signal).catch(() => undefined);
    }
    this.#flushing = false;
  }
}

/** How much of a file is here of which no bytes are coming, as the store has kept it. */
export function keptProgress(output: Output | null): Progress[] {
  if (!output || output.durable === 0 || output.total === null) return [];
  const { jobId, durable, total } = output;
  return [{ phase: 'downloading', jobId, bytes: durable, total, rate: 0, secondsLeft: null }];
}

/** Samples in less are one; it keeps the list short on a fast line. Milliseconds. */
const leastStep = 100;

/** The rate of a transfer over its last seconds, by a clock that never jumps. */
export class RateMeter {
  readonly #samples: { at: number; bytes: number }[] = [];
  #isBegun = false;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `bytes` is the running total. */
  add(bytes: number): void {
    const at = this.#clock.monotonic();
    const before = this.#samples.at(-2);
    // The last one is of this moment: bytes that were counted for an earlier one would read as a higher rate.
    if (before && at - before.at < leastStep) this.#samples.pop();
    else if (before && !this.#isBegun) this.#begin();
    this.#samples.push({ at, bytes });
    while (this.#samples.length > 2 && at - this.#samples[0]!.at > rateSpan) this.#samples.shift();
  }

  /** What was there at once when it began took no time that could be measured, and says nothing of what comes after. */
  #begin(): void {
    const [first, second] = this.#samples;
    if (second!.at - first!.at < leastStep) this.#samples.shift();
    this.#isBegun = true;
  }

  /** Bytes a second; 0 while too little is known. */
  rate(): number {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.at <= first.at) return 0;
    return ((last.bytes - first.bytes) * 1000) / Math.max(leastSpan, last.at - first.at);
  }
}
