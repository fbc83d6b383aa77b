import type { Failure } from './failure.ts';
import { policyOf } from './failure.ts';
import type { Job, JobRequest, JobState, Source } from './job.ts';
import {
  enter,
  fresh,
  preparedIn,
  preparedOf,
  resumePoint,
  resumed,
  tidy,
  workOf,
  working,
} from './job-step.ts';
import type { JobEffect, JobEvent, Step, StepContext } from './job-step.ts';

/*
 * queued -slotFree-> asking -accepted-> preparing -becameReady-> ready -slotFree-> downloading
 *                                               -finished-> verifying -proven-> publishing -stored-> saved
 *   asking -acceptedReady-> ready                       (a single file needs no preparation)
 *   asking -answerLost-> unsure -askAgain-> queued      (never asked twice by itself)
 *   preparing -tooLarge-> planning -planned-> split     (its children are queued in the same transaction)
 *   verifying -corrupt-> ready                          (part dropped; at most twice, then failed)
 *   queued|preparing|ready|downloading -pause-> paused -resume-> queued, preparing or ready
 *   any step that works -failed-> the same step later (retryAt), or failed -retry-> queued, preparing or ready
 *   preparing|ready|downloading|paused -gone-> expired -askAgain-> queued
 *   preparing|ready|downloading -gone-> queued          (asked again by itself, as often as the settings say)
 *   failed|preparing -askAgain-> queued                 (what the server still holds is cancelled)
 *   downloading|verifying|publishing -moveTo-> ready    (another folder: fetched again)
 *   everything that is neither final nor publishing -cancel-> cancelled
 *
 * While `asking`, pause and cancel are kept as a wish until the answer is there. The edges are printed
 * and checked by tests/unit/job-graph.test.ts.
 */

/** Tries without progress before a job is given to the user. */
export const mostAttempts = 8;
/** How often a file may prove corrupt before the job fails. */
export const mostCorruptions = 2;
const firstBackoff = 2_000;
/** Between two tries of anything, also after a gate: whatever goes wrong, it never goes wrong in a tight loop. */
const shortestWait = 1_000;
/** The longest pause between two tries that no server asked for. Milliseconds. */
export const slowestBackoff = 300_000;

const nothing: Step = { changes: [], effects: [] };

/**
 * The whole life of a job, pure: the same job, event and context always give the same step.
 * An event that doesn't fit the state, or belongs to an older run, changes nothing.
 */
