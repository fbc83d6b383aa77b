import { foldText, searchedText } from '../../src-shared/fold-text.ts';
import { kindOf } from '../../src-shared/kinds/kind-table.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';

const made = new WeakMap<JobView, string>();

/** What a search looks through: name, server, kind and type, folded. Made once a row: searches look at it with every key. */
export function searchedIn(job: JobView): string {
  let text = made.get(job);
  if (text === undefined) {
    const type = kindOf(job.kind).typeOf(job.asked);
    const fileName = job.state.is === 'saved' ? job.state.fileName : null;
    text = `${searchedText(job.name, job.kind, type, fileName)}\n${foldText(job.connectionName)}`;
    // A name of Ferry's own changes with the language.
    if (!job.ownNames) made.set(job, text);
  }
  return text;
}
