import type { CallInput, CallOutput, Result } from '../../src-shared/contract.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { AppClient } from '../client.ts';

export type BackupContents = CallOutput<'backup.check'>;

/** Bytes of a file that are sent at a time; a call takes a million. */
const pieceSize = 600_000;

/** Carries data out of Ferry and into it. */
export class BackupState {
  readonly #client: AppClient;

  constructor(client: AppClient) {
    this.#client = client;
  }

  save(folder: string, history: boolean): Promise<Result<CallOutput<'backup.save'>>> {
    return this.#client.call('backup.save', { folder, history });
  }

  /** Writes downloads of the history, by what is looked for, into one file for other programs. */
  exportHistory(input: CallInput<'history.export'>): Promise<Result<CallOutput<'history.export'>>> {
    return this.#client.call('history.export', input);
  }

  /**
   * Sends a file to Ferry and says what is in it.
   *
   * @returns its id and contents, or why it can't be imported; null where the browser can't read the file
   */
  async look(
    file: File,
  ): Promise<{ ok: true; id: string; contents: BackupContents } | { ok: false; failure: Failure } | null> {
    let id: string | null = null;
    for (let from = 0; from === 0 || from < file.size; from += pieceSize) {
      const bytes = await base64Of(file.slice(from, from + pieceSize)).catch(() => null);
      if (bytes === null) return null;
      const input: CallInput<'backup.receive'> = { id, bytes };
      const sent = await this.#client.call('backup.receive', input);
      if (!sent.ok) return sent;
      id = sent.value.id;
    }
    if (id === null) return null;
    const checked = await this.#client.call('backup.check', { id });
    if (checked.ok) return { ok: true, id, contents: checked.value };
    this.drop(id);
    return checked;
  }

  import(input: CallInput<'backup.import'>): Promise<Result<CallOutput<'backup.import'>>> {
    return this.#client.call('backup.import', input);
  }

  drop(id: string): void {
    void this.#client.call('backup.drop', { id });
  }

  makeDiagnostics(): Promise<Result<CallOutput<'diagnostics.make'>>> {
    return this.#client.call('diagnostics.make', {});
  }

  saveDiagnostics(id: string, folder: string): Promise<Result<CallOutput<'diagnostics.save'>>> {
    return this.#client.call('diagnostics.save', { id, folder });
  }

  /** Shows a file that was saved in its folder. */
  reveal(path: string): Promise<Result<CallOutput<'documents.reveal'>>> {
    return this.#client.call('documents.reveal', { path });
  }
}

/** The bytes as Base64. Rejects where the file can't be read anymore. */
function base64Of(part: Blob): Promise<string> {
  const reader = new FileReader();
  return new Promise((resolve, reject) => {
    reader.onerror = () => reject(reader.error ?? new Error('unreadable'));
    // `data:…;base64,…`, or without anything behind the comma.
    reader.onload = () =>
      resolve(typeof reader.result === 'string' ? reader.result.replace(/^[^,]*,/, '') : '');
    reader.readAsDataURL(part);
  });
}
