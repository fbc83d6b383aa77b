import type { Progress } from '../../src-shared/job/job-view.ts';

/** Bytes a second at a moment. */
export interface SpeedSample {
  /** Milliseconds since 1970. */
  at: number;
  rate: number;
  /** Nothing was heard for a while before it. */
  begins: boolean;
  /** Nobody listened for a part of that while: bytes may have come all the same. */
  isUnwatched: boolean;
}

/** Milliseconds without an event after which nothing came: while bytes flow, there are four events a second. */
const shortestGap = 5_000;
const finest = 1_000;
const mostSamples = 480;
const mostJobs = 200;

interface Recording {
  samples: SpeedSample[];
  /** Between two samples, milliseconds: doubled whenever there are too many of them. */
  step: number;
  /** When the last event came. */
  heardAt: number;
}

/** Half as many samples, each the mean of two neighbours; what a gap parts is never mixed. */
function halved(samples: readonly SpeedSample[]): SpeedSample[] {
  const result: SpeedSample[] = [];
  for (let index = 0; index < samples.length; index += 1) {
    const one = samples[index]!;
    const next = samples[index + 1];
    if (next && !next.begins) {
      result.push({ ...one, rate: (one.rate + next.rate) / 2 });
      index += 1;
    } else result.push(one);
  }
  return result;
}

/**
 * How fast every download of this run was, from its first byte on: a long one is remembered less finely, so that none
 * takes more than so much memory. For looking at, so only this screen remembers it.
 */
export class SpeedSamples {
  readonly #recordings = new Map<string, Recording>();
  #watchedSince = 0;

  /** From that moment on all events arrive again: some before it were missed. */
  watch(at: number): void {
    this.#watchedSince = at;
  }

  add(progress: Progress, at: number): void {
    if (progress.phase !== 'downloading') return;
    const recording = this.#recordingOf(progress.jobId);
    const { samples, heardAt } = recording;
    const begins = samples.length === 0 || at - heardAt > shortestGap;
    const isUnwatched = begins && samples.length > 0 && heardAt < this.#watchedSince;
    recording.heardAt = at;
    const last = samples.at(-1);
    if (!begins && last && at - last.at < recording.step) return;
    samples.push({ at, rate: progress.rate, begins, isUnwatched });
    if (samples.length <= mostSamples) return;
    recording.samples = halved(samples);
    recording.step *= 2;
    // Almost nothing but gaps: then the oldest go.
    if (recording.samples.length > mostSamples) recording.samples.splice(0, mostSamples / 2);
  }

  /** Oldest first. */
  of(jobId: string): readonly SpeedSample[] {
    return this.#recordings.get(jobId)?.samples ?? [];
  }

  forget(jobId: string): void {
    this.#recordings.delete(jobId);
  }

  #recordingOf(jobId: string): Recording {
    let recording = this.#recordings.get(jobId);
    if (recording) return recording;
    recording = { samples: [], step: finest, heardAt: 0 };
    this.#recordings.set(jobId, recording);
    const [oldest] = this.#recordings.keys();
    if (this.#recordings.size > mostJobs && oldest !== undefined) this.#recordings.delete(oldest);
    return recording;
  }
}
