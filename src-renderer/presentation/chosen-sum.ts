import { formatBytes } from '../../src-shared/format.ts';
import type { Presence } from '../../src-shared/history/presence.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { t } from '../../src-shared/language/index.ts';
import { countersOf, isSingleDocument, knownSize } from './job-content.ts';
import { rowWords } from './row-words.ts';

/** A chosen row with what is known of it besides. */
interface Chosen {
  job: JobView;
  progress: Progress | undefined;
  presence: Presence | null;
}

/** One line of the sum, or several under one name. */
export interface SumFact {
  label: string;
  lines: string[];
}

/** How often each text comes, the most frequent first. */
function counted(texts: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .toSorted(([, one], [, other]) => other - one)
    .map(([text, count]) => t('details.chosen.counted', { text, count }));
}

/**
 * Several chosen downloads as one: how large they are and what is in them, as far as that is known, how they are and whose.
 *
 * @param count how many are chosen; of a long history `chosen` are those that are here
 */
export function sumOf(chosen: readonly Chosen[], count: number, now: number): SumFact[] {
  const sizes = chosen.flatMap(({ job, progress }) => knownSize(job, progress) ?? []);
  const bytes = formatBytes(sizes.reduce((sum, size) => sum + size, 0));
  const files = chosen.flatMap(
    ({ job, progress }) => countersOf(job, progress)?.filesTotal ?? (isSingleDocument(job) ? 1 : []),
  );
  const filesTotal = files.reduce((sum, number) => sum + number, 0);
  return [
    {
      label: t('details.facts.size'),
      lines: [
        sizes.length === 0
          ? t('details.chosen.unknown')
          : sizes.length === count
            ? bytes
            : t('details.chosen.someSizes', { size: bytes, known: sizes.length, count }),
      ],
    },
    ...(filesTotal > 0
      ? [{ label: t('details.facts.contains'), lines: [t('common.files', { count: filesTotal })] }]
      : []),
    {
      label: t('table.status'),
      lines: counted(
        chosen.map(({ job, progress, presence }) => statusOf(rowWords(job, progress, now, presence), job)),
      ),
    },
    { label: t('details.facts.server'), lines: counted(chosen.map(({ job }) => job.connectionName)) },
  ].filter(({ lines }) => lines.length > 0);
}

/** The state in a word: a running download's own word is its percentage. */
function statusOf({ status }: { status: string }, { state, waitingFor }: JobView): string {
  return state.is === 'downloading' && !waitingFor ? t('shell.downloading') : status;
}
