import { explain } from '../../src-shared/failure.ts';
import type { FailureAction } from '../../src-shared/failure.ts';
import type { JobAction, JobView } from '../../src-shared/job-view.ts';
import { waitingWords } from '../../src-shared/waiting.ts';
import { onlyWatches } from './cancel-words.ts';

/** Something the user can do about a job: an action of the job itself, or a way to its server. */
export type Offer =
  | {
      kind: 'act';
      action: JobAction;
      label: string;
      /** A cancel that the server isn’t told of. */
      onlyWatches?: boolean;
    }
  | { kind: 'signIn' | 'editConnection' | 'testConnection'; label: string };

const labels: Record<JobAction, string> = {
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel',
  retry: 'Retry',
  askAgain: 'Ask again',
  again: 'Download again',
  keepWaiting: 'Keep waiting',
  open: 'Open',
  reveal: 'Show in folder',
  moveFirst: 'Move to the front',
  remove: 'Remove from list',
};

const act = (action: JobAction): Offer => ({ kind: 'act', action, label: labels[action] });

/** The way out that a failure or a wait names, when the job or its server has it. */
function wayOut(action: FailureAction, job: JobView): Offer | null {
  const ifPossible = (name: JobAction): Offer | null => (job.actions.includes(name) ? act(name) : null);
  switch (action) {
    case 'sign-in':
      return { kind: 'signIn', label: 'Sign in' };
    case 'edit-connection':
      return { kind: 'editConnection', label: 'Edit server' };
    case 'retry':
      return job.waitingFor?.for === 'connection'
        ? { kind: 'testConnection', label: 'Try now' }
        : ifPossible('retry');
    case 'ask-again':
      return ifPossible('askAgain');
    case 'keep-waiting':
      return ifPossible('keepWaiting');
    case 'choose-folder':
      return ifPossible('retry');
    case 'none':
      return null;
  }
}

/** What to offer for a job, the most useful first. */
export function offersOf(job: JobView): Offer[] {
  const { state } = job;
  const first =
    state.is === 'failed'
      ? wayOut(explain(job.failure ?? state.failure).action, job)
      : job.waitingFor
        ? wayOut(waitingWords(job.waitingFor, 0).action, job)
        : null;
  const rest = job.actions
    .filter((action) => first?.kind !== 'act' || first.action !== action)
    .map((action) =>
      action === 'cancel' && onlyWatches(job)
        ? { ...act(action), label: 'Stop watching', onlyWatches: true }
        : act(action),
    );
  return first ? [first, ...rest] : rest;
}

/** Everything that ends or removes something stands last and apart. */
export function isParting(offer: Offer): boolean {
  return offer.kind === 'act' && (offer.action === 'cancel' || offer.action === 'remove');
}
