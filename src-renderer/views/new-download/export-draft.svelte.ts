import { said } from '../../../src-shared/language/index.ts';
import { exportInfoIn } from '../../../src-shared/export-info.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import type { ExportRequest } from '../../../src-shared/kinds/kind-bridge.ts';
import type { JobCommands } from '../../state/job-commands.ts';
import type { Asking, RequestDraft, Wherefrom } from './request-draft.ts';

/** An export while its type and parameters are typed. */
export class ExportDraft implements RequestDraft {
  readonly items = [];
  downloadType = $state('');
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

  constructor(before: ExportRequest | undefined) {
    if (!before) return;
    this.downloadType = before.downloadType;
    this.info = before.info ? JSON.stringify(before.info, null, 2) : '';
  }

  ask(commands: JobCommands, where: Wherefrom): Asking {
    return commands.createExport({ ...where, downloadType: this.downloadType, info: this.info });
  }
}
