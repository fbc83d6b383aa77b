import type { CallInput, CallOutput, Result } from '../../src-shared/contract.ts';
import { isAbsent } from '../presentation/absent-file.ts';
import type { FileCheck } from '../../src-shared/history/presence.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { AppClient } from '../client.ts';
import type { SavedFilesState } from './saved-files.svelte.ts';
import type { UiState } from './ui.svelte.ts';

/** What is known of one saved file, and of what it was compared with, while its details are looked at. */
export class FileRecordState {
  /** What reading the file has shown, since the details were opened. */
  check = $state.raw<FileCheck | null>(null);
  isChecking = $state(false);
  comparison = $state.raw<CallOutput<'jobs.comparison'> | null>(null);
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #files: SavedFilesState;
  readonly #job: () => JobView;

  /** @param job its row as it is now: the file may be found elsewhere meanwhile */
  constructor(client: AppClient, ui: UiState, files: SavedFilesState, job: () => JobView) {
    this.#client = client;
    this.#ui = ui;
    this.#files = files;
    this.#job = job;
  }

  get #jobId(): string {
    return this.#job().id;
  }

  /** Looks at everything, and again at what is compared anew, until the returned function is called. */
  follow(): () => void {
    void this.#files.look([this.#job()]);
    void this.#compare();
    return this.#client.on('job.compared', ({ jobId }) => {
      if (jobId === this.#jobId) void this.#compare();
    });
  }

  /** Reads the whole file. */
  async verify(): Promise<void> {
    if (this.isChecking) return;
    this.isChecking = true;
    const result = await this.#client.call('jobs.checkFile', { jobId: this.#jobId });
    this.isChecking = false;
    if (result.ok) {
      this.check = result.value;
      this.#files.note(this.#job(), result.value);
      return;
    }
    this.check = null;
    const job = this.#job();
    await this.#files.look([job]);
    if (!isAbsent(this.#files.presenceOf(job))) this.#ui.reportFailure(result.failure);
  }

  /** Compares it with the server's listing as it is now. */
  async compareAgain(): Promise<void> {
    const result = await this.#client.call('jobs.compare', { jobId: this.#jobId });
    if (!result.ok) this.#ui.reportFailure(result.failure);
    else await this.#compare();
  }

  /** Asks for what isn't in the zip. True where it was asked for. */
  async fetchRest(): Promise<boolean> {
    const result = await this.#client.call('jobs.fetchRest', { jobId: this.#jobId });
    if (!result.ok) this.#ui.reportFailure(result.failure);
    return result.ok;
  }

  /** Saves a receipt beside the file; the name that it has then, null where it couldn't be saved. */
  async saveReceipt(wanted: Omit<CallInput<'jobs.saveReceipt'>, 'jobId'>): Promise<string | null> {
    const result = await this.#client.call('jobs.saveReceipt', { jobId: this.#jobId, ...wanted });
    if (result.ok) return result.value.fileName;
    this.#ui.reportFailure(result.failure);
    return null;
  }

  /** Looks for the file in another folder. */
  async locate(folder: string): Promise<Result<CallOutput<'jobs.locate'>>> {
    const result = await this.#client.call('jobs.locate', { jobId: this.#jobId, folder });
    if (result.ok) this.#ui.takeBack(this.#jobId);
    return result;
  }

  async #compare(): Promise<void> {
    const result = await this.#client.call('jobs.comparison', { jobId: this.#jobId });
    if (result.ok) this.comparison = result.value;
  }
}
