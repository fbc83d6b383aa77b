import { said, t } from '../../src-shared/language/index.ts';
import { refusedNames } from '../../src-shared/failures/failure-phrases.ts';
import { formatBytes } from '../../src-shared/format.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { closedSince } from '../../src-shared/job/job-spans.ts';
import type { KnownEntry } from '../../src-shared/job/timeline-detail.ts';
import { moment } from './dates.ts';
import { kindWordsOf } from './kind-words.ts';
import { explainFailure } from './explain-failure.ts';

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

/** Why it happened. */
function reasonOf({ reason }: KnownEntry['detail']): string {
  return reason === undefined ? '' : said(reason);
}

function failureWords({ detail: { failure } }: KnownEntry, job: JobView): string {
  return failure ? explainFailure(job, failure).what : '';
}

function readyWords(entry: KnownEntry): string {
  const { counters } = entry.detail;
  const expiresAt = number(entry.detail.expiresAt);
  return [
    counters?.filesTotal ? t('common.files', { count: counters.filesTotal }) : '',
    counters?.bytesTotal ? t('details.facts.unpacked', { size: formatBytes(counters.bytesTotal) }) : '',
    expiresAt === null ? '' : t('timeline.keptUntil', { when: moment(expiresAt, entry.at) }),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Where a file was saved: under another name when its own was taken. */
function savedWords(entry: KnownEntry, wished: string): string {
  const fileName = text(entry.detail.fileName);
  return wished && fileName && wished !== fileName
    ? t('timeline.otherName', { name: fileName, wished })
    : fileName;
}

/** What a part that went back kept. */
function wentBackWords({ detail }: KnownEntry): string {
  const from = number(detail.from);
  const to = number(detail.to);
  return from === null || to === null
    ? ''
    : t('timeline.kept', { done: formatBytes(to), total: formatBytes(from) });
}

function startedOverWords({ detail }: KnownEntry): string {
  const bytes = number(detail.bytes);
  const reason = reasonOf(detail);
  return bytes === null ? reason : t('timeline.dropped', { size: formatBytes(bytes), reason });
}

function limitWords(entry: KnownEntry): string {
  const size = number(entry.detail.size);
  const limit = number(entry.detail.limit);
  return size === null || limit === null
    ? ''
    : t('timeline.limit', { size: formatBytes(size), limit: formatBytes(limit) });
}

/** What comparing with the server's listing has shown. */
function comparedWords(entry: KnownEntry, job: JobView): Words {
  const { detail } = entry;
  if (detail.is !== 'compared')
    return { title: t('timeline.notCompared'), detail: failureWords(entry, job), tone: 'warning' };
  const total = number(detail.files) ?? 0;
  const missing = number(detail.missing) ?? 0;
  return missing > 0
    ? {
        title: t('timeline.compared'),
        detail: t('timeline.someMissing', { count: missing, total }),
        tone: 'warning',
      }
    : { title: t('timeline.compared'), detail: t('timeline.allListed', { count: total }), tone: 'good' };
}

/** How a download was given up; `prepared`: the server had it ready before. */
function cancelWords({ from, to }: KnownEntry, job: JobView, prepared: boolean): Words {
  const done = to === 'cancelled';
  if (kindOf(job.kind).canCancel || from === 'queued')
    return { title: done ? t('timeline.cancelled') : t('timeline.cancelling'), detail: '', tone: 'quiet' };
  return prepared
    ? { title: t('timeline.cancelled'), detail: t('timeline.preparedStays'), tone: 'quiet' }
    : {
        title: done ? t('timeline.stopped') : t('timeline.stopping'),
        detail: t('timeline.cantBeTold'),
        tone: 'quiet',
      };
}

/** What came before an entry and changes what it says. */
interface Before {
  /** The server had it ready. */
  prepared: boolean;
  /** Bytes of what is prepared came already. */
  begun: boolean;
  /** The name that the file was to have. */
  name: string;
}

/** What a part is of, as far as its row says. */
function partAs(why: 'chosen' | 'limit' | undefined): 'addedAsPart' | 'addedAlone' | 'addedForLimit' {
  return why === 'chosen' ? 'addedAlone' : why === 'limit' ? 'addedForLimit' : 'addedAsPart';
}

/** What an entry says; null for one that isn't worth a line. */
function wordsOf(entry: KnownEntry, job: JobView, before: Before): Words | null {
  const { event, to, detail } = entry;
  switch (event) {
    case 'added':
      return detail.parent
        ? { title: t(`timeline.${partAs(detail.why)}`), detail: '', tone: 'quiet' }
        : {
            title: t('timeline.added'),
            detail:
              job.state.is === 'split' && job.state.why === 'chosen'
                ? t('timeline.eachByItself', { count: job.state.children.length })
                : (kindWordsOf(job.kind).askedStep?.(job.asked) ?? ''),
            tone: 'quiet',
          };
    case 'slotFree':
      return to === 'downloading'
        ? {
            title: before.begun ? t('timeline.goesOn') : t('timeline.downloading'),
            detail: '',
            tone: 'downloading',
          }
        : { title: t('timeline.sent'), detail: '', tone: 'quiet' };
    case 'accepted':
      return { title: t('timeline.accepted'), detail: '', tone: 'preparing' };
    case 'acceptedReady':
      return { title: t('timeline.readyAtOnce'), detail: t('timeline.noPreparation'), tone: 'preparing' };
    case 'answerLost':
      return { title: t('timeline.answerLost'), detail: failureWords(entry, job), tone: 'warning' };
    case 'becameReady':
      return { title: t('timeline.ready'), detail: readyWords(entry), tone: 'preparing' };
    case 'tooLarge':
      return { title: t('timeline.tooLarge'), detail: limitWords(entry), tone: 'warning' };
    case 'planned':
      return {
        title: t('timeline.split', { count: number(detail.children) ?? 0 }),
        detail: '',
        tone: 'quiet',
      };
    case 'finished':
      return { title: t('timeline.allHere'), detail: '', tone: 'downloading' };
    case 'proven': {
      const size = number(detail.size);
      const how = detail.isAnnounced === false ? 'asZip' : 'asAnnounced';
      return {
        title: t('timeline.checked'),
        detail: size === null ? '' : t(`timeline.${how}`, { size: formatBytes(size) }),
        tone: 'good',
      };
    }
    case 'corrupt':
      return { title: t('timeline.corrupt'), detail: reasonOf(detail), tone: 'warning' };
    case 'compared':
      return comparedWords(entry, job);
    case 'located':
      return { title: t('timeline.located'), detail: text(detail.fileName), tone: 'quiet' };
    case 'replaced':
      return { title: t('timeline.replaced'), detail: text(detail.name), tone: 'quiet' };
    case 'unchanged':
      return {
        title: t('timeline.unchanged'),
        detail: t('timeline.sameAsThere', { name: text(detail.fileName) }),
        tone: 'good',
      };
    case 'stored':
      return { title: t('timeline.saved'), detail: savedWords(entry, before.name), tone: 'good' };
    case 'sifted': {
      const { refused = [] } = detail;
      const names =
        refused.length === 0 ? '' : said(refusedNames(refused, number(detail.count) ?? refused.length));
      return to === 'failed'
        ? { title: t('timeline.failed'), detail: names, tone: 'bad' }
        : { title: t('timeline.leftOut'), detail: t('timeline.ofSetting', { names }), tone: 'warning' };
    }
    case 'leaveOut':
      return { title: t('timeline.rest'), detail: t('timeline.youAsked'), tone: 'quiet' };
    case 'failed':
    case 'unsavable':
      if (to === 'sifting')
        return { title: t('timeline.refusedOne'), detail: t('timeline.findsOut'), tone: 'warning' };
      return to === 'failed'
        ? { title: t('timeline.failed'), detail: failureWords(entry, job), tone: 'bad' }
        : { title: t('timeline.interrupted'), detail: failureWords(entry, job), tone: 'warning' };
    case 'gone':
      return {
        title: t('timeline.gone'),
        detail: to === 'queued' ? t('timeline.byItself') : '',
        tone: 'warning',
      };
    case 'pause':
      return { title: t('timeline.paused'), detail: '', tone: 'quiet' };
    case 'resume':
      return { title: t('timeline.resumed'), detail: '', tone: 'quiet' };
    case 'retry':
      return { title: t('timeline.retried'), detail: t('timeline.youAsked'), tone: 'quiet' };
    case 'askAgain':
      return { title: t('timeline.askedAgain'), detail: '', tone: 'quiet' };
    case 'cancel':
      return cancelWords(entry, job, before.prepared);
    case 'recovered':
      return { title: t('timeline.recovered'), detail: '', tone: 'quiet' };
    case 'startedOver':
      return { title: t('timeline.startedOver'), detail: startedOverWords(entry), tone: 'warning' };
    case 'wentBack':
      return { title: t('timeline.wentBack'), detail: wentBackWords(entry), tone: 'warning' };
    case 'tailDropped':
      return {
        title: t('timeline.tailDropped'),
        detail: t('timeline.fetchedAgain', { size: formatBytes(number(detail.bytes) ?? 0) }),
        tone: 'warning',
      };
    case 'moveTo':
      return { title: t('timeline.moved'), detail: text(detail.folder), tone: 'quiet' };
    case 'unmarked':
      return { title: t('timeline.unmarked'), detail: t('timeline.noMarks'), tone: 'quiet' };
    case 'cleanedUp':
      return { title: t('timeline.tidied'), detail: '', tone: 'quiet' };
    case 'cleanUpFailed':
      return { title: t('timeline.notTidied'), detail: failureWords(entry, job), tone: 'warning' };
    case 'leftOnServer':
      return {
        title: t('timeline.left'),
        detail: kindOf(job.kind).canCancel ? t('timeline.thrownAway') : '',
        tone: 'quiet',
      };
    case 'endedOnServer':
      return { title: t('timeline.endedOnServer'), detail: '', tone: 'quiet' };
    default:
      return null;
  }
}

/** What comes after the last entry, for a job that goes on by itself. */
function nextStep(job: JobView): string | null {
  switch (job.state.is) {
    case 'queued':
    case 'asking':
      return t('timeline.next.prepare');
    case 'sifting':
    case 'preparing':
    case 'planning':
    case 'ready':
      return t('timeline.next.download');
    case 'downloading':
      return t('timeline.next.check');
    case 'verifying':
      return t('timeline.next.save');
    default:
      return null;
  }
}

/** The timeline of a job, oldest first, with what is still to come. */
export function timelineSteps(job: JobView, entries: readonly KnownEntry[]): TimelineStep[] {
  const steps: TimelineStep[] = [];
  const before: Before = { prepared: false, begun: false, name: '' };
  for (const entry of entries) {
    if (entry.event === 'becameReady') before.prepared = true;
    else if (entry.event === 'askAgain' || entry.event === 'gone') before.prepared = before.begun = false;
    const closed = closedSince(entry);
    if (closed !== null) {
      // A kill may have come after the moment that is known, and what was written then shows it.
      const at = Math.max(closed, steps.at(-1)?.at ?? closed);
      if (at < entry.at) steps.push({ at, title: t('timeline.closed'), detail: '', tone: 'quiet' });
    }
    const words = wordsOf(entry, job, before);
    if (words) steps.push({ at: entry.at, ...words });
    if (entry.event === 'slotFree' && entry.to === 'downloading') before.begun = true;
    else if (entry.event === 'proven') before.name = text(entry.detail.name);
  }
  const next = nextStep(job);
  if (next) steps.push({ at: null, title: next, detail: '', tone: 'next' });
  return steps;
}
