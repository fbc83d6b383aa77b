import type { JobView } from '../../src-shared/job-view.ts';

/**
 * Whether giving a download up means only that Ferry looks no more: a Bridge can't be told to stop, so that what it
 * was asked for goes on there.
 */
export function onlyWatches({ kind, state }: JobView): boolean {
  if (kind !== 'bridge') return false;
  if (state.is === 'paused' || state.is === 'failed') return state.resume.step === 'preparing';
  return state.is === 'asking' || state.is === 'unsure' || state.is === 'preparing';
}

/** What a download that was given up is called; from the row alone nobody knows how far it was. */
export function cancelledWord({ kind }: Pick<JobView, 'kind'>): string {
  return kind === 'bridge' ? 'Stopped' : 'Cancelled';
}

/** What is asked before a download is given up. */
export function cancelQuestion(job: JobView): {
  title: string;
  description: string;
  keep: string;
  cancel: string;
} {
  if (onlyWatches(job))
    return {
      title: 'Stop watching this export?',
      description: `Ferry no longer looks whether “${job.name}” is ready. ${job.connectionName} can’t be told to stop, so it goes on preparing the export there.`,
      keep: 'Keep watching',
      cancel: 'Stop watching',
    };
  const onServer =
    job.kind === 'bridge'
      ? `What ${job.connectionName} prepared stays there, for Ferry can’t remove it.`
      : 'The server is told to stop and tidy up.';
  return {
    title: 'Cancel this download?',
    description: `“${job.name}” is given up, and what came across so far is deleted. ${onServer}`,
    keep: 'Keep it',
    cancel: 'Cancel download',
  };
}
