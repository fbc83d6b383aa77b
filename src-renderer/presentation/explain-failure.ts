import { said, t } from '../../src-shared/language/index.ts';
import type { ConnectionKind } from '../../src-shared/kinds/kinds.ts';
import { explainOf } from '../../src-shared/failures/kind-failure-words.ts';
import type { Explained } from '../../src-shared/failures/kind-failure-words.ts';
import { inOne } from '../../src-shared/failures/failure-words.ts';
import { saidBy } from '../../src-shared/failures/failure-phrases.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { waitingWords } from '../../src-shared/job/waiting-words.ts';
import type { WaitingFor } from '../../src-shared/job/waiting.ts';
import { roughSpan } from './dates.ts';
import { kindWordsOf } from './kind-words.ts';
import { secretName } from './server-words.ts';

/** The server that a failure is about. Its user is left out where only a download is known. */
interface Concerned {
  kind: ConnectionKind;
  user?: string;
  /** Downloads that are not over yet; unknown where only one of them is. */
  openJobs?: number;
}

/** Whether it is the encrypted file that can't be read, and not the keychain. */
const isSealed = ({ detail }: Failure): boolean =>
  typeof detail === 'object' && detail.name === 'failureDetails.keychain.sealed';

/** What happened and what to do, in the terms of the server that it happened with. */
export function explainFailure({ kind, user, openJobs }: Concerned, failure: Failure): Explained {
  const plain = explainOf(kind, failure, user);
  if (openJobs === 0 && (failure.kind === 'sign-in-needed' || failure.kind === 'secret-missing'))
    plain.advice = t('failures.secret-missing.adviceAlone');
  if (failure.kind === 'secret-missing') {
    const name = secretName({ kind, user: user ?? '' });
    return failure.detail
      ? {
          ...plain,
          what: t(`secrets.${name}.unreadable`, { reason: said(failure.detail) }),
          advice: isSealed(failure) ? t('secrets.sealedAdvice') : t(`secrets.${name}.unreadableAdvice`),
        }
      : { ...plain, what: t(`secrets.${name}.missing`) };
  }
  return plain;
}

/** Both sentences in one text, in the terms of the server that it happened with. */
export const sentenceFor = (concerned: Concerned, failure: Failure): string =>
  inOne(explainFailure(concerned, failure));

/** The same in a line whose end may be cut off: what to do comes before the server's own words. */
export function lineFor(concerned: Concerned, failure: Failure): string {
  const { what, advice } = explainFailure(concerned, failure);
  const told = said(saidBy(failure));
  return told !== '' && what.endsWith(told)
    ? `${what.slice(0, -told.length)} ${advice}${told}`
    : inOne({ what, advice });
}

/** The same for a server that never worked: there is nothing that could go on by itself. */
export function explainAtFirst(concerned: Concerned, failure: Failure): Explained {
  const explained = explainFailure(concerned, failure);
  if (failure.kind === 'unreachable' || failure.kind === 'proxy-failed')
    return { ...explained, advice: t(`failures.${failure.kind}.adviceAtFirst`) };
  if (failure.kind === 'web-page')
    return {
      ...explained,
      what: t('failures.web-page.whatAtFirst'),
      advice: t('failures.web-page.adviceAtFirst'),
    };
  if (failure.kind === 'busy' || failure.kind === 'offline') return { ...explained, advice: '' };
  return explained;
}

/** `waitingWords` in the terms of the job's server. */
export function waitingWordsFor(
  { kind }: Pick<JobView, 'kind'>,
  waiting: WaitingFor,
  now: number,
): ReturnType<typeof waitingWords> {
  const words = waitingWords(waiting, now);
  if ((waiting.for === 'connection' || waiting.for === 'retry') && waiting.failure)
    return { ...words, long: explainFailure({ kind }, waiting.failure).what };
  if (waiting.for !== 'progress') return words;
  const span = roughSpan(Math.max(60_000, now - waiting.since));
  return { ...words, ...kindWordsOf(kind).noProgress?.(span) };
}
