import { t } from '../../src-shared/language/index.ts';
import { formatBytes } from '../../src-shared/format.ts';
import type { Counters } from '../../src-shared/job/job.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { kindWordsOf } from './kind-words.ts';

/** What a list shows of a folder: its last two names, `Downloads / Ferry`. */
export function shortFolder(path: string): string {
  const names = path.split(/[\\/]+/).filter(Boolean);
  return names.length === 0 ? path : names.slice(-2).join(' / ');
}

/** What a list shows of where a job's file is: also each folder inside the one that was chosen. */
export function savedFolder(folder: string, chosen: string): string {
  const base = chosen.replace(/[\\/]+$/, '');
  const inside = folder.startsWith(base) ? folder.slice(base.length) : '';
  if (!/^[\\/]/.test(inside)) return shortFolder(folder);
  return [shortFolder(base), ...inside.split(/[\\/]+/).filter(Boolean)].join(' / ');
}

/** The path of a file, with the separator that its folder has. */
export function pathIn(folder: string, fileName: string): string {
  const separator = /^[a-z]:|^\\\\/i.test(folder) ? '\\' : '/';
  return folder.endsWith(separator) ? folder + fileName : folder + separator + fileName;
}

/** Its folder can't be reached: what was kept in there may not be there anymore. */
export function isFolderAway({ waitingFor }: JobView): boolean {
  return waitingFor?.for === 'folder' && waitingFor.failure.kind !== 'no-space';
}

/** The server's last counters of a job: from its progress, else as they were when it became ready. */
export function countersOf(job: JobView, progress: Progress | undefined): Counters | null {
  const { state } = job;
  // Not kept with what was given up: it would be gone with the next start.
  if (state.is === 'cancelled') return null;
  if (progress?.phase === 'preparing') return progress.counters;
  if ('counters' in state) return state.counters;
  if ((state.is === 'paused' || state.is === 'failed') && state.resume.step === 'ready')
    return state.resume.counters;
  return null;
}

/** What was asked for, as short as it goes: `4,012 files`, `3 items`. */
export function contentWords(job: JobView, progress: Progress | undefined): string {
  const files = countersOf(job, progress)?.filesTotal;
  if (files) return t('common.files', { count: files });
  const { asked, kind, name } = job;
  return kindWordsOf(kind).content(asked, { name, isSingle: isSingleDocument(job) });
}

/** Bytes that a job brings, as far as that is known: its own, or those of the document that the server tells. */
export function knownSize({ size, state }: JobView, progress: Progress | undefined): number | null {
  if (size !== null) return size;
  if (progress?.phase === 'downloading' && progress.total !== null) return progress.total;
  const known = state.is === 'paused' || state.is === 'failed' ? state.resume : state;
  return 'source' in known && known.source.from === 'content' ? (known.source.content.size ?? null) : null;
}

/** The size of a job in words. */
export interface SizeWords {
  /** For a column. */
  text: string;
  /** For who hears it; empty while nothing is known. */
  spoken: string;
  /** Only what the server thinks so far. */
  rough: boolean;
}

/** The size column. */
export function sizeWords(job: JobView, progress: Progress | undefined): SizeWords {
  const known =
    job.size ?? (job.state.is !== 'cancelled' && progress?.phase === 'downloading' ? progress.total : null);
  if (known !== null) {
    const text = formatBytes(known);
    return { text, spoken: text, rough: false };
  }
  const unpacked = countersOf(job, progress)?.bytesTotal;
  if (!unpacked) return { text: t('units.unknown'), spoken: '', rough: true };
  const size = formatBytes(unpacked);
  return { text: t('row.roughly', { size }), spoken: t('row.about', { size }), rough: true };
}

/** Whether a job brings a single document rather than a zip, as far as that is known by now. */
export function isSingleDocument({ state }: JobView): boolean {
  const known = state.is === 'paused' || state.is === 'failed' ? state.resume : state;
  return 'source' in known && known.source.from === 'content';
}

/** What tells a part of a group from the others: the end of its name; empty for all else. */
export function partEnding({ name, group }: JobView): string {
  return group && name.startsWith(group.name) ? name.slice(group.name.length) : '';
}
