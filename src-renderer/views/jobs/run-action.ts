import type { BulkAction, JobView } from '../../../src-shared/job/job-view.ts';
import type { AppState } from '../../state/app.svelte.ts';
import { t } from '../../../src-shared/language/index.ts';
import { pathIn } from '../../presentation/job-content.ts';
import { failureNow } from '../../presentation/job-failure.ts';
import type { UserAction } from '../../presentation/actions.ts';

/** Whether a cancel throws away what took the server or the network some time. */
function hasSomethingToLose(job: JobView): boolean {
  const { state } = job;
  return state.is !== 'queued' && state.is !== 'asking';
}

/** Whether a certificate was shown that isn't trusted: its facts come before the server's settings. */
function isUnknownAuthority({ connections }: AppState, { connectionId }: JobView): boolean {
  const state = connections.find(connectionId)?.state;
  return state?.is === 'untrusted' && state.failure.certificate !== undefined;
}

/** Where the server of a job was that isn't in the list anymore. */
function addressOf(job: JobView): { address?: string } {
  const detail = failureNow(job)?.detail;
  return typeof detail === 'string' ? { address: detail } : {};
}

/** Does what the user chose for a job; asks first where something would be lost. */
export function runUserAction(app: AppState, job: JobView, userAction: UserAction): void {
  const { ui, commands, connections, files } = app;
  switch (userAction.kind) {
    case 'signIn':
      return ui.open({ is: 'signIn', connectionId: job.connectionId });
    case 'editConnection':
      return ui.open({
        is: isUnknownAuthority(app, job) ? 'trust' : 'connection',
        connectionId: job.connectionId,
      });
    case 'addServer':
      return ui.open({ is: 'connection', connectionId: null, ...addressOf(job) });
    case 'testConnection':
      return void connections.testAloud(job.connectionId);
    case 'chooseFolder':
      return ui.open({ is: 'chooseFolder', jobId: job.id });
    case 'locate':
      return ui.open({ is: 'locate', jobId: job.id });
    case 'changeRequest':
      return void changeRequest(app, job);
    case 'copyPath':
      return void copyPath(app, job);
    case 'act':
      if (userAction.action === 'open') return void files.open(job);
      if (userAction.action === 'reveal') return void files.reveal(job);
      if (userAction.action === 'cancel' && hasSomethingToLose(job))
        return ui.open({ is: 'cancelJob', jobId: job.id });
      if (userAction.action === 'remove') return removeRows(app, [job.id]);
      if (userAction.action === 'again') return void commands.again(job);
      return void commands.act(job.id, userAction.action);
  }
}

/** Puts on the clipboard where a saved file is. */
async function copyPath({ ui }: AppState, { name, state }: JobView): Promise<void> {
  if (state.is !== 'saved') return;
  const path = pathIn(state.folder, state.fileName);
  const isCopied = await navigator.clipboard.writeText(path).then(
    () => true,
    () => false,
  );
  if (isCopied) ui.notify(t('queue.pathCopied', { name }), 'good');
  else ui.notify(t('common.notCopied'), 'bad');
}

/** Begins a new download with what a failed one asked for; it takes the place of that one. */
async function changeRequest({ ui, commands }: AppState, job: JobView): Promise<void> {
  const { id, connectionId } = job;
  const asked = await commands.request(id);
  // Whatever was opened meanwhile stays.
  if (!asked || ui.dialog) return;
  ui.open({
    is: 'newDownload',
    connectionId,
    prefill: asked,
    replaces: { jobId: id, failure: failureNow(job) },
  });
}

/** Does it to those of several jobs that it fits; asks first before they are given up. `known` are those that are here. */
export function runBulkAction(
  app: AppState,
  ids: string[],
  known: readonly JobView[],
  action: BulkAction,
): void {
  if (action !== 'cancel') return void app.commands.actOnMany(ids, action);
  const open = known.filter((job) => job.actions.includes(action));
  app.ui.open({ is: 'cancelJobs', ids: open.map(({ id }) => id) });
}

/**
 * Takes these rows out of the list that is shown: the history keeps what leaves the queue's lists, and loses what is removed
 * there. It can be undone for a while, so nothing is asked.
 */
export function removeRows({ removal, ui }: AppState, ids: readonly string[]): void {
  if (ids.length > 0) removal.remove(ids, { fromList: ui.view.is !== 'history' });
}

/** Whether any of these rows may have a file that the host can move to the trash; `known` are those of them that are here. */
export function canTrash({ settings }: AppState, ids: readonly string[], known: readonly JobView[]): boolean {
  return (
    settings.capabilities.trash &&
    (known.length < ids.length || known.some(({ state }) => state.is === 'saved'))
  );
}
