import { t } from '../../src-shared/language/index.ts';
import { SvelteMap } from 'svelte/reactivity';
import type { CallInput, CallOutput, Result } from '../../src-shared/contract.ts';
import type { JobAction, JobView, Progress } from '../../src-shared/job-view.ts';
import type { AppClient } from '../client.ts';
import { isIn, isOver, totalsOf } from '../words/job-group.ts';
import type { QueueFilter } from '../words/job-group.ts';
import { announcement } from '../words/row-words.ts';
import { leftOut, QueueStream } from './queue-stream.ts';
import { SpeedSamples } from './speed-samples.ts';
import type { UiState } from './ui.svelte.ts';

const noProgress: Progress[] = [];
const filters: QueueFilter[] = ['all', 'preparing', 'downloading', 'done', 'attention'];

/** Whether a list with that filter, server and search shows a job. */
function matcher(filter: QueueFilter, connectionId: string | null, text: string): (job: JobView) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (job) => {
    if (!isIn(filter, job)) return false;
    if (connectionId !== null && job.connectionId !== connectionId) return false;
    if (words.length === 0) return true;
    const searched = `${job.name} ${job.connectionName}`.toLowerCase();
    return words.every((word) => searched.includes(word));
  };
}

/** The queue as the app streams it: open jobs, and those that ended in this run. */
export class QueueState {
  readonly rows = new SvelteMap<string, JobView>();
  readonly progress = new SvelteMap<string, Progress>();
  readonly speeds = new SpeedSamples();
  /** Whether the first snapshot is there. */
  loaded = $state(false);
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #stream: QueueStream;

  /** Open jobs in the order in which they are served, then what is over, newest first. */
  readonly ordered = $derived.by(() =>
    [...this.rows.values()].sort((one, other) => {
      const over = Number(isOver(one)) - Number(isOver(other));
      if (over !== 0) return over;
      return isOver(one) ? other.changedAt - one.changedAt : one.order - other.order;
    }),
  );

  readonly counts = $derived.by(() => {
    const counts: Record<QueueFilter, number> = {
      all: 0,
      preparing: 0,
      downloading: 0,
      done: 0,
      attention: 0,
    };
    for (const job of this.rows.values()) {
      for (const filter of filters) if (isIn(filter, job)) counts[filter] += 1;
    }
    return counts;
  });

  /** What runs right now, for the status bar. */
  readonly totals = $derived.by(() => totalsOf(this.rows.values()));

  /** Bytes a second over all downloads. */
  readonly rate = $derived.by(() => {
    let rate = 0;
    for (const item of this.progress.values()) {
      if (item.phase === 'downloading' && this.rows.get(item.jobId)?.state.is === 'downloading')
        rate += item.rate;
    }
    return rate;
  });

  constructor(client: AppClient, ui: UiState) {
    this.#client = client;
    this.#ui = ui;
    this.#stream = new QueueStream({
      fetchSnapshot: () => client.call('queue.snapshot', {}),
      replace: ({ jobs, progress }) => this.#replace(jobs, progress),
      apply: ({ jobs, removed }) => this.#apply(jobs, removed),
      later: (run) => void setTimeout(run, 2_000),
    });
    client.on('queue.changed', (change) => this.#stream.changed(change));
    client.on('queue.progress', ({ items }) => this.#progressed(items));
    client.on('job.chosen', ({ jobId, name }) => this.show({ id: jobId, name }));
    client.onLink((link) => {
      if (link === 'open') this.#stream.restart();
      else this.#stream.stop();
    });
  }

  /** The rows of a filter and a server, whose name or server holds all words of the text. */
  matching(filter: QueueFilter, connectionId: string | null, text: string): JobView[] {
    const matches = matcher(filter, connectionId, text);
    return this.ordered.filter(matches);
  }

  /** The row with that id, if such a list has it. */
  findMatching(id: string, filter: QueueFilter, connectionId: string | null, text: string): JobView | null {
    const job = this.rows.get(id);
    return job && matcher(filter, connectionId, text)(job) ? job : null;
  }

  async act(jobId: string, action: JobAction): Promise<void> {
    const result = await this.#client.call('jobs.act', { jobId, action });
    if (!result.ok) this.#ui.reportFailure(result.failure);
    else if (action === 'remove') this.#ui.notify(t('queue.removed'));
    else if (action === 'again') this.#ui.notify(t('queue.inQueueAgain'));
  }

  async actOnAll(action: 'pause' | 'resume'): Promise<void> {
    const result = await this.#client.call('jobs.actOnAll', { action });
    if (!result.ok) this.#ui.reportFailure(result.failure);
  }

  create(input: {
    connectionId: string;
    items: string[];
    folder: string;
  }): Promise<Result<CallOutput<'jobs.create'>>> {
    return this.#client.call('jobs.create', input);
  }

  createExport(input: CallInput<'jobs.createExport'>): Promise<Result<CallOutput<'jobs.createExport'>>> {
    return this.#client.call('jobs.createExport', input);
  }

  /** Kinds of exports that were asked of a server before, the last one first; none when that can't be found out. */
  async exportTypes(connectionId: string): Promise<string[]> {
    const result = await this.#client.call('jobs.exportTypes', { connectionId });
    return result.ok ? result.value.types : [];
  }

  /** Brings a job's row to the eye, in the queue or in the history. */
  show(job: Pick<JobView, 'id' | 'name'>): void {
    const isInQueue = this.rows.has(job.id);
    this.#ui.closeDialog();
    this.#ui.show(isInQueue ? { is: 'queue', filter: 'all', connectionId: null } : { is: 'history' });
    this.#ui.search = isInQueue ? '' : job.name;
    this.#ui.select(job.id);
  }

  /** An earlier job that asks for the same, or null. */
  async similar(connectionId: string, items: string[]): Promise<JobView | null> {
    const result = await this.#client.call('jobs.similar', { connectionId, items });
    return result.ok ? result.value.job : null;
  }

  #replace(jobs: JobView[], progress: Progress[]): void {
    for (const id of leftOut(this.rows.keys(), jobs)) this.#drop(id);
    for (const job of jobs) this.rows.set(job.id, job);
    this.#progressed(progress);
    this.loaded = true;
  }

  #apply(jobs: JobView[], removed: string[]): void {
    for (const id of removed) this.#drop(id);
    for (const job of jobs) {
      const before = this.rows.get(job.id);
      this.rows.set(job.id, job);
      if (before && before.state.is !== job.state.is) {
        const words = announcement(job);
        if (words) this.#ui.announce(words);
      }
    }
  }

  #drop(id: string): void {
    this.rows.delete(id);
    this.progress.delete(id);
    this.speeds.forget(id);
  }

  #progressed(items: Progress[] = noProgress): void {
    const now = Date.now();
    for (const item of items) {
      if (!this.rows.has(item.jobId)) continue;
      this.speeds.add(item, now);
      this.progress.set(item.jobId, item);
    }
  }
}
