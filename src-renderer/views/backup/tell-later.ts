import type { Result } from '../../../src-shared/contract.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { UiState } from '../../state/ui.svelte.ts';

/** Says what came of a file whose dialog was left before it was written. */
export function tellLater(
  ui: Pick<UiState, 'notify' | 'reportFailure'>,
  result: Result<{ path: string }>,
): void {
  if (result.ok) ui.notify(`${t('backup.saved.at')} ${result.value.path}`, 'good');
  else ui.reportFailure(result.failure);
}
