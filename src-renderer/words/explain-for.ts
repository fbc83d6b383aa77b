import type { ConnectionKind } from '../../src-shared/connection.ts';
import { explain } from '../../src-shared/failure.ts';
import type { Failure, FailureAction } from '../../src-shared/failure.ts';
import type { JobView } from '../../src-shared/job-view.ts';
import { waitingWords } from '../../src-shared/waiting.ts';
import type { WaitingFor } from '../../src-shared/waiting.ts';
import { roughSpan } from './dates.ts';
import { secretName } from './server-words.ts';

/** The server that a failure is about. Its user is left out where only a download is known. */
interface Concerned {
  kind: ConnectionKind;
  user?: string;
}

interface Explained {
  what: string;
  advice: string;
  action: FailureAction;
}

/** What a Bridge refuses is told in terms of tokens and exports: it knows neither users nor documents. */
function bridgeWords(failure: Failure, user: string | undefined): Partial<Explained> {
  const said = failure.detail ? ` The server says: “${failure.detail}”` : '';
  switch (failure.kind) {
    case 'sign-in-refused':
      return user
        ? {
            what: 'The server refused the key or the secret.',
            advice: 'Check both and sign in again. Ferry doesn’t try a refused pair twice.',
          }
        : {
            what: 'The server refused the token.',
            advice:
              'It may have been revoked, or not copied whole. Sign in with another one; Ferry doesn’t try a refused token twice.',
          };
    case 'refused':
      return {
        what: `The server refused: this account may not have this kind of export.${said}`,
        advice: 'Ask a Bridge administrator for a token that may, or ask for another kind.',
      };
    case 'not-found':
    case 'bad-request':
      return { advice: 'Check the kind of export and its details.' };
    default:
      return {};
  }
}

/** What happened and what to do, in the terms of the server that it happened with. */
export function explainFor({ kind, user }: Concerned, failure: Failure): Explained {
  const plain = explain(failure);
  if (failure.kind === 'secret-missing') {
    const name = kind === 'bridge' && user === undefined ? 'token' : secretName({ kind, user: user ?? '' });
    return failure.detail
      ? {
          ...plain,
          what: `Ferry can’t read the ${name} of this server: ${failure.detail}.`,
          advice: `Unlock the keychain and test the server, or sign in with the ${name}.`,
        }
      : { ...plain, what: `Ferry has no ${name} for this server.` };
  }
  return kind === 'bridge' ? { ...plain, ...bridgeWords(failure, user) } : plain;
}

/** `waitingWords` in the terms of the job's server. */
export function waitingWordsFor(
  { kind }: Pick<JobView, 'kind'>,
  waiting: WaitingFor,
  now: number,
): ReturnType<typeof waitingWords> {
  const words = waitingWords(waiting, now);
  if ((waiting.for === 'connection' || waiting.for === 'retry') && waiting.failure)
    return { ...words, long: explainFor({ kind }, waiting.failure).what };
  if (waiting.for === 'progress' && kind === 'bridge') {
    const span = roughSpan(Math.max(60_000, now - waiting.since));
    return {
      ...words,
      short: 'No news',
      long: `The server has said the same for ${span}. It may be busy, or have lost the request.`,
    };
  }
  return words;
}
