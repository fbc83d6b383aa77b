import type { WhereFound } from '../../src-shared/history/history.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { asName, t } from '../../src-shared/language/index.ts';

/** Where a search found a download, in place of the line below its name; null where the row itself shows it. */
export function foundNote(where: WhereFound | undefined, job: JobView): string | null {
  if (!where) return null;
  if (where.inside) {
    const { path, more } = where.inside;
    return more === 0
      ? t('queue.history.inside', { path })
      : t('queue.history.insideMore', { path, count: more });
  }
  const places = new Set(where.in);
  if (places.has('name') || places.has('server')) return null;
  const { state } = job;
  if (places.has('fileName') && state.is === 'saved')
    return t('history.foundIn.fileName', { name: asName(state.fileName) });
  if (places.has('asked') && where.asked) return t('history.foundIn.asked', { name: asName(where.asked) });
  if (places.has('folder'))
    return t('history.foundIn.folder', { folder: asName(state.is === 'saved' ? state.folder : job.folder) });
  return null;
}
