import { t } from '../../src-shared/language/index.ts';
import type { SecretsFileView } from '../../src-shared/contract/secrets-file.ts';
import type { Result } from '../../src-shared/contract.ts';
import type { AppClient } from '../client.ts';
import type { UiState } from './ui.svelte.ts';
import { loadWhenLinked } from './load-when-linked.ts';

/** The encrypted file that keeps passwords where there is no keychain. */
export class SecretsFileState {
  is = $state<SecretsFileView['is']>('unused');
  readonly #client: AppClient;
  readonly #ui: UiState;

  constructor(client: AppClient, ui: UiState) {
    this.#client = client;
    this.#ui = ui;
    client.on('secretsFile.changed', ({ is }) => (this.is = is));
    loadWhenLinked(client, () => this.#load());
  }

  /** Opens the file, or makes it. */
  async unlock(passphrase: string): Promise<Result<SecretsFileView>> {
    return this.#took(await this.#client.call('secretsFile.unlock', { passphrase }));
  }

  /** Removes the file with all that is in it. */
  async startAnew(): Promise<Result<SecretsFileView>> {
    return this.#took(await this.#client.call('secretsFile.startAnew', {}));
  }

  /** Says that somebody has signed in and, where that is over with Ferry's end, offers the file. */
  tellSignedIn(done: string, forThisRun: string, isForRun: boolean): void {
    if (!isForRun) return void this.#ui.notify(done, 'good');
    const words = `${done} ${forThisRun}`;
    if (this.is !== 'none') return void this.#ui.notify(words, 'good');
    const toast = this.#ui.notify(words, 'good', null, {
      label: t('secretsFile.offer'),
      run: () => {
        this.#ui.dismiss(toast);
        this.#ui.open({ is: 'secretsFile' });
      },
    });
  }

  /** Whoever doesn't want to type the passphrase isn't asked by itself again until Ferry's next start. */
  putOff(): void {
    if (this.is === 'closed') void this.#client.call('secretsFile.putOff', {});
  }

  #took(result: Result<SecretsFileView>): Result<SecretsFileView> {
    if (result.ok) this.is = result.value.is;
    return result;
  }

  /** Somebody who starts Ferry is asked for the passphrase, not whoever opens a page of it anew. */
  async #load(): Promise<boolean> {
    const result = await this.#client.call('secretsFile.state', {});
    this.#took(result);
    const isAsked = result.ok && result.value.is === 'closed' && !result.value.isPutOff;
    if (isAsked && this.#ui.dialog?.is !== 'secretsFile') this.#ui.openNext({ is: 'secretsFile' });
    return result.ok;
  }
}
