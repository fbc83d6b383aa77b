import type { JobAction } from '../../src-shared/job/job-view.ts';
import type { UserAction } from './actions.ts';

/** Whether it takes a row off its list. */
export function isRemoving(userAction: UserAction): boolean {
  return userAction.kind === 'act' && userAction.action === 'remove';
}

/** Whether a download waits for it, or it is what one wants of a finished one: it may be the one main button. */
export function isMain(userAction: UserAction): boolean {
  return userAction.kind !== 'act' || !notMain.has(userAction.action);
}

const notMain: ReadonlySet<JobAction> = new Set(['pause', 'cancel', 'remove', 'moveFirst']);
