import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import { unfinishedJobs } from './resume.ts';
import type { Session } from './session.ts';

/** The same request as another one, made before: one job, or the parts that it was divided into, without those that are over. */
export interface MatchingJob {
  /** What is the matter with it; with several jobs what comes first here. */
  is: 'going' | 'unsure' | 'failed' | 'expired';
  jobs: JobView[];
}

const ranks: MatchingJob['is'][] = ['going', 'unsure', 'failed', 'expired'];

/**
 * Looks for it among all jobs that aren't over. The same means: of the same connection, for the same folder (an absolute
 * path), the same documents in any order, or an export with the same parameters. Of several the one that is furthest.
 */
export async function findMatchingJob(
  session: Session,
  connectionId: string,
  request: JobRequest,
  folder: string,
): Promise<MatchingJob | null> {
  const wanted = kindOf(request.kind).keyOf(request);
  const families = new Map<string, JobView[]>();
  for (const job of await unfinishedJobs(session)) {
    if (job.connectionId !== connectionId || job.folder !== folder) continue;
    const root = rootOf(session.ports, job.id);
    if (root?.request.kind !== request.kind || kindOf(request.kind).keyOf(root.request) !== wanted) continue;
    families.set(root.id, [...(families.get(root.id) ?? []), job]);
  }
  const matches = [...families.values()].map((jobs): MatchingJob => ({ is: worthOf(jobs), jobs }));
  return matches.sort((one, other) => ranks.indexOf(one.is) - ranks.indexOf(other.is))[0] ?? null;
}

/** What was asked for in the beginning; the job itself where nothing was divided. */
function rootOf(ports: Session['ports'], jobId: string): Job | null {
  const job = ports.store.job(jobId);
  return job?.parentId ? (rootOf(ports, job.parentId) ?? job) : job;
}

function worthOf(jobs: JobView[]): MatchingJob['is'] {
  const found = new Set(jobs.map(({ state: { is } }) => ranks.find((rank) => rank === is) ?? 'going'));
  return ranks.find((rank) => found.has(rank))!;
}
