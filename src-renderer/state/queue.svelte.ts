import { t } from '../../src-shared/language/index.ts';
import type { CallInput, CallOutput, Result } from '../../src-shared/contract.ts';
import { searchWords } from '../../src-shared/fold-text.ts';
import type { Priority } from '../../src-shared/job/job.ts';
import type { BulkAction, JobAction, JobView, Progress } from '../../src-shared/job/job-view.ts';
import type { AppClient } from '../client.ts';
import type { QueueMove } from '../table/drop-place.ts';
import { isIn, isOver, totalsOf } from '../presentation/job-group.ts';
import type { QueueFilter } from '../presentation/job-group.ts';
import { announcement } from '../presentation/announcements.ts';
import { searchedIn } from './searched-text.ts';
import { batchesOf } from './batches.ts';
import { subscribeWhileVisible } from './subscribe-while-visible.ts';
import { ProgressBoard } from './progress-board.ts';
import { changedRows, goneFrom, rowsOf } from './queue-rows.ts';
import type { QueueRows, RowChange } from './queue-rows.ts';
import { QueueStream } from './queue-stream.ts';
import type { RemovalState } from './removal.svelte.ts';
import { RowWaits } from './row-waits.ts';
import { SpeedSamples } from './speed-samples.ts';
import type { UiState } from './ui.svelte.ts';

const noProgress: Progress[] = [];
/** So many changes of one moment are spoken: the last ones. */
const mostSpoken = 3;
const ranks: Record<Priority, number> = { high: 0, normal: 1, low: 2 };
const filters: QueueFilter[] = ['all', 'preparing', 'downloading', 'done', 'attention'];

/** Whether a list with that filter, server and search shows a job. */
function matcher(filter: QueueFilter, connectionId: string | null, text: string): (job: JobView) => boolean {
  const words = searchWords(text);
  return (job) => {
    if (!isIn(filter, job)) return false;
    if (connectionId !== null && job.connectionId !== connectionId) return false;
    if (words.length === 0) return true;
    const searched = searchedIn(job);
    return words.every((word) => searched.includes(word));
  };
}

/** The queue as the app streams it: open jobs, and those that ended in this run. */
export class QueueState {
  /** By their ids. Another map with every change, so that many rows at once are one change. */
  rows = $state.raw<QueueRows>(rowsOf([]));
  readonly progress = new ProgressBoard(
    (id) => this.rows.get(id)?.state.is === 'downloading' && !this.#removal.hidden.has(id),
  );
  readonly speeds = new SpeedSamples();
  /** Whether the first snapshot is there. */
  loaded = $state(false);
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #stream: QueueStream;
  readonly #removal: RemovalState;
  /** The rows are those of the present stream. */
  #isFresh = false;
  /** A job to show as soon as they are. */
  #chosen: Pick<JobView, 'id' | 'name'> | null = null;
  /** Jobs that were asked for here, and whose rows haven't come yet. */
  #awaited: readonly string[] = [];
  /** Changes that came since the last frame. */
  #late: RowChange[] = [];
  readonly #waits = new RowWaits();

