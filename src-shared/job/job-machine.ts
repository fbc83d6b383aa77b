import { refusedNames } from '../failures/failure-phrases.ts';
import { phrase } from '../language/phrase.ts';
import type { Words } from '../language/words.ts';
import type { Job, JobState, Source } from './job.ts';
import { corrupted, failed, gone, recovered, sifted, unsavable } from './job-failures.ts';
import { enter, fresh, nothing, preparedIn, preparedOf, resumed, tidy } from './job-events.ts';
import type { JobEffect, JobEvent, Step, StepContext } from './job-events.ts';
import { stateOf } from './job-states.ts';
import {
  askAgain,
  cancel,
  leaveOut,
  markForRemoval,
  moveTo,
  pause,
  resume,
  takeBack,
} from './job-commands.ts';

/*
 * queued -slotFree-> asking -accepted-> preparing -becameReady-> ready -slotFree-> downloading
 *                                               -finished-> verifying -proven-> publishing -stored-> saved
 *   asking -acceptedReady-> ready                       (a single file needs no preparation)
 *   asking -answerLost-> unsure -askAgain-> queued      (never asked twice by itself)
 *   asking -failed-> sifting -sifted-> failed, or queued with the rest   (one of several things was refused)
 *   failed -leaveOut-> queued                           (with the rest)
 *   preparing -tooLarge-> planning -planned-> split     (its children are queued in the same transaction)
 *   downloading -unchanged-> saved                      (the file of its name is what the server has)
 *   verifying -corrupt-> ready                          (part dropped; at most twice, then failed)
 *   any step that works -unsavable-> failed             (what came can't be kept; what was prepared is tidied away)
 *   queued|preparing|ready|downloading -pause-> paused -resume-> queued, preparing or ready
 *   saved -compared-> saved                             (what the server's listing has and the file hasn't is noted)
 *   saved -located-> saved                              (the user has moved the file)
 *   any step that works -failed-> the same step later (retryAt), or failed -retry-> queued, preparing or ready
 *   preparing|ready|downloading|paused -gone-> expired -askAgain-> queued
 *   preparing|ready|downloading -gone-> queued          (asked again by itself, as often as the settings say)
 *   failed|preparing -askAgain-> queued                 (what the server still holds is cancelled)
 *   downloading|verifying|publishing -moveTo-> ready    (another folder: fetched again)
 *   everything that is neither final nor publishing -cancel-> cancelled
 *
 * A row that is about to be removed is paused where that can be, and nobody's wish but to cancel it or to take that back
 * touches it.
 *
 * While `asking`, pause and cancel are kept as a wish until the answer is there; resume takes back the wish to pause. The
 * edges are printed and checked by tests/unit/job-graph.test.ts. What goes wrong is decided in job-failures.ts, what the
 * user wants in job-commands.ts.
 */

/** What a row that is about to be removed has no part in. */
const goesOn: ReadonlySet<JobEvent['type']> = new Set([
  'slotFree',
  'pause',
  'resume',
  'retry',
  'askAgain',
  'leaveOut',
  'moveTo',
]);

/**
 * The whole life of a job, pure: the same job, event and context always give the same step.
 * An event that doesn't fit the state, or belongs to an older run, changes nothing.
 */
export function step(job: Job, event: JobEvent, context: StepContext): Step {
  if ('run' in event && event.run !== job.run) return late(job, event, context);
  if (job.removal && goesOn.has(event.type)) return nothing;
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
      return enter(fresh({ ...job, name: nameOf(job, event.name) }), ready, context);
    }
    case 'tooLarge': {
      if (job.state.is !== 'preparing') return nothing;
      const { prepared } = job.state;
      return enter(job, { is: 'planning', prepared, limit: event.limit, size: event.size }, context);
    }
    case 'sifted':
      return sifted(job, event, context);
    case 'planned':
      return split(job, event.children, context);
    case 'progressed':
      if (job.attempt === 0 && job.lastFailure === null) return nothing;
      return { changes: [{ ...fresh(job), changedAt: context.now }], effects: [] };
    case 'finished':
      if (job.state.is !== 'downloading') return nothing;
      return enter(
        fresh({ ...job, name: nameOf(job, event.name) }),
        { ...job.state, is: 'verifying' },
        context,
      );
    case 'unchanged': {
      if (job.state.is !== 'downloading') return nothing;
      const { folder, fileName, size, sha256 } = event;
      const warnings = [phrase('row.unchanged')];
      const saved: JobState = { is: 'saved', folder, fileName, size, sha256, warnings };
      const drop: JobEffect = { type: 'discardPart', jobId: job.id };
      return enter(fresh({ ...job, name: fileName }), saved, context, [drop]);
    }
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
    case 'compared':
      return compared(job, event);
    case 'located': {
      const { state } = job;
      if (state.is !== 'saved') return nothing;
      const { folder, fileName } = event;
      return { changes: [{ ...job, name: fileName, state: { ...state, folder, fileName } }], effects: [] };
    }
    case 'failed':
      return failed(job, event.failure, context);
    case 'unsavable':
      return unsavable(job, event, context);
    case 'gone':
      return gone(job, context);
    case 'pause':
      return pause(job, context);
    case 'resume':
      return resume(job, context);
    case 'retry':
      if (job.state.is === 'failed')
        return enter({ ...fresh(job), corruptions: 0 }, resumed(job.state.resume), context);
      if (job.retryAt === null) return nothing;
      if (stateOf(job).work) return enter({ ...job, retryAt: null }, job.state, context);
      return { changes: [{ ...job, retryAt: null, changedAt: context.now }], effects: [] };
    case 'askAgain':
      return askAgain(job, context);
    case 'leaveOut':
      return leaveOut(job, event.rest, context);
    case 'cancel':
      return cancel(job, context);
    case 'moveTo':
      return moveTo(job, event.folder, context);
    case 'remove':
      return markForRemoval(job, event.removal, context);
    case 'takeBack':
      return takeBack(job, context);
    case 'recovered':
      return recovered(job, context);
  }
}

