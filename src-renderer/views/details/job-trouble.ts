import { said, t } from '../../../src-shared/language/index.ts';
import { inOne } from '../../../src-shared/failures/failure-words.ts';
import type { ConnectionView } from '../../../src-shared/contract.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import { nextLookWords } from '../../presentation/connection-words.ts';
import { explainFailure, sentenceFor, waitingWordsFor } from '../../presentation/explain-failure.ts';
import type { RowWords } from '../../presentation/row-words.ts';

/** What went wrong or what a job waits for, in full. */
export interface Trouble {
  tone: 'bad' | 'warning' | 'plain';
  words: string;
}

/** What to say of a job above its facts; null where all goes its way. */
export function troubleOf(
  job: JobView,
  words: RowWords,
  now: number,
  connection?: ConnectionView,
): Trouble | null {
  const { state, waitingFor } = job;
  if (state.is === 'failed') return { tone: 'bad', words: sentenceFor(job, state.failure) };
  if (state.is === 'saved' && state.warnings.length > 0)
    return { tone: 'warning', words: state.warnings.map(said).join(' ') };
  if (words.isSentence) return { tone: 'warning', words: words.detail };
  if (!waitingFor) return null;
  const { long } = waitingWordsFor(job, waitingFor, now);
  if (waitingFor.for === 'slot')
    return { tone: 'plain', words: inOne({ what: `${long}.`, advice: t('waiting.slots') }) };
  const advice =
    'failure' in waitingFor && waitingFor.failure ? explainFailure(job, waitingFor.failure).advice : '';
  const place = waitingFor.for === 'progress' ? t('waiting.place') : '';
  const next = waitingFor.for === 'connection' && connection ? nextLookWords(connection, now) : '';
  return {
    // Being offline is a state, not a fault.
    tone: waitingFor.for === 'network' ? 'plain' : 'warning',
    words: [inOne({ what: long, advice }), place, next].filter(Boolean).join(' '),
  };
}