  /** What isn't about to be removed. */
  readonly #present = $derived.by(() => {
    const { hidden } = this.#removal;
    const all = [...this.rows.values()];
    return hidden.size === 0 ? all : all.filter((job) => !hidden.has(job.id));
  });

  /** Open jobs in the order in which they are served, then what is over, newest first. */
  readonly ordered = $derived.by(() =>
    [...this.#present].sort((one, other) => {
      const over = Number(isOver(one)) - Number(isOver(other));
      if (over !== 0) return over;
      if (isOver(one)) return other.changedAt - one.changedAt;
      return ranks[one.priority] - ranks[other.priority] || one.order - other.order;
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
    for (const job of this.#present) {
      for (const filter of filters) if (isIn(filter, job)) counts[filter] += 1;
    }
    return counts;
  });

  /** How many rows each server has, by its id. */
  readonly countsByServer = $derived.by(() => {
    const counts: Record<string, number> = {};
    for (const { connectionId } of this.#present) counts[connectionId] = (counts[connectionId] ?? 0) + 1;
    return counts;
  });

  /** Some of what is shown can be paused, or resumed. */
  readonly canPause = $derived.by(() => this.#present.some((job) => job.actions.includes('pause')));
  readonly canResume = $derived.by(() => this.#present.some((job) => job.actions.includes('resume')));

  /** What runs right now, for the status bar. */
  readonly totals = $derived.by(() => totalsOf(this.#present));

  constructor(client: AppClient, ui: UiState, removal: RemovalState) {
    this.#client = client;
    this.#ui = ui;
    this.#removal = removal;
    removal.onChange(() => this.progress.sum());
    this.#stream = new QueueStream({
      fetchSnapshot: () => client.call('queue.snapshot', {}),
      replace: ({ jobs, progress }) => this.#replace(jobs, progress),
      apply: (change) => this.#applyLater(change),
      later: (run) => void setTimeout(run, 2_000),
    });
    client.on('job.chosen', ({ jobId, name }) => this.#choose({ id: jobId, name }));
    subscribeWhileVisible(client, {
      listen: () => [
        client.on('queue.changed', (change) => this.#stream.changed(change)),
        client.on('queue.progress', ({ items }) => this.#progressed(items)),
      ],
      catchUp: () => {
        this.#isFresh = false;
        this.speeds.watch(Date.now());
        this.#stream.restart();
      },
      leave: () => {
        this.#isFresh = false;
        this.#stream.stop();
      },
    });
  }

  /** The rows of a filter and a server, whose name or server holds all words of the text. */
  matching(filter: QueueFilter, connectionId: string | null, text: string): JobView[] {
    const matches = matcher(filter, connectionId, text);
    return this.ordered.filter(matches);
  }

  /** Those rows of these ids that such a list has. */
  matchingOf(
    ids: readonly string[],
    filter: QueueFilter,
    connectionId: string | null,
    text: string,
  ): JobView[] {
    const matches = matcher(filter, connectionId, text);
    const shown = ids.filter((id) => !this.#removal.hidden.has(id));
    return shown.flatMap((id) => this.rows.get(id) ?? []).filter(matches);
  }

  async act(jobId: string, action: JobAction): Promise<void> {
    const result = await this.#client.call('jobs.act', { jobId, action });
    if (!result.ok) this.#ui.reportFailure(result.failure);
    else if (action === 'again') this.#ui.notify(t('queue.inQueueAgain'));
  }

  /** What a job asks for and where it saves, or null when that can't be told. */
  async request(jobId: string): Promise<CallOutput<'jobs.request'> | null> {
    const result = await this.#client.call('jobs.request', { jobId });
    if (result.ok) return result.value;
    this.#ui.reportFailure(result.failure);
    return null;
  }

  async actOnAll(action: 'pause' | 'resume'): Promise<void> {
    const result = await this.#client.call('jobs.actOnAll', { action });
    if (!result.ok) this.#ui.reportFailure(result.failure);
  }

  /** The same for several jobs; those that it doesn't fit are left as they are. */
  async actOnMany(jobIds: string[], action: BulkAction): Promise<void> {
    await this.#forEach(jobIds, (some) => this.#client.call('jobs.actOnMany', { jobIds: some, action }));
  }

  /** Says whether it could be done. */
  setPriority(jobIds: string[], priority: Priority): Promise<boolean> {
    return this.#forEach(jobIds, (some) => this.#client.call('jobs.setPriority', { jobIds: some, priority }));
  }

  /** Puts jobs elsewhere in the queue. Resolves when their rows are there, or don't come. */
  async move({ jobIds, before, priority }: QueueMove): Promise<void> {
    if (priority && !(await this.setPriority(jobIds, priority))) return;
    const renewed = this.#waits.wait(jobIds, this.rows);
    if (await this.#forEach(jobIds, (some) => this.#client.call('jobs.move', { jobIds: some, before })))
      await renewed;
  }

  /** Calls for all of them, as many at a time as a call takes. False when one failed: that is reported, and the rest is left. */
  async #forEach(jobIds: string[], call: (some: string[]) => Promise<Result<unknown>>): Promise<boolean> {
    for (const some of batchesOf(jobIds)) {
      const result = await call(some);
      if (result.ok) continue;
      this.#ui.reportFailure(result.failure);
      return false;
    }
    return true;
  }

  create(input: CallInput<'jobs.create'>): Promise<Result<CallOutput<'jobs.create'>>> {
    return this.#awaiting(this.#client.call('jobs.create', input));
  }

  createExport(input: CallInput<'jobs.createExport'>): Promise<Result<CallOutput<'jobs.createExport'>>> {
    return this.#awaiting(this.#client.call('jobs.createExport', input));
  }

  /** A new job is answered before its row comes. */
  async #awaiting<Value extends { jobId: string }>(asking: Promise<Result<Value>>): Promise<Result<Value>> {
    const result = await asking;
    if (result.ok && !this.rows.has(result.value.jobId))
      this.#awaited = [...this.#awaited, result.value.jobId];
    return result;
  }

  /** Whether a job left the queue for good or was removed here, rather than that it hasn't come yet. */
  hasLeft(id: string): boolean {
    return this.#removal.hidden.has(id) || (!this.rows.has(id) && !this.#awaited.includes(id));
  }

  /** Kinds of exports that were asked of a server before, the last one first; none when that can't be found out. */
  async exportTypes(connectionId: string): Promise<string[]> {
    const result = await this.#client.call('jobs.exportTypes', { connectionId });
    return result.ok ? result.value.types : [];
  }

  /** Brings a job's row to the eye, in the queue or in the history. */
  show(job: Pick<JobView, 'id' | 'name'>): void {
    this.#applyLate();
    const isInQueue = this.rows.has(job.id);
    this.#ui.closeDialog();
    this.#ui.show(isInQueue ? { is: 'queue', filter: 'all', connectionId: null } : { is: 'history' });
    this.#ui.search = isInQueue ? '' : job.name;
    this.#ui.select(job.id);
  }

  /** An earlier job that asks for the same, and how many things that are; null where nobody understands what is asked for. */
  async similar(connectionId: string, items: string[]): Promise<CallOutput<'jobs.similar'> | null> {
    const result = await this.#client.call('jobs.similar', { connectionId, items });
    return result.ok ? result.value : null;
  }

  #replace(jobs: JobView[], progress: Progress[]): void {
    this.#late = [];
    this.#use(rowsOf(jobs));
    this.#progressed(progress);
    this.progress.sum();
    this.loaded = true;
    this.#isFresh = true;
    const chosen = this.#chosen;
    this.#chosen = null;
    if (chosen) this.show(chosen);
  }

  /** Somebody chose a job outside of the screen, which may have been hidden until just now. */
  #choose(job: Pick<JobView, 'id' | 'name'>): void {
    if (this.#isFresh || this.rows.has(job.id)) this.show(job);
    else this.#chosen = job;
  }

  /** Changes are shown with the next frame, all that came by then at once. */
  #applyLater(change: RowChange): void {
    this.#late.push(change);
    if (this.#late.length === 1) requestAnimationFrame(() => this.#applyLate());
  }

  #applyLate(): void {
    const late = this.#late;
    if (late.length === 0) return;
    this.#late = [];
    const { rows, news } = changedRows(this.rows, late);
    this.#use(rows);
    const spoken = news.flatMap((job) => (this.#removal.hidden.has(job.id) ? [] : (announcement(job) ?? [])));
    // One after the other, each but the last would be gone before it is spoken; more than a few nobody listens to.
    if (spoken.length > 0) this.#ui.announce(spoken.slice(-mostSpoken).join(' '));
    this.progress.sum();
  }

  #use(rows: QueueRows): void {
    for (const id of goneFrom(this.rows, rows)) {
      this.progress.delete(id);
      this.speeds.forget(id);
    }
    this.#awaited = this.#awaited.filter((id) => !rows.has(id));
    this.rows = rows;
    this.#waits.came(rows);
  }

  #progressed(items: Progress[] = noProgress): void {
    const now = Date.now();
    for (const item of items) {
      // Of what waits it is only told how much is here.
      if (this.rows.get(item.jobId)?.state.is === 'downloading') this.speeds.add(item, now);
      this.progress.set(item);
    }
  }
}
