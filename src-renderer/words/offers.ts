import { t } from '../../src-shared/language/index.ts';
import { explain } from '../../src-shared/failures/failure-words.ts';
import type { FailureAction } from '../../src-shared/failures/failure-table.ts';
import type { JobAction, JobView } from '../../src-shared/job/job-view.ts';
import { waitingWords } from '../../src-shared/job/waiting-words.ts';
import { onlyWatches } from './cancel-words.ts';

/** Something the user can do about a job: an action of the job itself, another place for it, or a way to its server. */
export type Offer =
  | {
      kind: 'act';
      action: JobAction;
      label: string;
      /** A cancel that the server isn’t told of. */
      onlyWatches?: boolean;
    }
  | {
      kind: 'signIn' | 'editConnection' | 'testConnection' | 'chooseFolder' | 'changeRequest';
      label: string;
    };

const act = (action: JobAction): Offer => ({ kind: 'act', action, label: t(`queue.offers.${action}`) });

/** The way out that a failure or a wait names, when the job or its server has it. */
function wayOut(action: FailureAction, job: JobView): Offer | null {
  const ifPossible = (name: JobAction): Offer | null => (job.actions.includes(name) ? act(name) : null);
  switch (action) {
    case 'sign-in':
      return { kind: 'signIn', label: t('common.signIn') };
    case 'edit-connection':
      return { kind: 'editConnection', label: t('queue.offers.editServer') };
    case 'retry':
      return job.waitingFor?.for === 'connection'
        ? { kind: 'testConnection', label: t('queue.offers.tryNow') }
        : ifPossible('retry');
    case 'change-request':
      return { kind: 'changeRequest', label: t('queue.offers.changeRequest') };
    case 'ask-again':
      return ifPossible('askAgain');
    case 'keep-waiting':
      return ifPossible('keepWaiting');
    case 'choose-folder':
      return { kind: 'chooseFolder', label: t('queue.offers.chooseFolder') };
    // That is asked where a file is opened.
    case 'open-anyway':
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
  // While its server is waited for, nobody could tell another try of the job from one of the server.
  const offered = first?.kind === 'testConnection' ? 'retry' : first?.kind === 'act' ? first.action : null;
  const rest = job.actions
    .filter((action) => action !== offered)
    .map((action) =>
      action === 'cancel' && onlyWatches(job)
        ? { ...act(action), label: t('queue.offers.stopWatching'), onlyWatches: true }
        : act(action),
    );
  return first ? [first, ...rest] : rest;
}

/** Everything that ends or removes something stands last and apart. */
export function isParting(offer: Offer): boolean {
  return offer.kind === 'act' && (offer.action === 'cancel' || offer.action === 'remove');
}
