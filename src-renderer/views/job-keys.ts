import type { JobAction, JobView } from '../../src-shared/job-view.ts';
import type { AppState } from '../state/app.svelte.ts';
import { offersOf } from '../words/offers.ts';
import { runOffer } from './run-offer.ts';

/**
 * What a key does to the row that has the focus. Enter: open the file, else the details. Space: pause or resume.
 * Delete (Backspace on a Mac): cancel, or remove what is over from the list.
 */
export function jobKey(app: AppState, job: JobView, event: KeyboardEvent): void {
  const firstOf = (...actions: JobAction[]): boolean => {
    const offer = offersOf(job).find(
      (candidate) => candidate.kind === 'act' && actions.includes(candidate.action),
    );
    if (offer && !app.isGone) runOffer(app, job, offer);
    return offer !== undefined;
  };
  switch (event.key) {
    case 'Enter':
      event.preventDefault();
      if (!firstOf('open')) app.ui.showDetails(job.id);
      return;
    case ' ':
      event.preventDefault();
      firstOf('pause', 'resume');
      return;
    case 'Delete':
    case 'Backspace':
      event.preventDefault();
      firstOf('cancel', 'remove');
  }
}
