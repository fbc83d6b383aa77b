import { t } from '../../src-shared/language/index.ts';
import type { FailureAction } from '../../src-shared/failures/failure-table.ts';
import { isAbsent } from './absent-file.ts';
import type { Presence } from '../../src-shared/history/presence.ts';
import type { BulkAction, JobAction, JobView } from '../../src-shared/job/job-view.ts';
import { waitingWords } from '../../src-shared/job/waiting-words.ts';
import { explainFailure } from './explain-failure.ts';
import { onlyWatches } from './cancel-words.ts';

/** Something the user can do about a job: an action of the job itself, another place for it, or a way to its server. */
export type UserAction =
  | {
      kind: 'act';
      action: JobAction;
      label: string;
      /** A cancel without a request to the server. */
      onlyWatches?: boolean;
    }
  | {
      kind:
        | 'signIn'
        | 'editConnection'
        | 'addServer'
        | 'testConnection'
        | 'chooseFolder'
        | 'changeRequest'
        | 'locate'
        | 'copyPath';
      label: string;
    };

const act = (action: JobAction): UserAction => ({
  kind: 'act',
  action,
  label: t(`queue.userActions.${action}`),
});

/** The way out that a failure or a wait names, when the job or its server has it. */
function wayOut(action: FailureAction, job: JobView): UserAction | null {
  const ifPossible = (name: JobAction): UserAction | null => (job.actions.includes(name) ? act(name) : null);
  switch (action) {
    case 'sign-in':
      return { kind: 'signIn', label: t('common.signIn') };
    case 'edit-connection':
      return { kind: 'editConnection', label: t('queue.userActions.editServer') };
    case 'add-server':
      return { kind: 'addServer', label: t('common.addServer') };
    case 'retry':
      return job.waitingFor?.for === 'connection'
        ? { kind: 'testConnection', label: t('queue.userActions.tryNow') }
        : ifPossible('retry');
    case 'change-request':
      return { kind: 'changeRequest', label: t('queue.userActions.changeRequest') };
    case 'download-rest':
      return ifPossible('downloadRest');
    case 'ask-again':
      return ifPossible('askAgain');
    case 'keep-waiting':
      return ifPossible('keepWaiting');
    case 'choose-folder':
      return { kind: 'chooseFolder', label: t('queue.userActions.chooseFolder') };
    // That is asked where a file is opened.
    case 'open-anyway':
    case 'none':
      return null;
  }
}

/** What to offer for a job, the most useful first. `presence`: where its saved file is now, as far as that is known. */
export function actionsFor(job: JobView, presence: Presence | null = null): UserAction[] {
  const { state } = job;
  if (isAbsent(presence))
    return [
      { kind: 'locate', label: t('record.locate') },
      ...job.actions.filter((action) => action !== 'open' && action !== 'reveal').map(act),
    ];
  // Where nothing can be opened, its path is what leads to it.
  if (state.is === 'saved' && !job.actions.includes('open'))
    return [{ kind: 'copyPath', label: t('queue.userActions.copyPath') }, ...job.actions.map(act)];
  const first =
    state.is === 'failed'
      ? wayOut(explainFailure(job, state.failure).action, job)
      : job.waitingFor
        ? wayOut(waitingWords(job.waitingFor, 0).action, job)
        : null;
  // While its server is waited for, another try of the job would look the same as one of the server.
  const offered = first?.kind === 'testConnection' ? 'retry' : first?.kind === 'act' ? first.action : null;
  const rest = job.actions
    .filter((action) => action !== offered)
    .map((action) =>
      action === 'cancel' && onlyWatches(job)
        ? { ...act(action), label: t('queue.userActions.stopWatching'), onlyWatches: true }
        : act(action),
    );
  return first ? [first, ...rest] : rest;
}

/** Everything that ends or removes something stands last and apart. */
export function isParting(userAction: UserAction): boolean {
  return userAction.kind === 'act' && (userAction.action === 'cancel' || userAction.action === 'remove');
}

/** Something that can be done about several jobs at once. */
export interface BulkChoice {
  action: BulkAction;
  label: string;
  /** How many of them it fits. */
  count: number;
}

/** In the order in which they are offered. */
const actions = ['pause', 'resume', 'retry', 'askAgain', 'moveFirst', 'again', 'cancel'] as const;

/** What fits any of the jobs. */
export function bulkChoices(jobs: readonly JobView[]): BulkChoice[] {
  return actions.flatMap((action) => {
    const count = jobs.filter((job) => job.actions.includes(action)).length;
    return count > 0 ? [{ action, label: t(`queue.userActions.${action}`), count }] : [];
  });
}