export function step(job: Job, event: JobEvent, context: StepContext): Step {
  if ('run' in event && event.run !== job.run) return late(job, event, context);
  switch (event.type) {
    case 'slotFree':
      if (job.state.is === 'queued') return enter(job, { is: 'asking', wish: 'go' }, context);
      if (job.state.is === 'ready') return enter(job, { ...job.state, is: 'downloading' }, context);
      return nothing;
    case 'accepted':
    case 'acceptedReady':
      return answered(job, event, context);
    case 'answerLost':
      if (job.state.is !== 'asking') return nothing;
      if (job.state.wish === 'cancel') return enter(job, { is: 'cancelled' }, context);
      return enter({ ...job, lastFailure: event.failure }, { is: 'unsure' }, context);
    case 'becameReady': {
      if (job.state.is !== 'preparing') return nothing;
      const source: Source = { from: 'prepared', prepared: job.state.prepared };
      const ready: JobState = { is: 'ready', source, counters: event.counters, expiresAt: event.expiresAt };
      return enter(fresh({ ...job, name: event.name ?? job.name }), ready, context);
    }
    case 'tooLarge': {
      if (job.state.is !== 'preparing') return nothing;
      const { prepared } = job.state;
      return enter(job, { is: 'planning', prepared, limit: event.limit, size: event.size }, context);
    }
    case 'planned':
      return split(job, event.children, context);
    case 'progressed':
      if (job.attempt === 0 && job.lastFailure === null) return nothing;
      return { changes: [{ ...fresh(job), changedAt: context.now }], effects: [] };
    case 'finished':
      if (job.state.is !== 'downloading') return nothing;
      return enter(
        fresh({ ...job, name: event.name ?? job.name }),
        { ...job.state, is: 'verifying' },
        context,
      );
    case 'corrupt':
      return corrupted(job, event, context);
    case 'proven': {
      if (job.state.is !== 'verifying') return nothing;
      const { folders, name, size, sha256, inode, warnings } = event;
      return enter(
        fresh(job),
        { ...job.state, is: 'publishing', folders, name, size, sha256, inode, warnings },
        context,
      );
    }
    case 'stored':
      return stored(job, event, context);
    case 'failed':
      return failed(job, event.failure, context);
    case 'gone':
      return gone(job, context);
    case 'pause':
      return pause(job, context);
    case 'resume':
      if (job.state.is !== 'paused') return nothing;
      return enter(fresh(job), resumed(job.state.resume), context);
    case 'retry':
      if (job.state.is === 'failed')
        return enter({ ...fresh(job), corruptions: 0 }, resumed(job.state.resume), context);
      if (job.retryAt === null) return nothing;
      if (working.has(job.state.is)) return enter({ ...job, retryAt: null }, job.state, context);
      return { changes: [{ ...job, retryAt: null, changedAt: context.now }], effects: [] };
    case 'askAgain':
      return askAgain(job, context);
    case 'cancel':
      return cancel(job, context);
    case 'moveTo':
      return moveTo(job, event.folder, context);
    case 'recovered':
      return recovered(job, context);
  }
}

/** The server's answer to a create, with what the user wished meanwhile. */
function answered(
  job: Job,
  event: Extract<JobEvent, { type: 'accepted' | 'acceptedReady' }>,
  context: StepContext,
): Step {
  const wish = job.state.is === 'asking' ? job.state.wish : 'go';
  if (job.state.is !== 'asking' && job.state.is !== 'unsure' && job.state.is !== 'queued') return nothing;
  const known = fresh({ ...job, account: event.account });
  if (event.type === 'acceptedReady') {
    const source: Source = { from: 'content', content: event.content };
    const named = { ...known, name: event.content.name || job.name };
    if (wish === 'cancel') return enter(named, { is: 'cancelled' }, context);
    const ready = { source, counters: null, expiresAt: null };
    if (wish === 'pause') return enter(named, { is: 'paused', resume: { step: 'ready', ...ready } }, context);
    return enter(named, { is: 'ready', ...ready }, context);
  }
  const { prepared } = event;
  const named = { ...known, name: event.name ?? job.name };
  if (wish === 'cancel') return enter(named, { is: 'cancelled' }, context, [tidy(job, prepared, 'cancel')]);
  if (wish === 'pause')
    return enter(named, { is: 'paused', resume: { step: 'preparing', prepared } }, context);
  return enter(named, { is: 'preparing', prepared }, context);
}

/** News of an older run: dropped, but what a server prepared is adopted where it is still wanted, else tidied away. */
function late(job: Job, event: JobEvent, context: StepContext): Step {
  if (event.type !== 'accepted') return nothing;
  if (job.state.is === 'unsure' || job.state.is === 'queued') return answered(job, event, context);
  if (preparedOf(job.state) === event.prepared) return nothing;
  return { changes: [], effects: [tidy(job, event.prepared, 'cancel')] };
}

function split(
  job: Job,
  children: { id: string; request: JobRequest; name: string }[],
  context: StepContext,
): Step {
  if (job.state.is !== 'planning') return nothing;
  const { prepared } = job.state;
  const parent = enter(fresh(job), { is: 'split', children: children.map((child) => child.id) }, context, [
    tidy(job, prepared, 'delete'),
  ]);
  const queued = children.map((child, index): Job => ({
    ...fresh(job),
    ...child,
    parentId: job.id,
    createdAt: context.now,
    changedAt: context.now,
    // Right behind the parent's own place, in the order of the plan.
    order: job.order + (index + 1) / (children.length + 1),
    run: 0,
    corruptions: 0,
    state: { is: 'queued' },
  }));
  return { changes: [...parent.changes, ...queued], effects: parent.effects };
}

