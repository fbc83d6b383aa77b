import { createHash } from 'node:crypto';
import type { Job } from '../../../src-shared/job/job.ts';
import { jobRequestSchema, kindOf } from '../../../src-shared/kinds/kind-table.ts';

/** The same text for jobs that ask the same of a connection; as long for ten thousand things as for one. */
export function askedKeyOf({ connectionId, request }: Pick<Job, 'connectionId' | 'request'>): string {
  const { kind } = request;
  const text = JSON.stringify([connectionId, kind, kindOf(kind).keyOf(request)]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The same of a stored row; empty where it can't be read. */
export function askedKeyIn(connectionId: string, data: string): string {
  const row = JSON.parse(data) as { request?: unknown };
  const request = jobRequestSchema.safeParse(row.request);
  return request.success ? askedKeyOf({ connectionId, request: request.data }) : '';
}
