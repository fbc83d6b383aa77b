import type { CallOutput } from '../../../src-shared/contract.ts';
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
import { countersOf, isFolderAway, pathIn, sizeWords } from '../../presentation/job-content.ts';
import { kindWordsOf } from '../../presentation/kind-words.ts';

/** The folder of a download's file, and those inside it that a rule names. */
type Target = CallOutput<'jobs.target'>;

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
  /** What is to be known about it, below it. */
  note?: string;
}

/** The id of what the server holds for a job, or null. */
function idOnServer(state: JobState): string | null {
  const at: JobState | ResumePoint = state.is === 'paused' || state.is === 'failed' ? state.resume : state;
  if ('prepared' in at) return at.prepared;
  if (!('source' in at)) return null;
  return at.source.from === 'prepared' ? at.source.prepared : at.source.content.documentId;
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
  const mayBeHere = ['downloading', 'ready', 'paused'].includes(state.is) && !isFolderAway(job);
  if (progress?.phase === 'downloading' && mayBeHere)
    facts.push({
      label: t('details.facts.here'),
      text:
        progress.total === null
          ? formatBytes(progress.bytes)
          : t('common.part', { done: formatBytes(progress.bytes), total: formatBytes(progress.total) }),
    });
  return facts;
}

/** Where a download is, or will be; `target` is the folder by the rules as they are now, once it is known. */
function placeFacts(job: JobView, target: Target | null): Fact[] {
  const { state, folder } = job;
  if (state.is === 'saved') {
    const path = pathIn(state.folder, state.fileName);
    const note = job.actions.includes('open') ? {} : { note: t('details.facts.cannotOpen') };
    return [{ label: t('details.facts.path'), text: path, isLong: true, copy: path, ...note }];
  }
  if (isFinal(job)) return [];
  const goal = (target?.inside ?? []).reduce(pathIn, target?.folder ?? folder);
  return [{ label: t('details.facts.savingTo'), text: goal, isLong: true, copy: goal }];
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

/** What is known of a job, for the details: what it holds, where it is or goes, how long it took and from where. */
export function factsOf(
  job: JobView,
  progress: Progress | undefined,
  now: number,
  log: readonly KnownEntry[] = [],
  target: Target | null = null,
): Fact[] {
  const { state } = job;
  const facts: Fact[] = [
    ...contentFacts(job, progress),
    ...placeFacts(job, target),
    ...timeFacts(job, log),
    { label: t('details.facts.askedFor'), ...kindWordsOf(job.kind).askedFact(job.asked) },
    {
      label: t('details.facts.server'),
      text: [job.connectionName, serverThen(log)?.version].filter(Boolean).join(' · '),
    },
  ];
  if (job.expiresAt !== null && state.is !== 'saved')
    facts.push({
      label: t('details.facts.onServer'),
      text: t('details.facts.keptUntil', { when: moment(job.expiresAt, now) }),
    });
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

/** What only who looks into something needs: ids, the account, the hash. */
export function technicalFactsOf(job: JobView): Fact[] {
  const { state } = job;
  const long = (label: string, text: string): Fact => ({ label, text, isLong: true, copy: text });
  const facts: Fact[] = [];
  if (job.account && kindOf(job.kind).hasUsers)
    facts.push({ label: t('details.facts.account'), text: job.account });
  facts.push(long(t('details.facts.askedIds'), kindWordsOf(job.kind).askedIds(job.asked)));
  const id = idOnServer(state);
  if (id !== null) facts.push(long(t('details.facts.serverId'), id));
  facts.push(long(t('details.facts.jobId'), job.id));
  if (state.is === 'saved') facts.push(long('SHA-256', state.sha256));
  return facts;
}
