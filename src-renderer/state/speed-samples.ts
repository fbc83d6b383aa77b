import type { Progress } from '../../src-shared/job-view.ts';

/** Bytes a second at a moment; a gap where nothing came for a while. */
export interface SpeedSample {
  /** Milliseconds since 1970. */
  at: number;
  rate: number;
}

const shortest = 1_000;
const mostSamples = 240;

/** The last minutes of every download's rate, a sample a second at most. For looking at, so only this screen remembers it. */
export class SpeedSamples {
  readonly #samples = new Map<string, SpeedSample[]>();

  add(progress: Progress, at: number): void {
    if (progress.phase !== 'downloading') return;
    let samples = this.#samples.get(progress.jobId);
    if (!samples) this.#samples.set(progress.jobId, (samples = []));
    const last = samples.at(-1);
    if (last && at - last.at < shortest) return;
    samples.push({ at, rate: progress.rate });
    if (samples.length > mostSamples) samples.shift();
  }

  of(jobId: string): readonly SpeedSample[] {
    return this.#samples.get(jobId) ?? [];
  }

  forget(jobId: string): void {
    this.#samples.delete(jobId);
  }
}
