import { t } from '../../../src-shared/language/index.ts';
import type { Failure, FailureKind } from '../../../src-shared/failures/failure.ts';
import { explainOf } from '../../../src-shared/failures/kind-failure-words.ts';
import { formatDuration } from '../../../src-shared/format.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { giveSecretWords } from './give-secret-words.ts';

/** What to say of a download that ended without its file. */
export interface Trouble {
  code: ExitCode;
  /** The failure's kind, or a name for what else is the matter. */
  kind:
    FailureKind | 'unsure' | 'expired' | 'cancelled' | 'saved' | 'in-use' | 'list-unreadable' | 'interrupted';
  /** One line. */
  message: string;
}

/** Whether there is anything to wait for in this run. */
export type JobOutcome =
  /** `until`: when patience ends, milliseconds since 1970. */
  { is: 'going'; until: number | null } | { is: 'done' } | { is: 'stuck'; trouble: Trouble };

export interface OutcomeContext {
  /** Milliseconds since 1970. */
  now: number;
  /** Milliseconds that a server may be out of reach, once it was reached. */
  patience: number;
  /** Whether the job's server was reached in this run. */
  wasReached: boolean;
  /** What the user wants to come of it. */
  wanted: 'saved' | 'cancelled';
}

/** The outcome of a job for a user who waits at a terminal: nothing is waited for that only a person can fix. */
export function outcomeOf(job: JobView, context: OutcomeContext): JobOutcome {
  const { state, waitingFor } = job;
  const stuck = (code: ExitCode, kind: Trouble['kind'], message: string): JobOutcome => ({
    is: 'stuck',
    trouble: { code, kind, message },
  });
  if (state.is === 'publishing' && context.wanted === 'cancelled')
    return stuck(exitCodes.failed, 'saved', t('terminal.stuck.onlyName'));
  switch (state.is) {
    case 'saved':
      return context.wanted === 'saved'
        ? { is: 'done' }
        : stuck(exitCodes.failed, 'saved', t('terminal.stuck.alreadySaved'));
    case 'split':
      return { is: 'done' };
    case 'cancelled':
      return context.wanted === 'cancelled'
        ? { is: 'done' }
        : stuck(exitCodes.failed, 'cancelled', t('terminal.stuck.cancelled'));
    case 'unsure':
      return stuck(exitCodes.unsure, 'unsure', t('terminal.stuck.unsure', { id: job.id }));
    case 'expired':
      return stuck(exitCodes.expired, 'expired', t('terminal.stuck.expired'));
    case 'failed':
      return stuck(exitCodes.failed, state.failure.kind, sentenceOf(job.kind, state.failure));
    default:
      if (waitingFor?.for === 'connection') return atConnection(job.kind, waitingFor, context, stuck);
      if (waitingFor?.for === 'folder')
        return stuck(exitCodes.needsUser, waitingFor.failure.kind, keptWords(job.kind, waitingFor.failure));
      return { is: 'going', until: null };
  }
}

function atConnection(
  server: JobView['kind'],
  { failure, since }: { failure: Failure; since: number },
  context: OutcomeContext,
  stuck: (code: ExitCode, kind: FailureKind, message: string) => JobOutcome,
): JobOutcome {
  const isOutOfReach = failure.kind === 'unreachable' || failure.kind === 'proxy-failed';
  if (!isOutOfReach) return stuck(exitCodes.needsUser, failure.kind, keptWords(server, failure));
  // A server that names a time has been reached, and means to be asked again.
  const wish = failure.retryAfter;
  if (!context.wasReached && wish === undefined)
    return stuck(exitCodes.needsUser, failure.kind, keptWords(server, failure));
  const until = since + Math.max(context.patience, (wish ?? 0) * 2000);
  if (context.now < until) return { is: 'going', until };
  const gone = t('terminal.stuck.outOfReach', { span: formatDuration((context.now - since) / 1000) });
  return stuck(exitCodes.needsUser, failure.kind, `${keptWords(server, failure)} ${gone}`);
}

/** What went wrong and what to do, as one line, in the terms of the job's server. */
function sentenceOf(server: JobView['kind'], failure: Failure): string {
  const { what, advice } = explainOf(server, failure);
  return advice ? `${what} ${advice}` : what;
}

/** What is wrong, what to do about it before the next run, and that nothing is lost. */
function keptWords(server: JobView['kind'], failure: Failure): string {
  const { what, advice } = explainOf(server, failure);
  const kept = t('terminal.stuck.kept');
  switch (failure.kind) {
    case 'secret-missing':
      return `${what} ${giveSecretWords(failure)} ${kept}`;
    // Their advice is for a program that stays.
    case 'unreachable':
    case 'sign-in-needed':
    case 'sign-in-refused':
    case 'no-space':
      return `${what} ${kept}`;
    default:
      return `${what} ${advice} ${kept}`;
  }
}
