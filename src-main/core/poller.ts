import { comingTime } from '../../src-shared/time-bounds.ts';
import type { Counters, Job, PreparedId } from '../../src-shared/job/job.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import type { Connections } from './connections.ts';
import { nextWait, shortestWait } from './next-poll.ts';
import type { Outlook, Stretch } from './next-poll.ts';
import { timeUntilRetry } from './wait-times.ts';
import type { Ports, RemoteStatus } from './ports.ts';
import type { ProgressPublisher } from './progress-publisher.ts';
import type { PreparationEstimate } from './preparation-estimate.ts';

/** So many of the newest stretches are kept: what a server does now tells more than how it began. */
const mostStretches = 12;
/** A server that showed no progress for so long is mentioned in the row. Milliseconds. */
const mentionSilenceAfter = 15 * 60_000;

/** What is known of a preparation's silence. */
interface Watch {
  /** The last status as text: any change is progress. */
  seen: string;
  /** Milliseconds without a change; sleep of the machine doesn't count. */
  silent: number;
}

/** How much of a preparation its counters say is done, from 0 to 1; null where they don't tell. */
function shareOf({ bytesDone, bytesTotal, filesDone, filesTotal }: Counters): number | null {
  if (bytesDone !== null && bytesTotal) return Math.min(1, bytesDone / bytesTotal);
  return filesDone !== null && filesTotal ? Math.min(1, filesDone / filesTotal) : null;
}

/** Follows counters from answer to answer. */
class Pace {
  readonly stretches: Stretch[] = [];
  #last = { at: 0, share: 0 };

  /**
   * Takes an answer in, and says how much is left; null where the counters don't tell.
   *
   * @param age of the preparation, milliseconds
   */
  note(age: number, counters: Counters): number | null {
    const share = shareOf(counters);
    if (share === null) return null;
    const done = share - this.#last.share;
    // Counters that go back begin anew.
    if (done < 0) this.stretches.length = 0;
    else if (age > this.#last.at) this.stretches.push({ lasted: age - this.#last.at, done });
    if (this.stretches.length > mostStretches) this.stretches.shift();
    this.#last = { at: age, share };
    return 1 - share;
  }
}

/**
 * Asks servers how far they are: 1 s after the request, then as `nextWait` says, never two at a time for a job, and when
 * the server names a time, then.
 */
export class Poller {
  readonly #watches = new Map<string, Watch>();
  readonly #ports: Pick<Ports, 'clock' | 'random' | 'config' | 'store'>;
  readonly #connections: Connections;
  readonly #progress: ProgressPublisher;
  readonly #estimate: PreparationEstimate;
  readonly #onSilence: (jobId: string) => void;

  constructor(
    ports: Pick<Ports, 'clock' | 'random' | 'config' | 'store'>,
    connections: Connections,
    progress: ProgressPublisher,
    estimate: PreparationEstimate,
    onSilence: (jobId: string) => void,
  ) {
    this.#ports = ports;
    this.#connections = connections;
    this.#progress = progress;
    this.#estimate = estimate;
    this.#onSilence = onSilence;
  }

  /** Since when the server shows no progress, once that is worth a mention. Milliseconds since 1970. */
  silentSince(jobId: string): number | null {
    const watch = this.#watches.get(jobId);
    if (!watch || watch.silent < mentionSilenceAfter) return null;
    return this.#ports.clock.now() - watch.silent;
  }

  /** Polls until the preparation has an end, and gives it as the job's next event. Rejects with what the server's call did. */
  async watch(job: Job, prepared: PreparedId, signal: AbortSignal, soften: () => void): Promise<JobEvent> {
    const { clock, store } = this.#ports;
    const { run } = job;
    const began = clock.monotonic();
    const since = clock.now();
    const { usual: usually, ends: learnt } = this.#estimate.of(job);
    const pace = new Pace();
    const watch: Watch = { seen: '', silent: 0 };
    this.#watches.set(job.id, watch);
    try {
      let interval = job.retryAt === null ? shortestWait : timeUntilRetry(job, clock.now());
      let polledAt = began;
      for (;;) {
        await clock.sleep(interval, signal);
        await this.#connections.opened(job.connectionId, job.account, signal);
        const connection = this.#connections.find(job.connectionId)!;
        const status = await this.#connections.api(connection).poll(prepared, { signal });
        soften();
        store.noteAlive();
        if (status.is !== 'waiting') return eventOf(status, run, clock.now());

        const now = clock.monotonic();
        const age = now - began;
        const isLate = this.#listen(job.id, watch, status, Math.min(now - polledAt, 2 * interval + 60_000));
        if (isLate) return { type: 'failed', run, failure: { kind: 'silent' } };
        polledAt = now;
        const left = pace.note(age, status.counters);
        interval = this.#interval({ age, learnt, left, stretches: pace.stretches }, status.retryAfter);
        this.#progress.set({
          phase: 'preparing',
          jobId: job.id,
          counters: status.counters,
          word: status.word,
          nextPollAt: clock.now() + interval,
          since,
          usually,
        });
      }
    } finally {
      this.#watches.delete(job.id);
    }
  }

  /** Counts the silence; true when it has lasted too long. */
  #listen(jobId: string, watch: Watch, status: RemoteStatus & { is: 'waiting' }, elapsed: number): boolean {
    const seen = JSON.stringify([status.counters, status.word]);
    const before = watch.silent;
    watch.silent = seen === watch.seen ? before + elapsed : 0;
    watch.seen = seen;
    if (before >= mentionSilenceAfter !== watch.silent >= mentionSilenceAfter) this.#onSilence(jobId);
    return watch.silent >= this.#ports.config.settings().silenceMinutes * 60_000;
  }

  #interval(outlook: Outlook, retryAfter: number | undefined): number {
    if (retryAfter !== undefined) return Math.max(shortestWait, retryAfter * 1000);
    // A little jitter, so that jobs asked together don't knock together.
    return nextWait(outlook) * (0.9 + 0.2 * this.#ports.random.next());
  }
}

function eventOf(status: Exclude<RemoteStatus, { is: 'waiting' }>, run: number, now: number): JobEvent {
  switch (status.is) {
    case 'ready':
      return {
        type: 'becameReady',
        run,
        counters: status.counters,
        expiresAt: status.expiresAt === null ? null : comingTime(status.expiresAt, now),
        name: status.name,
      };
    case 'failed':
      return { type: 'failed', run, failure: status.failure };
    case 'cancelled':
      return { type: 'failed', run, failure: { kind: 'cancelled-on-server' } };
    case 'tooLarge':
      return { type: 'tooLarge', run, limit: status.limit, size: status.size };
    case 'gone':
      return { type: 'gone', run };
  }
}
