import { pack } from '../../src-shared/pack.ts';
import { cutText } from '../../src-shared/cut-text.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { longestJobName } from '../../src-shared/job/job-name.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Words } from '../../src-shared/language/words.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { Job, JobState } from '../../src-shared/job/job.ts';
import type { JobEvent } from '../../src-shared/job/job-events.ts';
import type { Random, ServerApi } from './ports.ts';

/** What is left of a long name beside the number of the part: a job's name has an end. */
const longestPartStem = longestJobName - 100;

/**
 * Divides a selection that is over the server's limit into several that are not, by the things that were asked for.
 * Rejects with `too-large` where one of them alone is over the limit, or the server can't measure.
 */
export async function splitSelection(
  ports: { api: ServerApi; random: Random; say: (words: Words) => string },
  job: Job & { state: Extract<JobState, { is: 'planning' }> },
  signal: AbortSignal,
): Promise<JobEvent> {
  const { limit, size } = job.state;
  const { request } = job;
  const { splitting } = kindOf(request.kind);
  /** Names the one thing where it is known to be one. */
  const tooLarge = (id?: string, bytes = size): FailedError => {
    const item = id === undefined ? undefined : splitting?.nameIn(request, id);
    return new FailedError({ kind: 'too-large', limit, size: bytes, ...(item !== undefined && { item }) });
  };
  const [only, ...others] = splitting?.idsOf(request) ?? [];
  if (!splitting || others.length === 0) throw tooLarge(only);
  if (!ports.api.measure) throw tooLarge();
  const measured = await ports.api.measure(request, { signal });
  const packs = pack(measured, limit);
  if (!packs) {
    const large = measured.find(({ bytes }) => bytes > limit);
    throw tooLarge(large?.id, large?.bytes);
  }
  const whole = job.fileName ?? job.name;
  const children = packs.map((ids, index) => {
    const name = phrase('common.partOf', {
      name: typeof whole === 'string' ? cutText(whole.replace(/\.zip$/i, ''), longestPartStem) : whole,
      part: index + 1,
      parts: packs.length,
    });
    return {
      id: ports.random.id(),
      request: splitting.withIds(request, ids),
      // A single thing comes under the server's own name; what is packed says which part it is, in its file's name as well.
      ...(ids.length > 1 && { fileName: ports.say(name) }),
      name,
    };
  });
  return { type: 'planned', run: job.run, children };
}
