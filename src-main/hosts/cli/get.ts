import { said, t } from '../../../src-shared/language/index.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { explain } from '../../../src-shared/failures/failure-words.ts';
import type { JobRequest } from '../../../src-shared/job/job.ts';
import type { GetCommand } from './command-line.ts';
import { findOrSave } from './connection.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Follower } from './follow.ts';
import { takeUp } from './resume.ts';
import type { Session } from './session.ts';
import { signIn } from './sign-in.ts';
import { findMatchingJob } from './matching-job.ts';

/**
 * `ferry get`: asks for the nodes or the export and follows the download, and what it may be divided into, to the end.
 * A script that runs again goes on with what it asked for before.
 */
export async function get(session: Session, command: GetCommand): Promise<ExitCode> {
  const { app, ports, output, signal } = session;
  const { nodes: items, export: wanted, out: folder, patience, askAgain } = command;
  // Whatever makes no sense is said before anybody is asked for a password.
  const request = understood(session, command);
  const connection = await findOrSave(session, command);
  const connectionId = connection.id;
  const follower = new Follower(app, ports.clock, output, { patience, wanted: 'saved', isNamed: false });
  const match = await findMatchingJob(session, connectionId, request, folder);
  if (match?.is === 'unsure' && !askAgain) {
    // Only the user can decide: the follower says so, and ends.
    for (const { id } of match.jobs) await follower.takeUp(id);
    return follower.untilOver(signal);
  }

  const failure = await signIn(session, connection);
  if (failure?.kind === 'secret-missing') {
    const message = [
      explain(failure).what,
      t('terminal.stuck.giveSecret'),
      t('terminal.stuck.nothingAsked'),
    ].join(' ');
    output.failed({ code: exitCodes.needsUser, kind: failure.kind, message }, null);
    return exitCodes.needsUser;
  }
  if (match) {
    const ids = match.jobs.map((job) => job.id);
    output.noted(t(`terminal.match.${match.is}`), ids[0]);
    await takeUp(session, follower, ids, { askUnsure: askAgain, askGone: true });
  } else if (wanted) {
    const { jobId } = await app.handlers['jobs.createExport']({ connectionId, ...wanted, folder });
    follower.follow(jobId);
  } else {
    const { jobId, notes } = await app.handlers['jobs.create']({ connectionId, items, folder });
    for (const note of notes) output.noted(said(note), jobId);
    follower.follow(jobId);
  }
  return follower.untilOver(signal);
}

/** The request that the command line names. Throws `FailedError` where it makes none. */
function understood({ ports }: Session, { kind, nodes, export: wanted }: GetCommand): JobRequest {
  if (wanted) return ports.servers.understandExport(kind, wanted.downloadType, wanted.info);
  if (nodes.length === 0) throw new FailedError({ kind: 'empty-selection' });
  return ports.servers.understandItems(kind, nodes).request;
}
