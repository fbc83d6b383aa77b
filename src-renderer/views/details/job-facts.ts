import { formatBytes } from '../../../src-shared/format.ts';
import { fetchTime, prepareTime } from '../../../src-shared/job/job-spans.ts';
import { serverThen } from '../../../src-shared/job/server-then.ts';
import type { JobState, ResumePoint } from '../../../src-shared/job/job.ts';
import { t } from '../../../src-shared/language/index.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import type { JobView, Progress } from '../../../src-shared/job/job-view.ts';
import type { KnownEntry } from '../../../src-shared/job/timeline-detail.ts';
import { fullMoment, moment } from '../../presentation/dates.ts';
import { countersOf, sizeWords } from '../../presentation/job-content.ts';
import { kindWordsOf } from '../../presentation/kind-words.ts';

/** One line of the overview. */
export interface Fact {
  label: string;
  text: string;
  /** The whole of it, where the text is short. */
  full?: string;
  /** May take more than one line. */
  isLong?: boolean;
  /** What a button beside it puts on the clipboard. */
  copy?: string;
}

/** The id of what the server holds for a job, or null. */
function idOnServer(state: JobState): string | null {
  const at: JobState | ResumePoint = state.is === 'paused' || state.is === 'failed' ? state.resume : state;
  if ('prepared' in at) return at.prepared;
  if (!('source' in at)) return null;
  return at.source.from === 'prepared' ? at.source.prepared : at.source.content.documentId;
}

/** The path of a file, with the separator that its folder has. */
function pathIn(folder: string, fileName: string): string {
  const separator = /^[a-z]:|^\\\\/i.test(folder) ? '\\' : '/';
  return folder.endsWith(separator) ? folder + fileName : folder + separator + fileName;
}

function contentFacts(job: JobView, progress: Progress | undefined): Fact[] {
  const { state } = job;
  const facts: Fact[] = [];
  const counters = countersOf(job, progress);
  if (counters?.filesTotal)
    facts.push({
      label: t('details.facts.contains'),
      text: [
        t('common.files', { count: counters.filesTotal }),
        counters.bytesTotal ? t('details.facts.unpacked', { size: formatBytes(counters.bytesTotal) }) : '',
      ]
        .filter(Boolean)
        .join(', '),
    });
  else if (state.is === 'preparing' && progress?.phase === 'preparing' && progress.word)
    facts.push({
      label: t('details.facts.serverSays'),
      text: t('details.facts.quoted', { word: progress.word }),
      full: progress.word,
    });
  const size = sizeWords(job, progress);
  if (!size.rough) facts.push({ label: t('details.facts.size'), text: size.text });
  if (progress?.phase === 'downloading' && (state.is === 'downloading' || state.is === 'paused'))
    facts.push({
      label: t('details.facts.here'),
      text:
        progress.total === null
          ? formatBytes(progress.bytes)
          : t('common.part', { done: formatBytes(progress.bytes), total: formatBytes(progress.total) }),
    });
  return facts;
}

function placeFacts(job: JobView): Fact[] {
  const { state, folder } = job;
  if (state.is !== 'saved')
    return isFinal(job)
      ? []
      : [{ label: t('details.facts.savingTo'), text: folder, isLong: true, copy: folder }];
  const path = pathIn(state.folder, state.fileName);
  return [
    { label: t('details.facts.path'), text: path, isLong: true, copy: path },
    { label: 'SHA-256', text: state.sha256, isLong: true, copy: state.sha256 },
  ];
}

/** How long a saved job took, as far as its log tells. */
function timeFacts(job: JobView, log: readonly KnownEntry[]): Fact[] {
  if (job.state.is !== 'saved' || log.length === 0) return [];
  const [prepare, fetch] = [prepareTime(log, job.changedAt), fetchTime(log, job.changedAt)].map(
    (milliseconds) => milliseconds / 1000,
  ) as [number, number];
  const wasPrepared = log.some(({ event }) => event === 'becameReady');
  const text = wasPrepared
    ? t('details.facts.tookBoth', { prepare, fetch })
    : t('details.facts.tookFetch', { fetch });
  return [{ label: t('details.facts.took'), text }];
}

/** What is known of a job, for the details: what it is, what was asked, from where and as whom, where it goes, its ids. */
export function factsOf(
  job: JobView,
  progress: Progress | undefined,
  now: number,
  log: readonly KnownEntry[] = [],
): Fact[] {
  const { state } = job;
  const facts = contentFacts(job, progress);
  facts.push(
    { label: t('details.facts.askedFor'), ...kindWordsOf(job.kind).askedFact(job.asked) },
    {
      label: t('details.facts.server'),
      text: [job.connectionName, serverThen(log)?.version].filter(Boolean).join(' · '),
    },
  );
  if (job.account && kindOf(job.kind).hasUsers)
    facts.push({ label: t('details.facts.account'), text: job.account });
  facts.push(...placeFacts(job), ...timeFacts(job, log));
  if (job.expiresAt !== null && state.is !== 'saved')
    facts.push({
      label: t('details.facts.onServer'),
      text: t('details.facts.keptUntil', { when: moment(job.expiresAt, now) }),
    });
  const id = idOnServer(state);
  if (id !== null) facts.push({ label: t('details.facts.serverId'), text: id, isLong: true, copy: id });
  facts.push({ label: t('details.facts.jobId'), text: job.id, isLong: true, copy: job.id });
  facts.push({
    label: t('details.facts.added'),
    text: moment(job.createdAt, now),
    full: fullMoment(job.createdAt),
  });
  if (state.is === 'saved')
    facts.push({
      label: t('details.facts.saved'),
      text: moment(job.changedAt, now),
      full: fullMoment(job.changedAt),
    });
  return facts;
}
