import type { JobAction, JobView } from '../../../src-shared/job/job-view.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { actionsFor } from '../../presentation/actions.ts';
import { removeRows, runUserAction } from './run-action.ts';
import { isShortcut } from '../../presentation/shortcuts.ts';

/** Runs the first of these actions that the job has; false where it has none. */
function runFirst(app: AppState, job: JobView, ...actions: JobAction[]): boolean {
  const userAction = actionsFor(job, app.savedFiles.presenceOf(job)).find(
    (candidate) => candidate.kind === 'act' && actions.includes(candidate.action),
  );
  if (userAction && !app.isGone) runUserAction(app, job, userAction);
  return userAction !== undefined;
}

/** Opens the job's file where there is one that can be opened, else its details: by Enter or a double click. */
export function openJob(app: AppState, job: JobView): void {
  if (!runFirst(app, job, 'open')) app.ui.showDetails(job.id);
}

/**
 * What a key does to the rows that are chosen; `job` is the one with the keyboard. Enter: open the file, else the details.
 * Space: choose the row if it isn't chosen, else pause or resume. Delete (Backspace on a Mac): remove them.
 */
export function jobKey(
  app: AppState,
  job: JobView,
  ids: string[],
  chosen: JobView[],
  event: KeyboardEvent,
): boolean {
  const isChosen = ids.includes(job.id);
  if (isShortcut(event, 'open')) {
    openJob(app, job);
  } else if (isShortcut(event, 'pauseOrResume')) {
    if (!isChosen) app.ui.select(job.id);
    else if (chosen.length < 2) runFirst(app, job, 'pause', 'resume');
    else if (!app.isGone) {
      const canPause = chosen.some(({ actions }) => actions.includes('pause'));
      void app.commands.actOnMany(ids, canPause ? 'pause' : 'resume');
    }
  } else if (isShortcut(event, 'remove')) {
    if (!app.isGone) removeRows(app, isChosen ? ids : [job.id]);
  } else return false;
  event.preventDefault();
  return true;
}
