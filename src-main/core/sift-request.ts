import type { RefusedItem } from '../../src-shared/failures/failure.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import type { JobEvent, Rest } from '../../src-shared/job/job-events.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { Words } from '../../src-shared/language/words.ts';
import type { Ports, ServerApi } from './ports.ts';
import { zipNameOf } from './request-names.ts';

/** What the names of a request are made of. */
export interface Naming {
  /** What the server is called. */
  server: Words;
  say: Ports['say'];
}

/** Finds out which of the things asked for the server refuses. A server that can't tell has refused them as a whole. */
export async function siftRequest(
  api: ServerApi,
  job: Job & { state: Extract<JobState, { is: 'sifting' }> },
  naming: Naming,
  signal: AbortSignal,
): Promise<JobEvent> {
  const { request, run } = job;
  const found = (await api.refusedOf?.(request, { signal })) ?? [];
  const { splitting } = kindOf(request.kind);
  const refused = found.map(({ id, why }): RefusedItem => {
    const name = splitting?.nameIn(request, id);
    return { id, ...(name !== undefined && { name }), why };
  });
  return { type: 'sifted', run, refused, rest: restOf(job, refused, naming) };
}

/** What is left of a request, and what it is called then; null where that is nothing. */
export function restOf(job: Job, refused: readonly RefusedItem[], { server, say }: Naming): Rest | null {
  const kind = kindOf(job.request.kind);
  const { splitting } = kind;
  const leaving = new Set(refused.map(({ id }) => id));
  const ids = splitting?.idsOf(job.request).filter((id) => !leaving.has(id)) ?? [];
  if (!splitting || ids.length === 0) return null;
  const request = splitting.withIds(job.request, ids);
  // A name that says what is in the file says it of the rest now; a single thing has the server's own name.
  const isOfUser = job.fileName !== undefined && job.fileName !== zipNameOf(job.request, say);
  const fileName = ids.length < 2 ? null : isOfUser ? job.fileName! : zipNameOf(request, say);
  return { request, name: fileName ?? kind.nameOf(request, server), ...(fileName !== null && { fileName }) };
}
