import { said, t } from '../../../src-shared/language/index.ts';
import { wordsSchema } from '../../../src-shared/language/words.ts';
import { join } from 'node:path';
import type { EventData } from '../../../src-shared/contract.ts';
import type { JobStateName } from '../../../src-shared/job/job.ts';
import type { JobView, Progress, TimelineEntry } from '../../../src-shared/job/job-view.ts';
import { waitingWords } from '../../../src-shared/job/waiting-words.ts';
import type { Served } from '../../../src-shared/rpc.ts';
import { wholeQueue } from '../../../src-shared/whole-queue.ts';
import { inTime } from '../../core/in-time.ts';
import type { Clock } from '../../core/ports.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes, worstOf } from './exit-codes.ts';
import { Interrupted } from './interruption.ts';
import type { Output } from './output.ts';
import { outcomeOf } from './job-outcome.ts';
import type { JobOutcome } from './job-outcome.ts';

/** Timers don't take more. */
const longestWait = 24 * 3_600_000;

export interface FollowOptions {
  /** Milliseconds that a server may be out of reach in the middle. */
  patience: number;
  wanted: 'saved' | 'cancelled';
  /** Several jobs: what goes wrong is said with the job's name. */
  isNamed: boolean;
  /** An interruption gives up what is followed, in place of keeping it. */
  cancelOnExit?: boolean;
}

/** What was printed of a job. */
interface Told {
  /** Entries of its timeline. */
  entries: number;
  state: JobStateName | null;
  waiting: string | null;
  isOver: boolean;
}

/** Watches jobs until nothing is left to wait for, and says on the way what happens to them. */
export class Follower {
  readonly #app: Served;
  readonly #clock: Clock;
  readonly #output: Output;
  readonly #options: FollowOptions;
  readonly #views = new Map<string, JobView>();
  readonly #told = new Map<string, Told>();
  /** Connections that answered in this run. */
  readonly #reached = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #progress = new Map<string, Progress>();
  #wake: () => void = () => undefined;

  constructor(app: Served, clock: Clock, output: Output, options: FollowOptions) {
    this.#app = app;
    this.#clock = clock;
    this.#output = output;
    this.#options = options;
  }

  /** A job that begins now: all of its timeline is printed. */
  follow(jobId: string): void {
    this.#told.set(jobId, { entries: 0, state: null, waiting: null, isOver: false });
    this.#changed.add(jobId);
  }

  /** A job that an earlier run left: printed from where it stands. */
  async takeUp(jobId: string): Promise<void> {
    const { entries } = await this.#app.handlers['jobs.timeline']({ jobId });
    this.follow(jobId);
    this.#told.get(jobId)!.entries = entries.length;
  }

