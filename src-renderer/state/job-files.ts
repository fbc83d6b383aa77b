import { said } from '../../src-shared/language/phrase.ts';
import type { CallInput, CallOutput, Result } from '../../src-shared/contract.ts';
import type { AppClient } from '../client.ts';
import type { UiState } from './ui.svelte.ts';

/** The files of downloads: opened, looked into, put into another folder. */
export class JobFilesState {
  readonly #client: AppClient;
  readonly #ui: UiState;

  constructor(client: AppClient, ui: UiState) {
    this.#client = client;
    this.#ui = ui;
  }

  /** Opens a saved file; a kind that can run programs only after the user was asked. */
  async open(jobId: string, confirmed = false): Promise<void> {
    const result = await this.#client.call('jobs.open', { jobId, confirmed });
    if (result.ok) return;
    const { failure } = result;
    if (failure.kind === 'risky-file')
      this.#ui.open({ is: 'openRisky', jobId, extension: said(failure.detail ?? '') });
    else this.#ui.reportFailure(failure);
  }

  setFolder(jobId: string, folder: string): Promise<Result<CallOutput<'jobs.setFolder'>>> {
    return this.#client.call('jobs.setFolder', { jobId, folder });
  }

  /** Names in a saved zip, from its directory. */
  zipEntries(query: CallInput<'jobs.zipEntries'>): Promise<Result<CallOutput<'jobs.zipEntries'>>> {
    return this.#client.call('jobs.zipEntries', query);
  }
}
