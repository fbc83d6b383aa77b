import { failureSchema } from '../../src-shared/failure.ts';
import { formatBytes, formatCount } from '../../src-shared/format.ts';
import { countersSchema } from '../../src-shared/job.ts';
import type { JobView, TimelineEntry } from '../../src-shared/job-view.ts';
import { moment } from './dates.ts';
import { explainFor } from './explain-for.ts';

/** One step of a job's life, in words. */
export interface TimelineStep {
  /** Milliseconds since 1970; null for what is still to come. */
  at: number | null;
  title: string;
  detail: string;
  tone: 'quiet' | 'preparing' | 'downloading' | 'good' | 'warning' | 'bad' | 'next';
}

type Words = Omit<TimelineStep, 'at'>;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function failureWords(entry: TimelineEntry, job: JobView): string {
  const failure = failureSchema.safeParse(entry.detail.failure);
  return failure.success ? explainFor(job, failure.data).what : '';
}

function readyWords(entry: TimelineEntry): string {
  const counters = countersSchema.nullable().safeParse(entry.detail.counters ?? null).data;
  const expiresAt = number(entry.detail.expiresAt);
  return [
    counters?.filesTotal ? formatCount(counters.filesTotal, 'file') : '',
    counters?.bytesTotal ? `${formatBytes(counters.bytesTotal)} unpacked` : '',
    expiresAt === null ? '' : `kept until ${moment(expiresAt, entry.at)}`,
  ]
    .filter(Boolean)
    .join(', ');
}

function limitWords(entry: TimelineEntry): string {
  const size = number(entry.detail.size);
  const limit = number(entry.detail.limit);
  return size === null || limit === null
    ? ''
    : `${formatBytes(size)}, the server’s limit is ${formatBytes(limit)}`;
}

/** How a download was given up; `prepared`: the server had it ready before. */
function cancelWords({ from, to }: TimelineEntry, job: JobView, prepared: boolean): Words {
  const done = to === 'cancelled';
  if (job.kind !== 'bridge' || from === 'queued')
    return { title: done ? 'Cancelled' : 'Being cancelled', detail: '', tone: 'quiet' };
  return prepared
    ? { title: 'Cancelled', detail: 'What the server prepared stays there', tone: 'quiet' }
    : {
        title: done ? 'Stopped watching' : 'About to stop watching',
        detail: 'The server can’t be told, and may go on preparing it',
        tone: 'quiet',
      };
}

/** What an entry says; null for one that isn't worth a line. `prepared`: the server had it ready before. */
function wordsOf(entry: TimelineEntry, job: JobView, prepared: boolean): Words | null {
  const { event, to, detail } = entry;
  switch (event) {
    case 'added':
      return detail.parent
        ? { title: 'Made from a selection that was too large', detail: '', tone: 'quiet' }
        : { title: 'Asked for', detail: '', tone: 'quiet' };
    case 'slotFree':
      return to === 'downloading'
        ? { title: 'Downloading', detail: '', tone: 'downloading' }
        : { title: 'Sent to the server', detail: '', tone: 'quiet' };
    case 'accepted':
      return { title: 'Server started preparing', detail: '', tone: 'preparing' };
    case 'acceptedReady':
      return { title: 'Ready at once', detail: 'A single document needs no preparation', tone: 'preparing' };
    case 'answerLost':
      return { title: 'No answer came', detail: failureWords(entry, job), tone: 'warning' };
    case 'becameReady':
      return { title: 'Ready', detail: readyWords(entry), tone: 'preparing' };
    case 'tooLarge':
      return { title: 'Too large in one piece', detail: limitWords(entry), tone: 'warning' };
    case 'planned':
      return {
        title: `Split into ${formatCount(number(detail.children) ?? 0, 'download')}`,
        detail: '',
        tone: 'quiet',
      };
    case 'finished':
      return { title: 'All bytes are here', detail: '', tone: 'downloading' };
    case 'proven': {
      const size = number(detail.size);
      return {
        title: 'Checked',
        detail: size === null ? '' : `${formatBytes(size)}, every byte as announced`,
        tone: 'good',
      };
    }
    case 'corrupt':
      return { title: 'Not what was announced', detail: text(detail.reason), tone: 'warning' };
    case 'stored':
      return { title: 'Saved', detail: text(detail.fileName), tone: 'good' };
    case 'failed':
      return to === 'failed'
        ? { title: 'Failed', detail: failureWords(entry, job), tone: 'bad' }
        : { title: 'Interrupted, tried again', detail: failureWords(entry, job), tone: 'warning' };
    case 'gone':
      return { title: 'No longer kept by the server', detail: '', tone: 'warning' };
    case 'pause':
      return { title: 'Paused', detail: '', tone: 'quiet' };
    case 'resume':
      return { title: 'Resumed', detail: '', tone: 'quiet' };
    case 'retry':
      return { title: 'Tried again', detail: 'You asked for it', tone: 'quiet' };
    case 'askAgain':
      return { title: 'Asked again', detail: '', tone: 'quiet' };
    case 'cancel':
      return cancelWords(entry, job, prepared);
    case 'recovered':
      return { title: 'Ferry was started again', detail: '', tone: 'quiet' };
    case 'startedOver':
      return { title: 'Started over', detail: text(detail.reason), tone: 'warning' };
    case 'cleanedUp':
      return { title: 'Tidied up on the server', detail: '', tone: 'quiet' };
    case 'cleanUpFailed':
      return { title: 'Not tidied up on the server yet', detail: failureWords(entry, job), tone: 'warning' };
    case 'leftOnServer':
      return {
        title: 'Left on the server',
        detail: job.kind === 'bridge' ? '' : 'The server throws it away by itself',
        tone: 'quiet',
      };
    case 'endedOnServer':
      return { title: 'The server stopped its work', detail: '', tone: 'quiet' };
    default:
      return null;
  }
}

/** What comes after the last entry, for a job that goes on by itself. */
function nextStep(job: JobView): string | null {
  switch (job.state.is) {
    case 'queued':
    case 'asking':
      return 'Prepare, download, check, save';
    case 'preparing':
    case 'planning':
      return 'Download, check, then save';
    case 'ready':
      return 'Download, check, then save';
    case 'downloading':
      return 'Check, then save';
    case 'verifying':
      return 'Save';
    default:
      return null;
  }
}

/** The timeline of a job, oldest first, with what is still to come. */
export function timelineSteps(job: JobView, entries: readonly TimelineEntry[]): TimelineStep[] {
  const steps: TimelineStep[] = [];
  let prepared = false;
  for (const entry of entries) {
    if (entry.event === 'becameReady') prepared = true;
    else if (entry.event === 'askAgain') prepared = false;
    const words = wordsOf(entry, job, prepared);
    if (words) steps.push({ at: entry.at, ...words });
  }
  const next = nextStep(job);
  if (next) steps.push({ at: null, title: next, detail: '', tone: 'next' });
  return steps;
}