  /** Resolves with the exit code once every job is over or stuck; rejects with the signal's reason. */
  async untilOver(signal: AbortSignal): Promise<ExitCode> {
    const leave = this.#app.subscribe((name, data) => {
      if (name === 'queue.changed') this.#hearJobs((data as EventData<'queue.changed'>).jobs);
      else if (name === 'queue.progress') this.#hearProgress((data as EventData<'queue.progress'>).items);
      else if (name === 'connections.changed')
        this.#hearConnections((data as EventData<'connections.changed'>).connections);
      this.#wake();
    });
    try {
      const { jobs } = await wholeQueue(this.#app.handlers);
      this.#hearJobs(jobs);
      const { connections } = await this.#app.handlers['connections.list']({});
      this.#hearConnections(connections);
      for (;;) {
        signal.throwIfAborted();
        const news = this.#news(signal);
        await this.#tellAll();
        const until = this.#deadline();
        if (until === null) return this.#code();
        await news(until);
      }
    } catch (error) {
      if (this.#options.cancelOnExit && error instanceof Interrupted) {
        await this.#giveUp();
        error.leaves = 'cancelled';
      }
      throw error;
    } finally {
      leave();
    }
  }

  /** Cancels what isn't over. */
  async #giveUp(): Promise<void> {
    for (const jobId of this.#told.keys())
      // What was over in the meantime stays as it is.
      await Promise.resolve(this.#app.handlers['jobs.act']({ jobId, action: 'cancel' })).catch(
        () => undefined,
      );
  }

  /** Listens from now on; the returned function waits for what came or comes, or for the deadline. */
  #news(signal: AbortSignal): (until: number) => Promise<void> {
    const heard = Promise.withResolvers<void>();
    this.#wake = heard.resolve;
    return async (until) => {
      const most = Math.min(longestWait, Math.max(0, until - this.#clock.now()));
      await inTime(this.#clock, { most, late: () => undefined, signal }, () => heard.promise).catch(
        () => undefined,
      );
    };
  }

  #hearJobs(jobs: JobView[]): void {
    for (const job of jobs) {
      const before = this.#views.get(job.id);
      this.#views.set(job.id, job);
      if (!this.#told.has(job.id)) continue;
      this.#changed.add(job.id);
      // Only a server that answers moves a job on from these.
      if (before?.state.is === 'asking' && job.state.is === 'preparing') this.#reached.add(job.connectionId);
    }
  }

  #hearConnections(connections: EventData<'connections.changed'>['connections']): void {
    for (const { id, state } of connections) if (state.is === 'ok') this.#reached.add(id);
  }

  #hearProgress(items: Progress[]): void {
    for (const progress of items) {
      if (!this.#told.has(progress.jobId)) continue;
      this.#progress.set(progress.jobId, progress);
      this.#changed.add(progress.jobId);
    }
  }

  async #tellAll(): Promise<void> {
    while (this.#changed.size > 0) {
      const [id] = this.#changed;
      this.#changed.delete(id!);
      const told = this.#told.get(id!);
      const job = this.#views.get(id!);
      if (told && job) await this.#tell(job, told);
    }
  }

  async #tell(job: JobView, told: Told): Promise<void> {
    const { entries } = await this.#app.handlers['jobs.timeline']({ jobId: job.id });
    // The timeline may be ahead of the view: an event with what the view lacks is on its way.
    const last = entries.findLast((entry) => entry.to !== '');
    if (last && last.to !== job.state.is) return;
    if (told.state === null && told.entries > 0) this.#enter(job, told, job.state.is, job.changedAt);
    for (const entry of entries.slice(told.entries)) this.#tellEntry(job, told, entry);
    told.entries = entries.length;
    this.#tellProgress(job, told);
    this.#tellWaiting(job, told);
    if (job.state.is === 'split')
      for (const child of job.state.children) if (!this.#told.has(child)) this.follow(child);
    if (job.state.is === 'saved' && told.state === 'saved' && !told.isOver) {
      told.isOver = true;
      const { folder, fileName, sha256, size, warnings } = job.state;
      const file = { jobId: job.id, path: join(folder, fileName), sha256, size };
      this.#output.saved({ ...file, warnings: [...warnings.map(said), ...renamed(entries, fileName)] });
    }
  }

  #tellEntry(job: JobView, told: Told, entry: TimelineEntry): void {
    if (entry.to !== '' && entry.to !== told.state)
      this.#enter(job, told, entry.to as JobStateName, entry.at);
    const reason = wordsSchema.safeParse(entry.detail['reason']);
    if (entry.event === 'startedOver' && reason.success)
      this.#output.noted(t('terminal.startedOver', { reason: said(reason.data) }), job.id);
  }

  #enter(job: JobView, told: Told, state: JobStateName, at: number): void {
    told.state = state;
    this.#output.entered(job, state, at);
  }

  #tellProgress(job: JobView, told: Told): void {
    const progress = this.#progress.get(job.id);
    this.#progress.delete(job.id);
    // The last event of a phase may come after its end.
    if (progress && told.state === progress.phase) this.#output.progressed(job, told.state, progress);
  }

  #tellWaiting(job: JobView, told: Told): void {
    const { waitingFor } = job;
    // For a slot or the next try is not worth a line: it passes.
    const isTold = waitingFor !== null && waitingFor.for !== 'slot' && this.#outcome(job).is === 'going';
    const words = isTold ? waitingWords(waitingFor, this.#clock.now()).long : null;
    // Only the kind: the words may count the seconds.
    const key = isTold ? waitingFor.for : null;
    if (key === told.waiting) return;
    told.waiting = key;
    this.#output.waits(job, words);
  }

  #outcome(job: JobView): JobOutcome {
    const { patience, wanted } = this.#options;
    const wasReached = this.#reached.has(job.connectionId);
    return outcomeOf(job, { now: this.#clock.now(), patience, wasReached, wanted });
  }

  /** When to look again without an event, milliseconds since 1970; null when there is nothing to wait for. */
  #deadline(): number | null {
    const going = [...this.#told.keys()].flatMap((id) => {
      const job = this.#views.get(id);
      if (!job) return [Infinity];
      const outcome = this.#outcome(job);
      return outcome.is === 'going' ? [outcome.until ?? Infinity] : [];
    });
    return going.length === 0 ? null : Math.min(...going);
  }

  #code(): ExitCode {
    this.#output.close();
    const codes = [...this.#told.keys()].map((id): ExitCode => {
      const job = this.#views.get(id)!;
      const outcome = this.#outcome(job);
      if (outcome.is !== 'stuck') return exitCodes.saved;
      const { trouble } = outcome;
      const message = this.#options.isNamed
        ? t('terminal.line', { name: job.name, words: trouble.message })
        : trouble.message;
      this.#output.failed({ ...trouble, message }, id);
      return trouble.code;
    });
    return worstOf(codes);
  }
}

/** A sentence when the file couldn't have the name that it was to have. */
function renamed(entries: TimelineEntry[], fileName: string): string[] {
  const wanted = entries.findLast((entry) => entry.event === 'proven')?.detail['name'];
  if (typeof wanted !== 'string' || wanted === fileName) return [];
  return [t('terminal.renamed', { wanted, name: fileName })];
}
