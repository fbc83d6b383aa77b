import type { WhereFound } from '../../src-shared/history/history.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { asName, t } from '../../src-shared/language/index.ts';
import { markedPieces } from './marked-text.ts';

/** So much may stand before what was found: in a narrow list more would push it out of sight. */
const mostBefore = 18;

/** A path from shortly before what was found in it, where that is far behind its beginning. `words` are folded. */
function fromHit(path: string, words: readonly string[]): string {
  const [before, hit] = markedPieces(path, words);
  if (!before || before.isMarked || !hit || before.text.length <= mostBefore) return path;
  const kept = before.text.slice(-mostBefore);
  const begin = kept.search(/[\\/ ]/);
  return `…${begin < 0 ? kept : kept.slice(begin)}${path.slice(before.text.length)}`;
}

/** Where a search found a download, in place of the line below its name; null where the row itself shows it. */
export function foundNote(
  where: WhereFound | undefined,
  job: JobView,
  words: readonly string[] = [],
): string | null {
  if (!where) return null;
  if (where.inside) {
    const { more } = where.inside;
    const path = fromHit(where.inside.path, words);
    return more === 0
      ? t('queue.history.inside', { path })
      : t('queue.history.insideMore', { path, count: more });
  }
  const places = new Set(where.in);
  if (places.has('name') || places.has('server')) return null;
  const { state } = job;
  if (places.has('fileName') && state.is === 'saved')
    return t('history.foundIn.fileName', { name: asName(state.fileName) });
  if (places.has('asked') && where.asked)
    return t('history.foundIn.asked', { name: asName(fromHit(where.asked, words)) });
  if (places.has('folder'))
    return t('history.foundIn.folder', {
      folder: asName(fromHit(state.is === 'saved' ? state.folder : job.folder, words)),
    });
  return null;
}
