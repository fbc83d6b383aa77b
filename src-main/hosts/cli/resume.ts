import { explain } from '../../../src-shared/failure.ts';
import type { Job } from '../../../src-shared/job.ts';
import type { JobAction, JobView } from '../../../src-shared/job-view.ts';
import type { ResumeCommand } from './command-line.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Follower } from './follow.ts';
import type { Session } from './session.ts';
import { signIn } from './sign-in.ts';

const final: ReadonlySet<Job['state']['is']> = new Set(['saved', 'split', 'cancelled']);

/** `ferry resume`: goes on with all that is unfinished, until there is nothing left to wait for. */
export async function resume(session: Session, command: ResumeCommand): Promise<ExitCode> {
  const { app, ports, output, signal } = session;
  const jobs = await unfinishedJobs(session);
  await signInWhere(session, new Set(jobs.map((job) => job.connectionId)));
  if (jobs.length === 0) {
    output.noted('Nothing is unfinished.');
    return exitCodes.saved;
  }
  const { patience } = command;
  const isNamed = jobs.length > 1;
  const follower = new Follower(app, ports.clock, output, { patience, wanted: 'saved', isNamed });
  const { askAgain } = command;
  const ids = jobs.map((job) => job.id);
  await takeUp(session, follower, ids, { askUnsure: askAgain, askGone: askAgain });
  return follower.untilOver(signal);
}

/** Jobs that aren’t over, in the queue’s order. */
export async function unfinishedJobs({ app }: Session): Promise<JobView[]> {
  const { jobs } = await app.handlers['queue.snapshot']({});
  return jobs.filter((job) => !final.has(job.state.is));
}

/** Signs in where jobs need it, and, if nobody has to be asked, where something is left to tidy up. */
async function signInWhere(session: Session, connectionIds: Set<string>): Promise<void> {
  const { app, ports, secrets } = session;
  const wanted = new Set(connectionIds);
  if (secrets.isGiven) for (const { connectionId } of ports.store.cleanUps()) wanted.add(connectionId);
  const { connections } = await app.handlers['connections.list']({});
  // One after the other: there is one terminal to ask at.
  for (const connection of connections) if (wanted.has(connection.id)) await signIn(session, connection);
}

/** Which jobs may be asked for once more. */
export interface TakeUpOptions {
  /** Those of which nobody knows whether the server got them. */
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
