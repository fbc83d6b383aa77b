import { t } from '../../../src-shared/language/index.ts';
import type { Presence } from '../../../src-shared/history/presence.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import type { MenuItem } from '../../components/menu-types.ts';
import { isAbsent } from '../../presentation/absent-file.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { FileRecordState } from '../../state/file-record.svelte.ts';

/** Whether there is a file that a receipt can stand beside. */
export function hasReceipt({ state }: JobView, presence: Presence | null): boolean {
  return state.is === 'saved' && !isAbsent(presence);
}

/** The forms in which a saved file’s receipt is saved beside it. `onbusy` hears when one begins to be, and when it is. */
export function receiptItems(
  app: AppState,
  job: JobView,
  onbusy: (isBusy: boolean) => void = () => undefined,
): MenuItem[] {
  const record = new FileRecordState(app.client, app.ui, app.savedFiles, () => job);
  const save = async (form: 'html' | 'json'): Promise<void> => {
    onbusy(true);
    const name = await record.saveReceipt({ form, opens: form === 'html' });
    onbusy(false);
    if (name !== null) app.ui.notify(t('record.receiptSaved', { name }), 'good');
  };
  return [
    { label: t('record.receiptPage'), run: () => void save('html') },
    { label: t('record.receiptJson'), run: () => void save('json') },
  ];
}
