import type { Job, RemovalMark } from './job.ts';
import { enter, fresh, nothing, preparedOf, resumePoint, resumed, tidy } from './job-events.ts';
import { isFinal, stateOf } from './job-states.ts';
import type { RefusedItem } from '../failures/failure.ts';
import type { JobEffect, Rest, Step, StepContext } from './job-events.ts';

/* What a job does when the user wants something of it; a part of job-machine.ts. */

/** Nothing goes on until it is resumed; what is on its way to the server is awaited first. */
export function pause(job: Job, context: StepContext): Step {
  const { state } = job;
  if (state.is === 'asking') {
    if (state.wish !== 'go') return nothing;
    return { changes: [{ ...job, state: { ...state, wish: 'pause' }, changedAt: context.now }], effects: [] };
  }
  if (!stateOf(job).canPause) return nothing;
  return enter(fresh(job), { is: 'paused', resume: resumePoint(state) }, context);
}

/** Goes on where it was paused; a pause that is only wished for yet is so no longer. */
export function resume(job: Job, context: StepContext): Step {
  const { state } = job;
  if (state.is === 'asking' && state.wish === 'pause')
    return { changes: [{ ...job, state: { ...state, wish: 'go' }, changedAt: context.now }], effects: [] };
  if (state.is !== 'paused') return nothing;
  return enter(fresh(job), resumed(state.resume), context);
}

/** From the beginning, with nothing left of what was. */
export function askAgain(job: Job, context: StepContext): Step {
  const { state } = job;
  if (!stateOf(job).canAskAgain) return nothing;
  const prepared = preparedOf(state);
  const more: JobEffect[] = [{ type: 'discardPart', jobId: job.id }];
  if (prepared) more.push(tidy(job, prepared, 'cancel'));
  return enter({ ...fresh(job), corruptions: 0, askedAgain: 0 }, { is: 'queued' }, context, more);
}

/** A row keeps so many things that were left out. */
const mostLeftOut = 10_000;

/** The same job without what the server refused. */
export function without({ fileName: _whole, ...job }: Job, refused: readonly RefusedItem[], rest: Rest): Job {
  const leftOut = [...(job.leftOut ?? []), ...refused].slice(0, mostLeftOut);
  return { ...fresh(job), corruptions: 0, ...rest, leftOut };
}

/** Asks for the rest of what was refused because of some of its things. */
export function leaveOut(job: Job, rest: Rest, context: StepContext): Step {
  const { state } = job;
  if (state.is !== 'failed' || !state.failure.refused) return nothing;
  return enter(without(job, state.failure.refused.items, rest), { is: 'queued' }, context);
}

/** What was fetched lies in the old folder, maybe on a drive that is away or full: it is fetched again. */
export function moveTo(job: Job, folder: string, context: StepContext): Step {
  const { state } = job;
  // A publish at work is about to give the name; one that waits for its folder isn't.
  if (isFinal(job) || folder === job.folder || (state.is === 'publishing' && job.lastFailure === null))
    return nothing;
  const moved = { ...job, folder };
  if (stateOf(job).holds === 'transfer')
    return enter(fresh(moved), resumed(resumePoint(state)), context, [
      { type: 'discardPart', jobId: job.id },
    ]);
  return {
    changes: [{ ...moved, changedAt: context.now }],
    effects: [{ type: 'discardPart', jobId: job.id }],
  };
}

/** Over for good, and nothing is left on the server or the disk. */
export function cancel(job: Job, context: StepContext): Step {
  const { state } = job;
  if (state.is === 'asking') {
    if (state.wish === 'cancel') return nothing;
    return {
      changes: [{ ...job, state: { ...state, wish: 'cancel' }, changedAt: context.now }],
      effects: [],
    };
  }
  if (!stateOf(job).canCancel) return nothing;
  const prepared = preparedOf(state);
  const more: JobEffect[] = [{ type: 'discardPart', jobId: job.id }];
  if (prepared) more.push(tidy(job, prepared, 'cancel'));
  return enter(fresh(job), { is: 'cancelled' }, context, more);
}

/**
 * Its row is about to go: it is paused where that can be, and stays as it is where not. What is over only leaves the
 * queue's lists, at once, where it was removed from these.
 */
export function markForRemoval(job: Job, mark: Omit<RemovalMark, 'resumes'>, context: StepContext): Step {
  if (job.removal) return nothing;
  if (mark.fromList && !mark.files && isFinal(job))
    return job.unlisted ? nothing : { changes: [{ ...job, unlisted: true }], effects: [] };
  const { changes, effects } = pause(job, context);
  const [paused] = changes;
  return { changes: [{ ...(paused ?? job), removal: { ...mark, resumes: paused !== undefined } }], effects };
}

/** Its row stays after all, as it was before the mark. */
export function takeBack(job: Job, context: StepContext): Step {
  const { removal, ...kept } = job;
  if (!removal) {
    const { unlisted, ...listed } = kept;
    return unlisted ? { changes: [listed], effects: [] } : nothing;
  }
  const went = removal.resumes ? resume(kept, context) : nothing;
  return went === nothing ? { changes: [kept], effects: [] } : went;
}
