import type { CallOutput } from '../../../src-shared/contract.ts';
import { policyOf } from '../../../src-shared/failures/failure-table.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import { kindOf } from '../../../src-shared/kinds/kind-table.ts';
import type { Jobs } from '../jobs.ts';
import type { Ports } from '../ports.ts';

/** How far back among the finished ones it is looked for. */
const among = 200;
/** So many are offered. */
const mostOffered = 20;

/** The server refused what was asked for itself: similar requests get the same answer. */
const isRefused = ({ state }: Job): boolean =>
  state.is === 'failed' && state.resume.step === 'queued' && policyOf(state.failure.kind).ofItem === true;

/** Types that were asked of a server before, and the last export of each, the newest first. Refused ones are none of them. */
export function earlierExports(
  { store }: Pick<Ports, 'store'>,
  jobs: Jobs,
  connectionId: string,
): CallOutput<'jobs.exportTypes'> {
  const finished = store.history({ offset: 0, limit: among }).jobs;
  const known = new Set(jobs.all().map(({ id }) => id));
  const asked = [...jobs.all(), ...finished.filter(({ id }) => !known.has(id))]
    .filter((job) => job.connectionId === connectionId && !isRefused(job))
    .sort((one, other) => other.createdAt - one.createdAt);
  const offered = new Map<string, CallOutput<'jobs.exportTypes'>['exports'][number]>();
  for (const { id, request, state, changedAt } of asked) {
    const kind = kindOf(request.kind);
    const downloadType = kind.typeOf(request);
    const key = kind.keyOf(request);
    if (downloadType === null || offered.has(key)) continue;
    const isSaved = state.is === 'saved';
    offered.set(key, { downloadType, info: kind.parametersOf(request), jobId: id, at: changedAt, isSaved });
  }
  const exports = [...offered.values()];
  return {
    types: [...new Set(exports.map(({ downloadType }) => downloadType))],
    exports: exports.slice(0, mostOffered),
  };
}
