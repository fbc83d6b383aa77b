import type { Failure } from '../../src-shared/failures/failure.ts';
import { said, t } from '../../src-shared/language/index.ts';
import type { CallInput, CallOutput, Result } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { AppClient } from '../client.ts';
import type { JobCommands } from './job-commands.ts';
import type { SavedFilesState } from './saved-files.svelte.ts';
import type { UiState } from './ui.svelte.ts';

/** The files of downloads: opened, looked into, put into another folder. */
export class JobFilesState {
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #commands: JobCommands;
  readonly #saved: SavedFilesState;

  constructor(client: AppClient, ui: UiState, commands: JobCommands, saved: SavedFilesState) {
    this.#client = client;
    this.#ui = ui;
    this.#commands = commands;
    this.#saved = saved;
  }

  /** Opens a saved file; a kind that can run programs only after the user was asked. */
  async open(job: JobView, confirmed = false): Promise<void> {
    const result = await this.#client.call('jobs.open', { jobId: job.id, confirmed });
    if (result.ok) return;
    const { failure } = result;
    if (failure.kind === 'risky-file')
      this.#ui.open({ is: 'openRisky', jobId: job.id, extension: said(failure.detail ?? '') });
    else this.#report(failure, job);
  }

  /** Shows a saved file in its folder. */
  async reveal(job: JobView): Promise<void> {
    const result = await this.#client.call('jobs.act', { jobId: job.id, action: 'reveal' });
    if (!result.ok) this.#report(result.failure, job);
  }

  #report(failure: Failure, job: JobView): void {
    // Its row says so as well.
    void this.#saved.look([job]);
    if (failure.kind !== 'file-missing') return this.#ui.reportFailure(failure);
    const name = job.state.is === 'saved' ? job.state.fileName : job.name;
    this.#ui.notify(
      t('failures.file-missing.named', { name }),
      'bad',
      job.id,
      { label: t('record.locate'), run: () => this.#ui.open({ is: 'locate', jobId: job.id }) },
      {
        label: t('queue.userActions.again'),
        run: () => void this.#commands.again(job),
      },
    );
  }

  /** The folder that an unfinished download's file will go to, as the rules are now; null where that can't be told. */
  async target(jobId: string): Promise<CallOutput<'jobs.target'> | null> {
    const result = await this.#client.call('jobs.target', { jobId });
    return result.ok ? result.value : null;
  }

  setFolder(jobId: string, folder: string): Promise<Result<CallOutput<'jobs.setFolder'>>> {
    return this.#client.call('jobs.setFolder', { jobId, folder });
  }

  /** Names in a saved zip, from its directory. */
  zipEntries(query: CallInput<'jobs.zipEntries'>): Promise<Result<CallOutput<'jobs.zipEntries'>>> {
    return this.#client.call('jobs.zipEntries', query);
  }
}
