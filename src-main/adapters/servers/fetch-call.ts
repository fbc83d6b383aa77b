import type { Source } from '../../../src-shared/job/job.ts';
import type { ByteSink, CallOptions, Clock, ResumeFrom, ServerApi } from '../../core/ports.ts';

/** How `ServerApi.fetchInto` ends. */
export type Fetched = Awaited<ReturnType<ServerApi['fetchInto']>>;

/** One call of `ServerApi.fetchInto`, with what it needs of the world. */
export interface FetchCall {
  sink: ByteSink;
  source: Source;
  resume: ResumeFrom | null;
  options: CallOptions;
  /** Milliseconds since 1970. */
  now: () => number;
  clock: Pick<Clock, 'sleep'>;
}
