import { t } from '../../../src-shared/language/index.ts';
import { oneLine } from '../print.ts';
import { MultiBar } from 'cli-progress';
import type { SingleBar } from 'cli-progress';
import { formatBytes, formatDuration, formatNumber, formatRate } from '../../../src-shared/format.ts';
import { preparedShare } from '../../../src-shared/job/prepared-share.ts';
import type { Counters, JobStateName } from '../../../src-shared/job/job.ts';
import type { JobView, Progress } from '../../../src-shared/job/job-view.ts';

/** Two bars of a job: what the server does, and what Ferry does. A single document has only the second. */
interface Pair {
  preparing: SingleBar | null;
  fetching: SingleBar | null;
}

/** Both bars measure per mille of their phase: what is measured differs from server to server. */
const whole = 1000;
const longestName = 40;

const ended: ReadonlySet<JobStateName> = new Set([
  'saved',
  'split',
  'cancelled',
  'failed',
  'expired',
  'unsure',
]);

/** The progress bars of a terminal: one for each phase of each job under way, and those of the last one to end. */
export class ProgressBars {
  readonly #bars: MultiBar;
  readonly #pairs = new Map<string, Pair>();
  readonly #ended = new Set<string>();
  #isOpen = false;
  #isClosed = false;

  constructor(stream: NodeJS.WriteStream) {
    this.#bars = new MultiBar({
      stream,
      format: '{phase} [{bar}] {percentage} %  {details}',
      barCompleteChar: '=',
      barIncompleteChar: ' ',
      barsize: 28,
      fps: 10,
      hideCursor: true,
      clearOnComplete: false,
      stopOnComplete: false,
      emptyOnZero: true,
      gracefulExit: false,
    });
  }

  /** Puts a line above the bars. False when there are none. */
  log(text: string): boolean {
    if (!this.#isOpen || this.#isClosed) return false;
    this.#bars.log(`${text}\n`);
    this.#bars.update();
    return true;
  }

  entered(job: JobView, state: JobStateName): void {
    if (this.#isClosed) return;
    switch (state) {
      case 'preparing':
        this.#preparing(job, 0, t('terminal.bar.turn'));
        break;
      case 'ready': {
        const pair = this.#pairs.get(job.id);
        if (pair?.preparing) {
          const counters = 'counters' in job.state ? job.state.counters : null;
          this.#preparing(job, whole, counters ? done(counters) : t('terminal.bar.done'));
        }
        break;
      }
      case 'downloading':
        this.#fetching(job, 0, '');
        break;
      case 'saved':
        this.#fetching(
          job,
          whole,
          job.state.is === 'saved'
            ? t('terminal.bar.savedSize', { size: formatBytes(job.state.size) })
            : t('terminal.bar.checked'),
        );
        break;
      default:
    }
    if (ended.has(state)) this.#ended.add(job.id);
  }

  progressed(job: JobView, progress: Progress): void {
    if (this.#isClosed) return;
    switch (progress.phase) {
      case 'preparing': {
        const { counters } = progress;
        this.#preparing(
          job,
          (preparedShare(counters) ?? 0) * whole,
          counters.filesTotal ? done(counters) : progress.word.toLowerCase(),
        );
        break;
      }
      case 'downloading': {
        const { bytes, total, rate, secondsLeft } = progress;
        const here = { done: formatBytes(bytes), rate: formatRate(rate) };
        const details =
          total === null
            ? t('terminal.bar.fetchedUnknown', here)
            : t('terminal.bar.fetched', { ...here, total: formatBytes(total) });
        this.#fetching(
          job,
          total ? (bytes / total) * whole : 0,
          secondsLeft === null
            ? details
            : t('terminal.bar.left', { details, span: formatDuration(secondsLeft) }),
        );
        break;
      }
      case 'verifying':
        this.#fetching(
          job,
          whole,
          t('terminal.bar.checking', {
            done: formatBytes(progress.bytes),
            total: formatBytes(progress.total),
          }),
        );
        break;
    }
  }

  /** Leaves the bars as they are; nothing is painted anymore. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    if (this.#isOpen) this.#bars.stop();
  }

  #preparing(job: JobView, value: number, details: string): void {
    const pair = this.#pair(job);
    pair.preparing ??= this.#open(t('terminal.bar.preparing'), job);
    pair.preparing.update(Math.floor(value), { details: oneLine(details) });
  }

  #fetching(job: JobView, value: number, details: string): void {
    const pair = this.#pair(job);
    pair.fetching ??= this.#open(t('terminal.bar.fetching'), job);
    pair.fetching.update(Math.floor(value), { details: oneLine(details) });
  }

  #pair(job: JobView): Pair {
    let pair = this.#pairs.get(job.id);
    if (!pair) {
      this.#dropEnded();
      pair = { preparing: null, fetching: null };
      this.#pairs.set(job.id, pair);
    }
    return pair;
  }

  #open(phase: string, job: JobView): SingleBar {
    if (!this.#isOpen || this.#pairs.size > 1) {
      this.#isOpen = true;
      const name = oneLine(job.name);
      this.log(name.length > longestName ? `${name.slice(0, longestName)}…` : name);
    }
    const width = Math.max(t('terminal.bar.preparing').length, t('terminal.bar.fetching').length);
    return this.#bars.create(whole, 0, { phase: phase.padEnd(width), details: '' });
  }

  /** More bars than lines on the screen can't be painted. */
  #dropEnded(): void {
    for (const id of this.#ended) {
      const { preparing = null, fetching = null } = this.#pairs.get(id) ?? {};
      if (preparing) this.#bars.remove(preparing);
      if (fetching) this.#bars.remove(fetching);
      this.#pairs.delete(id);
    }
    this.#ended.clear();
  }
}

function done({ filesDone, filesTotal, bytesDone, bytesTotal }: Counters): string {
  const files =
    filesTotal === null
      ? ''
      : t('common.part', {
          done: formatNumber(filesDone ?? 0),
          total: t('common.files', { count: filesTotal }),
        });
  const bytes =
    bytesTotal === null
      ? ''
      : t('common.part', { done: formatBytes(bytesDone ?? 0), total: formatBytes(bytesTotal) });
  return [files, bytes].filter((part) => part !== '').join(', ');
}