function corrupted(job: Job, event: Extract<JobEvent, { type: 'corrupt' }>, context: StepContext): Step {
  if (job.state.is !== 'verifying') return nothing;
  const corruptions = job.corruptions + 1;
  const failure: Failure = { kind: 'corrupt', detail: event.reason };
  const drop: JobEffect[] = event.keepPart ? [] : [{ type: 'discardPart', jobId: job.id }];
  const again = resumePoint(job.state);
  if (corruptions > mostCorruptions)
    return enter({ ...fresh(job), corruptions }, { is: 'failed', failure, resume: again }, context, drop);
  return enter({ ...job, corruptions, lastFailure: failure }, resumed(again), context, drop);
}

function stored(job: Job, event: Extract<JobEvent, { type: 'stored' }>, context: StepContext): Step {
  if (job.state.is !== 'publishing') return nothing;
  const { size, sha256, source } = job.state;
  const prepared = preparedIn(source);
  const saved: JobState = {
    is: 'saved',
    folder: event.folder,
    fileName: event.fileName,
    size,
    sha256,
    warnings: [...job.state.warnings, ...event.warnings],
  };
  return enter(
    fresh({ ...job, name: event.fileName }),
    saved,
    context,
    prepared ? [tidy(job, prepared, 'delete')] : [],
  );
}

/** The same step later, or to the user: by the failure's policy. */
function failed(job: Job, failure: Failure, context: StepContext): Step {
  if (!working.has(job.state.is)) return nothing;
  if (job.state.is === 'asking' && job.state.wish === 'cancel')
    return enter(job, { is: 'cancelled' }, context);
  const resume = resumePoint(job.state);
  const { retry } = policyOf(failure.kind);
  // A gate says when to go on, so nothing is counted.
  const attempt = retry === 'gate' ? job.attempt : job.attempt + 1;
  if (retry === 'never' || (retry === 'auto' && attempt >= mostAttempts)) {
    const drop: JobEffect[] = job.state.is === 'planning' ? [tidy(job, job.state.prepared, 'delete')] : [];
    return enter({ ...fresh(job), attempt: 0 }, { is: 'failed', failure, resume }, context, drop);
  }
  const retryAt = context.now + (retry === 'gate' ? shortestWait : backoff(attempt, failure, context));
  const waiting = { ...job, attempt, retryAt, lastFailure: failure };
  if (job.state.is === 'asking' && job.state.wish === 'pause')
    return enter(fresh(job), { is: 'paused', resume }, context);
  return enter(
    waiting,
    job.state.is === 'planning' || job.state.is === 'publishing' ? job.state : resumed(resume),
    context,
  );
}

/**
 * Milliseconds to wait before try number `attempt` + 1: doubling, capped, with full jitter. A server that wants more
 * time gets it; one that wants less is still not asked without end.
 */
function backoff(attempt: number, failure: Failure, context: StepContext): number {
  const ceiling = Math.min(slowestBackoff, firstBackoff * 2 ** (attempt - 1));
  const wish = (failure.retryAfter ?? 0) * 1000;
  return Math.max(wish, shortestWait, wish > 0 ? 0 : ceiling * context.random());
}

function gone(job: Job, context: StepContext): Step {
  const { state } = job;
  const mayExpire =
    state.is === 'preparing' || state.is === 'ready' || state.is === 'downloading' || state.is === 'paused';
  if (!mayExpire) return nothing;
  // What was prepared can be prepared again; a document of the user's that is gone stays gone.
  if (preparedOf(state) !== null && state.is !== 'paused' && job.askedAgain < context.askAgainAtMost)
    return enter({ ...fresh(job), askedAgain: job.askedAgain + 1 }, { is: 'queued' }, context, [
      { type: 'discardPart', jobId: job.id },
    ]);
  return enter(fresh(job), { is: 'expired' }, context, [{ type: 'discardPart', jobId: job.id }]);
}

