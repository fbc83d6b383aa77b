/** Rows in every state that a job can be in, for screens without a core. Times hang on one given moment. */
import type { Failure } from '../../src-shared/failures/failure.ts';
import type {
  ContentRef,
  Counters,
  JobState,
  PreparedId,
  ResumePoint,
  Source,
} from '../../src-shared/job/job.ts';
import type { JobAction, JobView, Progress } from '../../src-shared/job/job-view.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';

const minute = 60_000;
const prepared = (id: string): PreparedId => `prepared-${id}` as PreparedId;
const sourceOf = (id: string): Source => ({ from: 'prepared', prepared: prepared(id) });

export interface RowOptions {
  id: string;
  name: string;
  now: number;
  connectionId?: string;
  connectionName?: string;
  /** The kind of a Bridge's export; an Alfresco's download without it. */
  exportType?: string;
  /** How many things were asked for. */
  items?: number;
  order?: number;
  priority?: JobView['priority'];
  group?: JobView['group'];
  size?: number | null;
  expiresAt?: number | null;
  waitingFor?: WaitingFor | null;
  folder?: string;
  changedAt?: number;
}

/** The counters of a server that tells none. */
export const noCounters: Counters = {
  filesDone: null,
  filesTotal: null,
  bytesDone: null,
  bytesTotal: null,
};

/** The counters of a preparation, by files and unpacked bytes. */
export function counters(
  filesDone: number,
  filesTotal: number,
  bytesDone: number,
  bytesTotal: number,
): Counters {
  return { filesDone, filesTotal, bytesDone, bytesTotal };
}

/** A row in the given state. */
export function row(options: RowOptions, state: JobState, actions: JobAction[]): JobView {
  const { id, name, now, items = 1, order = 0, exportType } = options;
  return {
    id,
    connectionId: options.connectionId ?? 'records',
    connectionName: options.connectionName ?? 'Records Alfresco',
    kind: exportType === undefined ? 'alfresco' : 'bridge',
    name,
    asked:
      exportType === undefined
        ? {
            kind: 'alfresco',
            count: items,
            nodeIds: Array.from(
              { length: items },
              (_, index) => `5ab63e6c-9c2e-4d0e-8c3f-${String(index).padStart(12, '0')}`,
            ),
          }
        : { kind: 'bridge', downloadType: exportType },
    account: exportType === undefined ? 'alice' : 'token',
    folder: options.folder ?? '/home/alice/Downloads/Ferry',
    group: options.group ?? null,
    priority: options.priority ?? 'normal',
    createdAt: now - 40 * minute,
    changedAt: options.changedAt ?? now - 5 * minute,
    order,
    state,
    waitingFor: options.waitingFor ?? null,
    size: options.size ?? null,
    expiresAt: options.expiresAt ?? null,
    actions,
  };
}

export const queued = (options: RowOptions): JobView =>
  row(options, { is: 'queued' }, ['pause', 'moveFirst', 'cancel']);

export const asking = (options: RowOptions): JobView =>
  row(options, { is: 'asking', wish: 'go' }, ['pause', 'cancel']);

export const unsure = (options: RowOptions): JobView =>
  row(options, { is: 'unsure' }, ['askAgain', 'remove']);

export const preparing = (options: RowOptions): JobView =>
  row(options, { is: 'preparing', prepared: prepared(options.id) }, ['pause', 'cancel']);

export const planning = (options: RowOptions, limit: number, size: number): JobView =>
  row(options, { is: 'planning', prepared: prepared(options.id), limit, size }, ['cancel']);

const readyData = (options: RowOptions, held: Counters | null) => ({
  source: sourceOf(options.id),
  counters: held,
  expiresAt: options.expiresAt ?? null,
});

export const ready = (options: RowOptions, held: Counters | null = null): JobView =>
  row(options, { is: 'ready', ...readyData(options, held) }, ['pause', 'moveFirst', 'cancel']);

export const downloading = (options: RowOptions, held: Counters | null = null): JobView =>
  row(options, { is: 'downloading', ...readyData(options, held) }, ['pause', 'cancel']);

/** A document of the user's own, which needs no preparation. */
export function downloadingDocument(options: RowOptions): JobView {
  const content: ContentRef = { documentId: options.id, name: options.name };
  const source: Source = { from: 'content', content };
  return row(options, { is: 'downloading', source, counters: null, expiresAt: null }, ['pause', 'cancel']);
}

export const verifying = (options: RowOptions, held: Counters | null = null): JobView =>
  row(options, { is: 'verifying', ...readyData(options, held) }, ['cancel']);

const resumeAt = (options: RowOptions, step: ResumePoint['step'], held: Counters | null): ResumePoint =>
  step === 'queued'
    ? { step }
    : step === 'preparing'
      ? { step, prepared: prepared(options.id) }
      : { step, ...readyData(options, held) };

export const paused = (
  options: RowOptions,
  step: ResumePoint['step'] = 'ready',
  held: Counters | null = null,
): JobView => row(options, { is: 'paused', resume: resumeAt(options, step, held) }, ['resume', 'cancel']);

export const failed = (
  options: RowOptions,
  failure: Failure,
  step: ResumePoint['step'] = 'queued',
): JobView =>
  row(
    options,
    { is: 'failed', failure, resume: resumeAt(options, step, null) },
    step === 'preparing' ? ['keepWaiting', 'askAgain', 'remove'] : ['retry', 'askAgain', 'remove'],
  );

export const expired = (options: RowOptions): JobView =>
  row(options, { is: 'expired' }, ['askAgain', 'remove']);

export const cancelled = (options: RowOptions): JobView => row(options, { is: 'cancelled' }, ['remove']);

export const split = (options: RowOptions, parts: number, why?: 'chosen' | 'limit'): JobView =>
  row(
    options,
    {
      is: 'split',
      children: Array.from({ length: parts }, (_, index) => `${options.id}-${index}`),
      ...(why && { why }),
    },
    ['remove'],
  );

export const saved = (options: RowOptions & { size: number }, warnings: string[] = []): JobView =>
  row(
    options,
    {
      is: 'saved',
      folder: options.folder ?? '/home/alice/Downloads/Ferry',
      fileName: options.name,
      size: options.size,
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      warnings,
    },
    ['open', 'reveal', 'remove'],
  );

/** How far a preparation is. */
export const preparingProgress = (
  jobId: string,
  now: number,
  held: Counters,
  options: { word?: string; minutes?: number; nextPollIn?: number; usualMinutes?: number } = {},
): Progress => ({
  phase: 'preparing',
  jobId,
  counters: held,
  word: options.word ?? 'IN_PROGRESS',
  nextPollAt: options.nextPollIn === undefined ? null : now + options.nextPollIn,
  since: now - (options.minutes ?? 6) * minute,
  usually: options.usualMinutes === undefined ? null : options.usualMinutes * minute,
});

/** How far a transfer is. */
export const downloadProgress = (
  jobId: string,
  bytes: number,
  total: number | null,
  rate: number,
): Progress => ({
  phase: 'downloading',
  jobId,
  bytes,
  total,
  rate,
  secondsLeft: total === null || rate === 0 ? null : Math.round((total - bytes) / rate),
});
