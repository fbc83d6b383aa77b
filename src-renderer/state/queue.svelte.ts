import type { Result } from '../../src-shared/contract.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { wholeQueue } from '../../src-shared/whole-queue.ts';
import type { WholeQueue } from '../../src-shared/whole-queue.ts';
import type { AppClient } from '../client.ts';
import { announcements } from '../presentation/announcements.ts';
import { subscribeWhileVisible } from './subscribe-while-visible.ts';
import { ProgressBoard } from './progress-board.ts';
import { changedRows, goneFrom, rowsOf } from './queue-rows.ts';
import type { QueueRows, RowChange } from './queue-rows.ts';
import { QueueStream } from './queue-stream.ts';
import type { RemovalState } from './removal.svelte.ts';
import { RowWaits } from './row-waits.ts';
import { SpeedSamples } from '../presentation/speed-samples.ts';
import type { UiState } from './ui.svelte.ts';

/** How often changes are taken up while no list of the queue is shown, milliseconds. */
const countEvery = 1_000;

const noProgress: Progress[] = [];

/** Rejects where the app doesn't answer. */
function fetchQueue(client: AppClient): Promise<WholeQueue> {
  const answered = async <Value>(asked: Promise<Result<Value>>): Promise<Value> => {
    const result = await asked;
    if (!result.ok) throw new FailedError(result.failure);
    return result.value;
  };
  return wholeQueue({
    'queue.snapshot': (input) => answered(client.call('queue.snapshot', input)),
    'queue.rows': (input) => answered(client.call('queue.rows', input)),
  });
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

  constructor(client: AppClient, ui: UiState, removal: RemovalState) {
    this.#client = client;
    this.#ui = ui;
    this.#removal = removal;
    removal.onChange(() => this.progress.sum());
    this.#stream = new QueueStream({
      fetchQueue: () => fetchQueue(client),
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

  /** A new job is answered before its row comes: until then it hasn't left. */
  expect(id: string): void {
    if (!this.rows.has(id)) this.#awaited = [...this.#awaited, id];
  }

  /** Resolves when one of these rows has come anew, or hasn't for a while. */
  renewed(ids: readonly string[]): Promise<void> {
    return this.#waits.wait(ids, this.rows);
  }

  /** Whether a job left the queue for good or was removed here, rather than that it hasn't come yet. */
  hasLeft(id: string): boolean {
    return this.#removal.hidden.has(id) || (!this.rows.has(id) && !this.#awaited.includes(id));
  }

  /** Brings a job's row to the eye, in the queue or in the history. */
  show(job: Pick<JobView, 'id' | 'name'>): void {
    this.#applyLate();
    const isInQueue = this.rows.has(job.id);
    this.#ui.closeDialog();
    this.#ui.show(isInQueue ? { is: 'queue', filter: 'all', connectionId: null } : { is: 'history' });
    this.#ui.widenHistory();
    this.#ui.search = isInQueue ? '' : job.name;
    this.#ui.select(job.id);
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

  /** Changes are shown with the next frame, all that came by then at once; where counts alone show them, sooner is of no use. */
  #applyLater(change: RowChange): void {
    this.#late.push(change);
    if (this.#late.length > 1) return;
    if (this.#ui.view.is === 'queue') requestAnimationFrame(() => this.#applyLate());
    else setTimeout(() => this.#applyLate(), countEvery);
  }

  #applyLate(): void {
    const late = this.#late;
    if (late.length === 0) return;
    this.#late = [];
    const { rows, news } = changedRows(this.rows, late);
    this.#use(rows);
    const spoken = announcements(news.filter((job) => !this.#removal.hidden.has(job.id)));
    if (spoken !== '') this.#ui.announce(spoken);
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
      // For waiting jobs only the bytes on the disk are known.
      if (this.rows.get(item.jobId)?.state.is === 'downloading') this.speeds.add(item, now);
      this.progress.set(item);
    }
  }
}
