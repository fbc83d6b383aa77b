import { t } from '../../../src-shared/language/index.ts';
import { explain } from '../../../src-shared/failures/failure-words.ts';
import type { JobView } from '../../../src-shared/job/job-view.ts';
import type { CancelCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Follower } from './follow.ts';
import { unfinishedJobs } from './resume.ts';
import type { Session } from './session.ts';
import { signInToAll, undecidedWords } from './sign-in.ts';

/**
 * `ferry cancel`: gives jobs up. That needs no server, and in a session of clean-ups nothing is asked of one; only where
 * something is left to remove is signed in to afterwards.
 */
export async function cancel(session: Session, command: CancelCommand): Promise<ExitCode> {
  const { app, ports, output, signal } = session;
  const open = await unfinishedJobs(session);
  const chosen = new Map<string, JobView>();
  for (const text of command.jobs) {
    const found = open.filter((job) => job.id === text || (text.length >= 4 && job.id.startsWith(text)));
    if (found.length !== 1) {
      const message =
        found.length === 0
          ? t('terminal.cancel.unknown', { id: text })
          : t('terminal.cancel.ambiguous', { id: text });
      output.failed({ code: exitCodes.usage, kind: 'invalid-input', message }, null);
      return exitCodes.usage;
    }
    chosen.set(found[0]!.id, found[0]!);
  }
  const { patience } = command;
  const isNamed = chosen.size > 1;
  const follower = new Follower(app, ports.clock, output, { patience, wanted: 'cancelled', isNamed });
  for (const jobId of chosen.keys()) {
    await follower.takeUp(jobId);
    await app.handlers['jobs.act']({ jobId, action: 'cancel' });
  }
  const code = await follower.untilOver(signal);
  await signInToTidy(session, new Set(chosen.keys()));
  return code;
}

/** Signs in where these jobs have left something. What goes wrong there doesn’t undo the cancel. */
async function signInToTidy(session: Session, jobIds: Set<string>): Promise<void> {
  const { app, output } = session;
  const left = session.removable().filter(({ jobId }) => jobIds.has(jobId));
  const wanted = new Set(left.map(({ connectionId }) => connectionId));
  const { connections } = await app.handlers['connections.list']({});
  const { failures, undecided } = await signInToAll(
    session,
    connections.filter(({ id }) => wanted.has(id)),
  );
  if (undecided.length > 0) output.noted(undecidedWords(undecided, t('terminal.cancel.wayOn')));
  else for (const failure of failures) output.noted(explain(failure).what);
}
