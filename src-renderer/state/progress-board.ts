import { createSubscriber } from 'svelte/reactivity';
import type { Progress } from '../../src-shared/job/job-view.ts';

/** How often the sum over all downloads is made anew, milliseconds. */
const rateEvery = 500;
/** How often a row is updated: numbers that change faster can't be read. Milliseconds. */
const tellEvery = 250;

/**
 * How far every job is. Numbers come ten times a second for hundreds of jobs, and a few rows are in sight: they are kept
 * in a plain map, and only who reads one on the screen is told of it, at most four times a second.
 */
export class ProgressBoard {
  #rate = 0;
  #tellRate: (() => void) | null = null;
  readonly #readRate = createSubscriber((update) => {
    this.#tellRate = update;
    return () => (this.#tellRate = null);
  });
  readonly #items = new Map<string, Progress>();
  readonly #readers = new Map<string, { subscribe: () => void; tell: (() => void) | null }>();
  readonly #news = new Set<string>();
  readonly #isMoving: (jobId: string) => boolean;
  #isDue = false;
  #toldAt = -Infinity;
  #summing: ReturnType<typeof setTimeout> | undefined;

  /** `isMoving` says whether a job's bytes are coming just now. */
  constructor(isMoving: (jobId: string) => boolean) {
    this.#isMoving = isMoving;
  }

  /** Bytes a second over all downloads; who reads it in a template or an effect hears of changes. */
  get rate(): number {
    this.#readRate();
    return this.#rate;
  }

  /** How far the job is; who reads it in a template or an effect hears of changes. */
  get(jobId: string): Progress | undefined {
    let reader = this.#readers.get(jobId);
    if (!reader) {
      const made: { subscribe: () => void; tell: (() => void) | null } = {
        subscribe: createSubscriber((update) => {
          made.tell = update;
          return () => {
            made.tell = null;
            if (this.#readers.get(jobId) === made) this.#readers.delete(jobId);
          };
        }),
        tell: null,
      };
      this.#readers.set(jobId, (reader = made));
    }
    reader.subscribe();
    return this.#items.get(jobId);
  }

  /** The same for who looks once. */
  peek(jobId: string): Progress | undefined {
    return this.#items.get(jobId);
  }

  set(item: Progress): void {
    this.#items.set(item.jobId, item);
    this.#changed(item.jobId);
  }

  delete(jobId: string): void {
    if (this.#items.delete(jobId)) this.#changed(jobId);
  }

  #changed(jobId: string): void {
    this.#news.add(jobId);
    if (this.#isDue) return;
    this.#isDue = true;
    const wait = this.#toldAt + tellEvery - performance.now();
    setTimeout(() => requestAnimationFrame(() => this.#tell()), Math.max(0, wait));
  }

  #tell(): void {
    this.#isDue = false;
    this.#toldAt = performance.now();
    for (const jobId of this.#news) this.#readers.get(jobId)?.tell?.();
    this.#news.clear();
    this.#summing ??= setTimeout(() => {
      this.#summing = undefined;
      this.sum();
    }, rateEvery);
  }

  /** Adds the rates up; also to be called when a job ends or stops, for no more progress comes then. */
  sum(): void {
    let rate = 0;
    for (const item of this.#items.values())
      if (item.phase === 'downloading' && this.#isMoving(item.jobId)) rate += item.rate;
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#tellRate?.();
  }
}
