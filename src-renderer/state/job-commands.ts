import type { CallInput, CallOutput, Result } from '../../src-shared/contract.ts';
import type { Priority } from '../../src-shared/job/job.ts';
import type { BulkAction, JobAction, JobView } from '../../src-shared/job/job-view.ts';
import type { AppClient } from '../client.ts';
import type { QueueMove } from '../table/drop-place.ts';
import { createAgain } from './again.ts';
import { batchesOf } from './batches.ts';
import type { QueueState } from './queue.svelte.ts';
import type { UiState } from './ui.svelte.ts';
import { rowHere } from './own-names.ts';

/** What the user tells Ferry to do about jobs. A refusal is reported; the rows tell what came of it. */
export class JobCommands {
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #queue: QueueState;
  readonly #again = createAgain((id, action) => this.act(id, action));

  constructor(client: AppClient, ui: UiState, queue: QueueState) {
    this.#client = client;
    this.#ui = ui;
    this.#queue = queue;
  }

  /** Says whether it could be done. */
  async act(jobId: string, action: JobAction): Promise<boolean> {
    const result = await this.#client.call('jobs.act', { jobId, action });
    if (!result.ok) this.#ui.reportFailure(result.failure);
    return result.ok;
  }

  /** Downloads it again, and says so. */
  async again(job: JobView): Promise<void> {
    const said = await this.#again(job, this.#queue.rows);
    if (said) this.#ui.notify(said);
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
    const renewed = this.#queue.renewed(jobIds);
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
    return this.#expecting(this.#client.call('jobs.create', input));
  }

  createExport(input: CallInput<'jobs.createExport'>): Promise<Result<CallOutput<'jobs.createExport'>>> {
    return this.#expecting(this.#client.call('jobs.createExport', input));
  }

  /** Exports that were asked of a server before, the last one first; none when that can't be found out. */
  async earlierExports(connectionId: string): Promise<CallOutput<'jobs.exportTypes'>> {
    const result = await this.#client.call('jobs.exportTypes', { connectionId });
    return result.ok ? result.value : { types: [], exports: [] };
  }

  /** An earlier job that asks for the same, and how many things that are; null where the request can't be understood. */
  async similar(connectionId: string, items: string[]): Promise<CallOutput<'jobs.similar'> | null> {
    const result = await this.#client.call('jobs.similar', { connectionId, items });
    if (!result.ok) return null;
    const { job, count } = result.value;
    return { job: job && rowHere(job), count };
  }

  async #expecting<Value extends { jobId: string }>(asking: Promise<Result<Value>>): Promise<Result<Value>> {
    const result = await asking;
    if (result.ok) this.#queue.expect(result.value.jobId);
    return result;
  }
}
