import type { Failure } from '../../src-shared/failures/failure.ts';
import { said, t } from '../../src-shared/language/index.ts';
import type { CallInput, CallOutput, Result } from '../../src-shared/contract.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { AppClient } from '../client.ts';
import type { JobCommands } from './job-commands.ts';
import type { UiState } from './ui.svelte.ts';

/** The files of downloads: opened, looked into, put into another folder. */
export class JobFilesState {
  readonly #client: AppClient;
  readonly #ui: UiState;
  readonly #commands: JobCommands;

  constructor(client: AppClient, ui: UiState, commands: JobCommands) {
    this.#client = client;
    this.#ui = ui;
    this.#commands = commands;
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
    if (failure.kind !== 'file-missing') return this.#ui.reportFailure(failure);
    const name = job.state.is === 'saved' ? job.state.fileName : job.name;
    this.#ui.notify(
      t('failures.file-missing.named', { name }),
      'bad',
      false,
      { label: t('record.locate'), run: () => this.#ui.open({ is: 'locate', jobId: job.id }) },
      {
        label: t('queue.userActions.again'),
        run: () => void this.#commands.again(job),
      },
    );
  }

  setFolder(jobId: string, folder: string): Promise<Result<CallOutput<'jobs.setFolder'>>> {
    return this.#client.call('jobs.setFolder', { jobId, folder });
  }

  /** Names in a saved zip, from its directory. */
  zipEntries(query: CallInput<'jobs.zipEntries'>): Promise<Result<CallOutput<'jobs.zipEntries'>>> {
    return this.#client.call('jobs.zipEntries', query);
  }
}
