import type { WhereFound } from '../../src-shared/history/history.ts';
import { t } from '../../src-shared/language/index.ts';

/** The file inside a zip that a search found, and how many others; null where the row itself shows what was found. */
export function foundNote(where: WhereFound | undefined): string | null {
  if (!where?.inside) return null;
  const { path, more } = where.inside;
  return more === 0
    ? t('queue.history.inside', { path })
    : t('queue.history.insideMore', { path, count: more });
}
