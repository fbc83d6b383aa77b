import { unpackContents } from '../../zips/zip-contents.ts';
import type { HistoryEnd } from '../../../../src-shared/history/history.ts';
import type { Job } from '../../../../src-shared/job/job.ts';
import { fetchTime, prepareTime } from '../../../../src-shared/job/job-spans.ts';
import { namesIn } from '../../../../src-shared/language/words.ts';
import { kindOf } from '../../../../src-shared/kinds/kind-table.ts';
import type { LogEntry } from '../../../core/ports.ts';

/** The lines about a document that aren't about what is inside it, in their order. */
export const factLines = ['name', 'fileName', 'folder', 'type', 'asked'] as const;

/** Stands between the items of what was asked for. */
export const askedBetween = ' · ';

/** What the index keeps of a final job. */
export interface HistoryDocument {
  jobId: string;
  server: string;
  ending: HistoryEnd;
  state: string;
  /** Milliseconds since 1970. */
  ended: number;
  added: number;
  size: number | null;
  /** The ending of the file's name, in lower case, without its dot; empty where there is none. */
  type: string;
  name: string;
  /** The kind of export that was asked for; null where there are no kinds. */
  asked: string | null;
  /** Milliseconds that the server took, and that the bytes did; null where the log doesn't tell. */
  prepared: number | null;
  fetched: number | null;
  /** Kinds of the failures on the way. */
  setbacks: string[];
  /** One text for each of `factLines`. */
  facts: string[];
  /** Paths in its zip. */
  inside: Iterable<string>;
}

/** What the index keeps of a job, with its log and what is kept of its zip's directory. */
export function documentOf(job: Job, log: readonly LogEntry[], packed: Uint8Array | null): HistoryDocument {
  const { state, request } = job;
  const name = namesIn(job.name);
  const saved = state.is === 'saved' ? state : null;
  const isNoted = saved !== null && saved.warnings.length > 0;
  const ending = isNoted ? 'noted' : (state.is as HistoryEnd);
  const asked = kindOf(request.kind).typeOf(request);
  const type = `${request.kind} ${asked ?? ''}`;
  const isLogged = log.some(({ to }) => to !== '');
  return {
    jobId: job.id,
    server: job.connectionId,
    ending,
    state: state.is,
    ended: job.changedAt,
    added: job.createdAt,
    size: saved?.size ?? null,
    type: typeOf(saved?.fileName ?? ''),
    name,
    asked,
    prepared: isLogged ? prepareTime(log, job.changedAt) : null,
    fetched: isLogged ? fetchTime(log, job.changedAt) : null,
    setbacks: log.flatMap(({ event, detail }) =>
      event === 'failed' ? failureKindOf(detail['failure']) : [],
    ),
    facts: [name, saved?.fileName ?? '', saved?.folder ?? job.folder, type, askedOf(job)],
    inside: packed ? pathsOf(packed) : [],
  };
}

function* pathsOf(packed: Uint8Array): Generator<string> {
  for (const { path } of unpackContents(packed)) yield path;
}

/** The ending of a file's name as a kind of file. */
export function typeOf(fileName: string): string {
  return (/[^.]\.([^.\s]{1,20})$/.exec(fileName)?.[1] ?? '').toLowerCase();
}

function failureKindOf(failure: unknown): string[] {
  const isFailure = typeof failure === 'object' && failure !== null && 'kind' in failure;
  return isFailure && typeof failure.kind === 'string' ? [failure.kind] : [];
}

/** So many of the requested items are looked through. */
const mostAsked = 1000;

/** Names and paths of the requested items, as they were then. */
function askedOf({ request }: Job): string {
  return kindOf(request.kind).pathsOf(request).slice(0, mostAsked).join(askedBetween);
}