/** What the job is called now: the user's own name for it, else the server's, else what it was called before. */
const nameOf = (job: Job, serversName: string | null): Words => job.fileName ?? (serversName || job.name);

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
    const named = { ...known, name: nameOf(job, event.content.name) };
    if (wish === 'cancel') return enter(named, { is: 'cancelled' }, context);
    const ready = { source, counters: null, expiresAt: null };
    if (wish === 'pause') return enter(named, { is: 'paused', resume: { step: 'ready', ...ready } }, context);
    return enter(named, { is: 'ready', ...ready }, context);
  }
  const { prepared } = event;
  const named = { ...known, name: nameOf(job, event.name) };
  if (wish === 'cancel') return enter(named, { is: 'cancelled' }, context, [tidy(job, prepared, 'cancel')]);
  if (wish === 'pause')
    return enter(named, { is: 'paused', resume: { step: 'preparing', prepared } }, context);
  return enter(named, { is: 'preparing', prepared }, context);
}

/** News of an older run: dropped, but what a server prepared is adopted where it is still wanted, else tidied away. */
function late(job: Job, event: JobEvent, context: StepContext): Step {
  if (event.type === 'accepted' && (job.state.is === 'unsure' || job.state.is === 'queued'))
    return answered(job, event, context);
  if ((event.type !== 'accepted' && event.type !== 'unsavable') || event.prepared === null) return nothing;
  if (preparedOf(job.state) === event.prepared) return nothing;
  return { changes: [], effects: [tidy(job, event.prepared, 'cancel')] };
}

function split(
  job: Job,
  children: Extract<JobEvent, { type: 'planned' }>['children'],
  context: StepContext,
): Step {
  if (job.state.is !== 'planning') return nothing;
  const { prepared } = job.state;
  const ids = children.map((child) => child.id);
  const parent = enter(fresh(job), { is: 'split', children: ids, why: 'limit' }, context, [
    tidy(job, prepared, 'delete'),
  ]);
  const { fileName: _whole, ...common } = fresh(job);
  const queued = children.map((child, index): Job => ({
    ...common,
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
    warnings: [...leftOutWords(job), ...job.state.warnings, ...event.warnings],
  };
  return enter(
    fresh({ ...job, name: event.fileName }),
    saved,
    context,
    prepared ? [tidy(job, prepared, 'delete')] : [],
  );
}

/** Says what isn't in the file because the server refused it. */
function leftOutWords({ leftOut = [] }: Job): Words[] {
  return leftOut.length === 0 ? [] : [phrase('failures.leftOut', { names: refusedNames(leftOut) })];
}

/** The notes that a comparison makes; another one takes their place. */
const comparisonNotes = ['row.missingFiles', 'row.otherSizes'];

/** Nothing of a saved job changes but its notes: it ended when it ended. */
function compared(job: Job, { missing, otherSize }: Extract<JobEvent, { type: 'compared' }>): Step {
  const { state } = job;
  if (state.is !== 'saved') return nothing;
  const warnings = [
    ...state.warnings.filter((words) => typeof words === 'string' || !comparisonNotes.includes(words.name)),
    ...(missing > 0 ? [phrase('row.missingFiles', { count: missing })] : []),
    ...(otherSize > 0 ? [phrase('row.otherSizes', { count: otherSize })] : []),
  ];
  if (JSON.stringify(warnings) === JSON.stringify(state.warnings)) return nothing;
  return { changes: [{ ...job, state: { ...state, warnings } }], effects: [] };
}
