import type { Failure, RefusedItem } from '../failures/failure.ts';
import type {
  ContentRef,
  Counters,
  Job,
  JobState,
  PreparedId,
  RemovalMark,
  ResumePoint,
  Source,
} from './job.ts';
import type { JobRequest } from '../kinds/kind-table.ts';
import { stateOf } from './job-states.ts';
import type { Work } from './job-states.ts';
import type { Phrase, Words } from '../language/words.ts';

/* The words of the job machine, and the one way to move a job from state to state. The rules are in job-machine.ts. */

/** As whom a server was asked, and what it was then; left out where its connection is gone. */
interface AskedAs {
  account: string | null;
  server?: { name: string; address: string; version: string | null };
}

/** What is left of a request without what the server refuses, and what it is called then. */
export interface Rest {
  request: JobRequest;
  name: Words;
  fileName?: string;
}

/** News for a job. Those with a `run` come from work in flight and are dropped when the job has moved on. */
export type JobEvent =
  | { type: 'slotFree' }
  | ({ type: 'accepted'; run: number; prepared: PreparedId; name: string | null } & AskedAs)
  | ({ type: 'acceptedReady'; run: number; content: ContentRef } & AskedAs)
  | { type: 'answerLost'; run: number; failure: Failure }
  | {
      type: 'becameReady';
      run: number;
      counters: Counters | null;
      expiresAt: number | null;
      name: string | null;
    }
  /** Which things the server refuses; `rest` is null where nothing else was asked for. */
  | { type: 'sifted'; run: number; refused: RefusedItem[]; rest: Rest | null }
  | { type: 'tooLarge'; run: number; limit: number; size: number }
  | {
      type: 'planned';
      run: number;
      children: { id: string; request: JobRequest; name: Words; fileName?: string }[];
    }
  /** Bytes came: what failed before no longer counts. */
  | { type: 'progressed'; run: number }
  /** It needn't be fetched: the file of its name is what the server has. */
  | { type: 'unchanged'; run: number; folder: string; fileName: string; size: number; sha256: string }
  | { type: 'finished'; run: number; name: string | null }
  | {
      type: 'proven';
      run: number;
      /** By a filing rule: folders inside the job's own, outermost first. */
      folders: string[];
      name: string;
      size: number;
      sha256: string;
      inode: string;
      /** The server announced the length; else only the zip's own directory proves that it is whole. */
      isAnnounced: boolean;
      warnings: Words[];
    }
  /** `keepPart`: what comes before the damage is still good, and the part was cut to it. */
  | { type: 'corrupt'; run: number; reason: Phrase; keepPart?: boolean }
  | { type: 'stored'; run: number; folder: string; fileName: string; warnings: Words[] }
  | { type: 'failed'; run: number; failure: Failure }
  /** A saved zip was compared with the server's listing: so many files aren't in it, so many have another size. */
  | { type: 'compared'; missing: number; otherSize: number }
  /** A saved file was found where the user has moved it. */
  | { type: 'located'; folder: string; fileName: string }
  /** There was another event, but a row can't hold it. `prepared`: what the server prepared, so that it isn't left there. */
  | { type: 'unsavable'; run: number; failure: Failure; prepared: PreparedId | null }
  | { type: 'gone'; run: number }
  | { type: 'pause' }
  | { type: 'resume' }
  | { type: 'retry' }
  | { type: 'askAgain' }
  /** Without what the server refused. */
  | { type: 'leaveOut'; rest: Rest }
  | { type: 'cancel' }
  /** Another folder; what was fetched is fetched again. */
  | { type: 'moveTo'; folder: string }
  /** Its row is to be removed, unless that is undone in time. */
  | { type: 'remove'; removal: Omit<RemovalMark, 'resumes'> }
  | { type: 'takeBack' }
  /** The program starts and finds the job as it was left, since when there was none, where that is known. */
  | { type: 'recovered'; closedSince: number | null };

/** What has to be done outside next. `run` comes back with its outcome as an event. */
export type JobEffect =
  | { type: Work; jobId: string; run: number }
  /** End whatever is in flight for the job. */
  | { type: 'stop'; jobId: string }
  | { type: 'discardPart'; jobId: string }
  /** Leave nothing on the server: delete what was prepared, after cancelling it where it may still be at work. */
  | { type: 'tidy'; jobId: string; connectionId: string; prepared: PreparedId; how: 'cancel' | 'delete' };

/** What a step changes: whole rows to save in one transaction, then the effects to run. Empty when nothing applies. */
export interface Step {
  changes: Job[];
  effects: JobEffect[];
}

/** What an event does that doesn’t fit. */
export const nothing: Step = { changes: [], effects: [] };

/** What the machine may know of the outside. */
export interface StepContext {
  /** Milliseconds since 1970. */
  now: number;
  /** 0 to 1, for jitter. */
  random: () => number;
  /** How often a job may be asked again by itself after it expired on the server. */
  askAgainAtMost: number;
  /** What a server refuses of a request is left out by itself. */
  leaveOutRefused: boolean;
}

/** The work that begins when a job enters its state. */
export function workOf(job: Job): JobEffect[] {
  const { work } = stateOf(job);
  return work ? [{ type: work, jobId: job.id, run: job.run }] : [];
}

/** Moves a job into a state under a new run, ends the old state's work and begins the new one's. */
export function enter(job: Job, state: JobState, context: StepContext, more: JobEffect[] = []): Step {
  const next: Job = { ...job, state, run: job.run + 1, changedAt: context.now };
  const stop: JobEffect[] = stateOf(job).work ? [{ type: 'stop', jobId: job.id }] : [];
  return { changes: [next], effects: [...stop, ...more, ...workOf(next)] };
}

/** What failed before no longer counts. */
export function fresh(job: Job): Job {
  return { ...job, attempt: 0, retryAt: null, lastFailure: null };
}

/** The effect that leaves nothing of a job on its server. */
export function tidy(job: Job, prepared: PreparedId, how: 'cancel' | 'delete'): JobEffect {
  return { type: 'tidy', jobId: job.id, connectionId: job.connectionId, prepared, how };
}

/** What the server holds for a job, if anything. */
export function preparedOf(state: JobState): PreparedId | null {
  const point = 'resume' in state ? state.resume : null;
  if (point)
    return point.step === 'preparing'
      ? point.prepared
      : point.step === 'ready'
        ? preparedIn(point.source)
        : null;
  if ('prepared' in state) return state.prepared;
  return 'source' in state ? preparedIn(state.source) : null;
}

/** The prepared thing in a source; null for the user's own document. */
export function preparedIn(source: Source): PreparedId | null {
  return source.from === 'prepared' ? source.prepared : null;
}

/** Where a job in this state goes on after a pause or a failure. */
export function resumePoint(state: JobState): ResumePoint {
  if (state.is === 'preparing') return { step: 'preparing', prepared: state.prepared };
  if ('source' in state)
    return { step: 'ready', source: state.source, counters: state.counters, expiresAt: state.expiresAt };
  if ('resume' in state) return state.resume;
  return { step: 'queued' };
}

/** The state in which a job goes on from a resume point. */
export function resumed(point: ResumePoint): JobState {
  if (point.step === 'queued') return { is: 'queued' };
  if (point.step === 'preparing') return { is: 'preparing', prepared: point.prepared };
  return { is: 'ready', source: point.source, counters: point.counters, expiresAt: point.expiresAt };
}
