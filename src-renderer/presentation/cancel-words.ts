import { t } from '../../src-shared/language/index.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';

/**
 * Whether cancelling a download means only that Ferry stops watching it: some servers can't be told to stop, and what they
 * were asked for goes on there.
 */
export function onlyWatches({ kind, state }: JobView): boolean {
  if (kindOf(kind).canCancel) return false;
  if (state.is === 'paused' || state.is === 'failed') return state.resume.step === 'preparing';
  return state.is === 'asking' || state.is === 'unsure' || state.is === 'preparing';
}

/** How a download was cancelled; the row alone doesn't show how far it was. */
export function cancelledAs({ kind }: Pick<JobView, 'kind'>): 'stopped' | 'cancelled' {
  return kindOf(kind).canCancel ? 'cancelled' : 'stopped';
}

/** Whether the server has anything to tidy up: it prepares nothing for a document that is fetched as it is. */
function isPrepared({ state }: JobView): boolean {
  const at = 'resume' in state ? state.resume : state;
  return !('source' in at) || at.source.from === 'prepared';
}

/** What is asked before a download is given up. */
export function cancelQuestion(job: JobView): {
  title: string;
  description: string;
  keep: string;
  cancel: string;
} {
  const { name, connectionName: server } = job;
  if (onlyWatches(job))
    return {
      title: t('queue.stopWatching.title'),
      description: t('queue.stopWatching.description', { name, server }),
      keep: t('queue.stopWatching.keep'),
      cancel: t('queue.stopWatching.confirm'),
    };
  const onServer = isPrepared(job)
    ? t(kindOf(job.kind).canCancel ? 'queue.cancel.tidied' : 'queue.cancel.stays', { server })
    : '';
  return {
    title: t('queue.cancel.title'),
    description: t('queue.cancel.description', { name, onServer }).trim(),
    keep: t('queue.cancel.keep'),
    cancel: t('queue.cancel.confirm'),
  };
}
