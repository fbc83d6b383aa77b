import { said, t } from '../../../src-shared/language/index.ts';
import { exportInfoIn } from '../../../src-shared/export-info.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { ExportRequest } from '../../../src-shared/kinds/kind-bridge.ts';
import type { ConnectionsState } from '../../state/connections.svelte.ts';
import type { JobCommands } from '../../state/job-commands.ts';
import { isPlain, savedPath } from './saved-path.ts';
import type { Filing } from './saved-path.ts';
import type { Asking, RequestDraft, Wherefrom } from './request-draft.ts';

/** An export while its type and parameters are typed. */
export class ExportDraft implements RequestDraft {
  readonly isLooking = false;
  /** A type is typed, or taken from the list, as soon as before. */
  readonly chosenCount = 0;
  /** JSON, or nothing. */
  info = $state('');
  /** What is wrong with the parameters, while they are typed. */
  readonly infoProblem = $derived.by(() => {
    try {
      exportInfoIn(this.info);
      return '';
    } catch (error) {
      if (error instanceof FailedError && error.failure.detail) return said(error.failure.detail);
      throw error;
    }
  });
  readonly isComplete = $derived(this.downloadType.trim() !== '' && this.infoProblem === '');
  readonly typed = $derived(JSON.stringify([this.downloadType, this.info]));
  /** What was asked for before, as `typed` has it. */
  readonly before: string;
  /** What the user calls the type now; null as it is kept. */
  #ownName = $state<string | null>(null);
  #downloadType = $state('');
  readonly #connections: ConnectionsState;
  readonly #connectionId: string;
  readonly #filing: () => Filing;

  constructor(
    connections: ConnectionsState,
    connectionId: string,
    before: ExportRequest | undefined,
    filing: () => Filing,
  ) {
    this.#filing = filing;
    this.#connections = connections;
    this.#connectionId = connectionId;
    if (before) {
      this.#downloadType = before.downloadType;
      this.info = before.info ? JSON.stringify(before.info, null, 2) : '';
    }
    this.before = before ? this.typed : '';
  }

  get downloadType(): string {
    return this.#downloadType;
  }

  set downloadType(type: string) {
    this.#downloadType = type;
    this.#ownName = null;
  }

  get ownName(): string {
    return this.#ownName ?? this.nameOf(this.#downloadType) ?? '';
  }

  set ownName(name: string) {
    this.#ownName = name;
  }

  get submitLabel(): string {
    return t('newDownload.start');
  }

  get placeHint(): string {
    const filing = this.#filing();
    if (isPlain(filing.rule)) return '';
    return t('picker.savedAs', { path: savedPath(filing, { name: '', type: this.downloadType.trim() }) });
  }

  /** What the user calls a type, if anything. */
  nameOf(type: string): string | undefined {
    return this.#connections.find(this.#connectionId)?.exportNames?.[type.trim()];
  }

  begin(): void {
    // What is pasted leads to documents and folders, which a Bridge has none of.
  }

  settled(): Promise<void> {
    return Promise.resolve();
  }

  async ask(commands: JobCommands, where: Wherefrom): Asking {
    const { downloadType, info } = this;
    const name = this.ownName.trim();
    if (name !== (this.nameOf(downloadType) ?? '')) {
      const failure = await this.#connections.nameExport(this.#connectionId, downloadType, name);
      if (failure) return { ok: false, failure };
    }
    return commands.createExport({ ...where, downloadType, info });
  }
}
