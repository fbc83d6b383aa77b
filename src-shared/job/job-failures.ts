import type { Failure } from '../failures/failure.ts';
import { policyOf } from '../failures/failure-table.ts';
import { kindOf } from '../kinds/kind-table.ts';
import type { Job } from './job.ts';
import { without } from './job-commands.ts';
import { enter, fresh, nothing, preparedOf, resumePoint, resumed, tidy, workOf } from './job-events.ts';
import { stateOf } from './job-states.ts';
import type { JobEffect, JobEvent, Step, StepContext } from './job-events.ts';

/* What a job does when something goes wrong; a part of job-machine.ts. */

/** Tries without progress before a job is given to the user. */
export const mostAttempts = 8;
/** How often a file may prove corrupt before the job fails. */
export const mostCorruptions = 2;
/** What a step in these states works on is in the state alone: a later try stays in it. */
const staysWhileWaiting: ReadonlySet<string> = new Set(['sifting', 'planning', 'publishing']);
const firstBackoff = 2_000;
/** Between two tries of anything, also after a gate: whatever goes wrong, it never goes wrong in a tight loop. */
const shortestWait = 1_000;
/** The longest pause between two tries that no server asked for. Milliseconds. */
export const slowestBackoff = 300_000;

/** The file isn’t what the server announced: fetched again, at most so often. */
export function corrupted(
  job: Job,
  event: Extract<JobEvent, { type: 'corrupt' }>,
  context: StepContext,
): Step {
  if (job.state.is !== 'verifying') return nothing;
  const corruptions = job.corruptions + 1;
  const failure: Failure = { kind: 'corrupt', detail: event.reason };
  const drop: JobEffect[] = event.keepPart ? [] : [{ type: 'discardPart', jobId: job.id }];
  const again = resumePoint(job.state);
  if (corruptions > mostCorruptions)
    return enter({ ...fresh(job), corruptions }, { is: 'failed', failure, resume: again }, context, drop);
  return enter({ ...job, corruptions, lastFailure: failure }, resumed(again), context, drop);
}

/** The same step later, or to the user: by the failure's policy. */
export function failed(job: Job, failure: Failure, context: StepContext): Step {
  if (!stateOf(job).work) return nothing;
  if (job.state.is === 'asking' && job.state.wish === 'cancel')
    return enter(job, { is: 'cancelled' }, context);
  const resume = resumePoint(job.state);
  const { retry, ofItem } = policyOf(failure.kind);
  const kind = kindOf(job.request.kind);
  const isOfSeveral = kind.splitting !== null && kind.countOf(job.request) > 1;
  if (ofItem && job.state.is === 'asking' && job.state.wish === 'go' && isOfSeveral)
    return enter(fresh(job), { is: 'sifting', failure }, context);
  // A gate says when to go on, so nothing is counted.
  const attempt = retry === 'gate' ? job.attempt : job.attempt + 1;
  if (retry === 'never' || (retry === 'auto' && attempt >= mostAttempts)) {
    const drop: JobEffect[] = job.state.is === 'planning' ? [tidy(job, job.state.prepared, 'delete')] : [];
    // Which things it is about couldn't be found out: what happened first is still what happened.
    const first = job.state.is === 'sifting' ? job.state.failure : failure;
    return enter({ ...fresh(job), attempt: 0 }, { is: 'failed', failure: first, resume }, context, drop);
  }
  const retryAt = context.now + (retry === 'gate' ? shortestWait : backoff(attempt, failure, context));
  const waiting = { ...job, attempt, retryAt, lastFailure: failure };
  if (job.state.is === 'asking' && job.state.wish === 'pause')
    return enter(fresh(job), { is: 'paused', resume }, context);
  return enter(waiting, staysWhileWaiting.has(job.state.is) ? job.state : resumed(resume), context);
}

/** Which of the things asked for the server refuses: the rest is asked for by itself, or the user decides. */
export function sifted(
  job: Job,
  { refused, rest }: Extract<JobEvent, { type: 'sifted' }>,
  context: StepContext,
): Step {
  if (job.state.is !== 'sifting') return nothing;
  const { failure } = job.state;
  if (rest && refused.length > 0 && context.leaveOutRefused)
    return enter(without(job, refused, rest), { is: 'queued' }, context);
  const about = {
    asked: kindOf(job.request.kind).countOf(job.request),
    count: refused.length,
    items: refused,
  };
  const told = refused.length === 0 ? failure : { ...failure, refused: about };
  return enter(fresh(job), { is: 'failed', failure: told, resume: { step: 'queued' } }, context);
}

/** What came can't be kept in a row, today and with every other try: only the user can go on from there. */
export function unsavable(
  job: Job,
  { failure, prepared }: Extract<JobEvent, { type: 'unsavable' }>,
  context: StepContext,
): Step {
  if (!stateOf(job).work) return nothing;
  const left = prepared ?? (job.state.is === 'planning' ? job.state.prepared : null);
  const more = left === null ? [] : [tidy(job, left, 'cancel')];
  if (job.state.is === 'asking' && job.state.wish === 'cancel')
    return enter(job, { is: 'cancelled' }, context, more);
  return enter(fresh(job), { is: 'failed', failure, resume: resumePoint(job.state) }, context, more);
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

/** The server has thrown it away. */
export function gone(job: Job, context: StepContext): Step {
  const { state } = job;
  if (!stateOf(job).canExpire) return nothing;
  // What was prepared can be prepared again; a document of the user's that is gone stays gone.
  if (preparedOf(state) !== null && state.is !== 'paused' && job.askedAgain < context.askAgainAtMost)
    return enter({ ...fresh(job), askedAgain: job.askedAgain + 1 }, { is: 'queued' }, context, [
      { type: 'discardPart', jobId: job.id },
    ]);
  return enter(fresh(job), { is: 'expired' }, context, [{ type: 'discardPart', jobId: job.id }]);
}

/** What was in flight when the program ended can't be anymore: each state says how it goes on. */
export function recovered(job: Job, context: StepContext): Step {
  const { state } = job;
  const next = { ...job, run: job.run + 1, changedAt: context.now };
  switch (state.is) {
    case 'asking':
      // The request may or may not have gone out: asking again could prepare it twice.
      return {
        changes: [{ ...next, state: state.wish === 'cancel' ? { is: 'cancelled' } : { is: 'unsure' } }],
        effects: [],
      };
    case 'downloading':
      return { changes: [{ ...next, state: { ...state, is: 'ready' } }], effects: [] };
    default:
      return stateOf(job).work ? { changes: [next], effects: workOf(next) } : nothing;
  }
}