function pause(job: Job, context: StepContext): Step {
  const { state } = job;
  if (state.is === 'asking') {
    if (state.wish !== 'go') return nothing;
    return { changes: [{ ...job, state: { ...state, wish: 'pause' }, changedAt: context.now }], effects: [] };
  }
  const mayPause =
    state.is === 'queued' || state.is === 'preparing' || state.is === 'ready' || state.is === 'downloading';
  if (!mayPause) return nothing;
  return enter(fresh(job), { is: 'paused', resume: resumePoint(state) }, context);
}

function askAgain(job: Job, context: StepContext): Step {
  const { state } = job;
  const mayAsk =
    state.is === 'unsure' || state.is === 'expired' || state.is === 'failed' || state.is === 'preparing';
  if (!mayAsk) return nothing;
  const prepared = preparedOf(state);
  const more: JobEffect[] = [{ type: 'discardPart', jobId: job.id }];
  if (prepared) more.push(tidy(job, prepared, 'cancel'));
  return enter({ ...fresh(job), corruptions: 0, askedAgain: 0 }, { is: 'queued' }, context, more);
}

/** What was fetched lies in the old folder, maybe on a drive that is away or full: it is fetched again. */
function moveTo(job: Job, folder: string, context: StepContext): Step {
  const { state } = job;
  const isSettled = state.is === 'saved' || state.is === 'split' || state.is === 'cancelled';
  // A publish at work is about to give the name; one that waits for its folder isn't.
  if (isSettled || folder === job.folder || (state.is === 'publishing' && job.lastFailure === null))
    return nothing;
  const moved = { ...job, folder };
  const hasPart = state.is === 'downloading' || state.is === 'verifying' || state.is === 'publishing';
  if (hasPart)
    return enter(fresh(moved), resumed(resumePoint(state)), context, [
      { type: 'discardPart', jobId: job.id },
    ]);
  return {
    changes: [{ ...moved, changedAt: context.now }],
    effects: [{ type: 'discardPart', jobId: job.id }],
  };
}

function cancel(job: Job, context: StepContext): Step {
  const { state } = job;
  if (state.is === 'asking') {
    if (state.wish === 'cancel') return nothing;
    return {
      changes: [{ ...job, state: { ...state, wish: 'cancel' }, changedAt: context.now }],
      effects: [],
    };
  }
  if (state.is === 'publishing' || state.is === 'saved' || state.is === 'split' || state.is === 'cancelled')
    return nothing;
  const prepared = preparedOf(state);
  const more: JobEffect[] = [{ type: 'discardPart', jobId: job.id }];
  if (prepared) more.push(tidy(job, prepared, 'cancel'));
  return enter(fresh(job), { is: 'cancelled' }, context, more);
}

/** What was in flight when the program ended can't be anymore: each state says how it goes on. */
function recovered(job: Job, context: StepContext): Step {
  const { state } = job;
  switch (state.is) {
    case 'asking':
      // The request may or may not have gone out: asking again could prepare it twice.
      return {
        changes: [
          {
            ...job,
            state: state.wish === 'cancel' ? { is: 'cancelled' } : { is: 'unsure' },
            run: job.run + 1,
            changedAt: context.now,
          },
        ],
        effects: [],
      };
    case 'downloading':
      return {
        changes: [{ ...job, state: { ...state, is: 'ready' }, run: job.run + 1, changedAt: context.now }],
        effects: [],
      };
    case 'preparing':
    case 'planning':
    case 'verifying':
    case 'publishing': {
      const next = { ...job, run: job.run + 1, changedAt: context.now };
      return { changes: [next], effects: workOf(next) };
    }
    default:
      return nothing;
  }
}
