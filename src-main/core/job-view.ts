import type { Job } from '../../src-shared/job/job.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { JobAction, JobView, Progress } from '../../src-shared/job/job-view.ts';
import type { Words } from '../../src-shared/language/words.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';

/** What a row needs besides the job itself. */
export interface ViewContext {
  connectionName: Words;
  /** What the download is called that was split into this one and others. */
  groupName: Words | null;
  waitingFor: WaitingFor | null;
  progress: Progress | null;
  /** The host can open and show files. */
  canOpen: boolean;
  /** Says it in the host's language. */
  say: (words: Words) => string;
}

/** The row that screens show for a job. */
export function viewOf(job: Job, context: ViewContext): JobView {
  const { state } = job;
  const { id, connectionId, name, request, account, folder, createdAt, changedAt, order } = job;
  const expires = 'expiresAt' in state ? state.expiresAt : null;
  const groupName = job.parentId === null ? null : (context.groupName ?? name);
  const { connectionName, say } = context;
  return {
    id,
    connectionId,
    connectionName: say(connectionName),
    kind: request.kind,
    name: say(name),
    ...ownNamesOf({ name, connectionName, group: groupName }),
    asked: kindOf(request.kind).asked(request),
    account,
    group: job.parentId === null || groupName === null ? null : { id: job.parentId, name: say(groupName) },
    folder,
    ...(job.subfolders && { subfolders: job.subfolders }),
    createdAt,
    changedAt,
    order,
    priority: job.priority,
    state: shownState(state),
    waitingFor: context.waitingFor,
    size: sizeOf(job, context.progress),
    expiresAt: expires,
    actions: actionsOf(job, context),
  };
}

/** So many refused things go out with a row; thousands would be sent with each change. */
const mostRefusedShown = 20;

function shownState(state: Job['state']): Job['state'] {
  if (state.is !== 'failed' || !state.failure.refused) return state;
  const { items, ...refused } = state.failure.refused;
  return {
    ...state,
    failure: { ...state.failure, refused: { ...refused, items: items.slice(0, mostRefusedShown) } },
  };
}

function ownNamesOf(
  names: Record<keyof NonNullable<JobView['ownNames']>, Words | null>,
): Pick<JobView, 'ownNames'> {
  const own = Object.entries(names).filter(([, words]) => words !== null && typeof words !== 'string');
  return own.length === 0 ? {} : { ownNames: Object.fromEntries(own) };
}

function sizeOf(job: Job, progress: Progress | null): number | null {
  if (job.state.is === 'saved' || job.state.is === 'publishing') return job.state.size;
  return progress?.phase === 'downloading' || progress?.phase === 'verifying' ? progress.total : null;
}

/** What may be done to a job now, the likeliest first. */
export function actionsOf(job: Job, context: Pick<ViewContext, 'canOpen' | 'waitingFor'>): JobAction[] {
  const actions: JobAction[] = [];
  switch (job.state.is) {
    case 'queued':
    case 'ready':
      if (job.retryAt !== null) actions.push('retry');
      actions.push('pause', 'moveFirst', 'cancel');
      break;
    case 'preparing':
      if (job.retryAt !== null) actions.push('retry');
      actions.push('pause');
      if (context.waitingFor?.for === 'progress') actions.push('askAgain');
      actions.push('cancel');
      break;
    case 'asking':
      if (job.state.wish === 'go') actions.push('pause');
      if (job.state.wish === 'pause') actions.push('resume');
      if (job.state.wish !== 'cancel') actions.push('cancel');
      break;
    case 'downloading':
      actions.push('pause', 'cancel');
      break;
    case 'sifting':
    case 'planning':
    case 'verifying':
      actions.push('cancel');
      break;
    case 'paused':
      actions.push('resume', 'cancel');
      break;
    case 'unsure':
    case 'expired':
      actions.push('askAgain', 'remove');
      break;
    case 'failed': {
      const { refused } = job.state.failure;
      if (refused && refused.count < refused.asked) actions.push('downloadRest');
      actions.push(job.state.resume.step === 'preparing' ? 'keepWaiting' : 'retry');
      // Where nothing was prepared, trying again is asking again.
      if (job.state.resume.step !== 'queued') actions.push('askAgain');
      actions.push('remove');
      break;
    }
    case 'saved':
      if (context.canOpen) actions.push('open', 'reveal');
      actions.push('again', 'remove');
      break;
    case 'cancelled':
      actions.push('again', 'remove');
      break;
    case 'split':
      actions.push('remove');
      break;
    case 'publishing':
      break;
  }
  return actions;
}
