import { t } from '../../../src-shared/language/index.ts';
import type { ConnectionKind } from '../../../src-shared/kinds/kind-table.ts';
import type { ConnectionView } from '../../../src-shared/contract.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { explain } from '../../../src-shared/failures/failure-words.ts';
import { isFinal } from '../../../src-shared/job/job-states.ts';
import type { JobAction, JobView } from '../../../src-shared/job/job-view.ts';
import { wholeQueue } from '../../../src-shared/whole-queue.ts';
import type { ResumeCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Follower } from './follow.ts';
import type { Session } from './session.ts';
import { signInToAll, undecidedWords } from './sign-in.ts';

/** `ferry resume`: goes on with all that is unfinished, until there is nothing left to wait for. */
export async function resume(session: Session, command: ResumeCommand): Promise<ExitCode> {
  const { app, ports, output, secrets, signal } = session;
  const { askAgain } = command;
  const connections = await chosenConnections(session, command);
  const ids = new Set(connections.map(({ id }) => id));
  const jobs = (await unfinishedJobs(session)).filter((job) => ids.has(job.connectionId));
  // What waits for a decision asks for nothing, so it needs no password either.
  const going = jobs.filter(({ state: { is } }) => askAgain || (is !== 'unsure' && is !== 'expired'));
  const needed = new Set(going.map((job) => job.connectionId));
  const untidy = new Set(session.removable().map((cleanUp) => cleanUp.connectionId));
  const { undecided } = await signInToAll(
    session,
    connections.filter(({ id }) => needed.has(id)),
    connections.filter(({ id }) => untidy.has(id)),
  );
  if (undecided.length > 0) {
    const message = undecidedWords(undecided, t('terminal.resume.wayOn'));
    if (!secrets.canAsk) {
      output.failed({ code: exitCodes.needsUser, kind: 'secret-missing', message }, null);
      return exitCodes.needsUser;
    }
    output.noted(message);
  }
  if (jobs.length === 0) {
    output.noted(t('terminal.resume.none'));
    return exitCodes.saved;
  }
  const { patience } = command;
  const isNamed = jobs.length > 1;
  const options = { patience, wanted: 'saved', isNamed, cancelOnExit: command.cancelOnExit } as const;
  const follower = new Follower(app, ports.clock, output, options);
  const jobIds = jobs.map((job) => job.id);
  await takeUp(session, follower, jobIds, { askUnsure: askAgain, askGone: askAgain });
  return follower.untilOver(signal);
}

/** Jobs that aren’t over, in the queue’s order. */
export async function unfinishedJobs({ app }: Session): Promise<JobView[]> {
  const { jobs } = await wholeQueue(app.handlers);
  return jobs.filter((job) => !isFinal(job));
}

/** Those of one server or one user, where the command names them. Throws `FailedError` where that leaves none. */
async function chosenConnections(
  { app, ports }: Session,
  { url, user }: ResumeCommand,
): Promise<ConnectionView[]> {
  const { connections } = await app.handlers['connections.list']({});
  if (url === null && user === null) return connections;
  const chosen = connections.filter(
    (connection) =>
      (url === null || addressIn(ports, connection.kind, url) === connection.baseUrl) &&
      (user === null || connection.user === user.trim()),
  );
  if (chosen.length > 0) return chosen;
  throw new FailedError({ kind: 'invalid-input', detail: t('terminal.resume.noServer') });
}

/** The base URL that a server of this kind has at an address, or null where it has none. */
function addressIn({ servers }: Session['ports'], kind: ConnectionKind, address: string): string | null {
  try {
    return servers.understandAddress(kind, address).baseUrl;
  } catch (error) {
    if (error instanceof FailedError) return null;
    throw error;
  }
}

/** Which jobs may be asked for once more. */
export interface TakeUpOptions {
  /** Those of which it is unknown whether the server got them. */
  askUnsure: boolean;
  /** Those that the server has thrown away or given up. */
  askGone: boolean;
}

/** Follows jobs that an earlier run left, and gets those going that don't go by themselves. */
export async function takeUp(
  session: Session,
  follower: Follower,
  jobIds: string[],
  options: TakeUpOptions,
): Promise<void> {
  for (const jobId of jobIds) await follower.takeUp(jobId);
  for (const job of await unfinishedJobs(session)) {
    const action = jobIds.includes(job.id) ? actionFor(job, options) : null;
    if (action) await session.app.handlers['jobs.act']({ jobId: job.id, action });
  }
}

/** What gets a job going again, or null where it goes by itself or may not be asked for. */
function actionFor({ state, waitingFor }: JobView, options: TakeUpOptions): JobAction | null {
  switch (state.is) {
    case 'paused':
      return 'resume';
    case 'failed':
      return options.askGone && explain(state.failure).action === 'ask-again' ? 'askAgain' : 'retry';
    case 'unsure':
      return options.askUnsure ? 'askAgain' : null;
    case 'expired':
      return options.askGone ? 'askAgain' : null;
    default:
      return waitingFor?.for === 'retry' ? 'retry' : null;
  }
}
