import { said, t } from '../../../src-shared/language/index.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import { FailedError, refusal } from '../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import type { JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import { documentsIn } from '../../../src-shared/kinds/kind-alfresco.ts';
import type { ServerItem } from '../../../src-shared/server-items.ts';
import type { GetCommand } from './commands.ts';
import { findOrSave } from './connection.ts';
import type { ExitCode } from './exit-codes.ts';
import { Follower } from './follow.ts';
import { takeUp } from './resume.ts';
import type { Session } from './session.ts';
import { signedIn } from './sign-in.ts';
import { findMatchingJob } from './matching-job.ts';

/**
 * `ferry get`: asks for the nodes or the export and follows the download, and what it may be divided into, to the end.
 * A script that runs again goes on with what it asked for before.
 */
export async function get(session: Session, command: GetCommand): Promise<ExitCode> {
  const { app, ports, output, signal } = session;
  const { export: wanted, patience, askAgain, cancelOnExit, whenExists } = command;
  // Whatever makes no sense is said before anybody is asked for a password.
  const named = understood(session, command);
  const connection = await findOrSave(session, command);
  const connectionId = connection.id;
  // Paths, and links that hold no id, are known by the server alone.
  const isSignedInEarly = named.links.length > 0;
  if (isSignedInEarly) {
    const stuck = await signedIn(session, connection, { ways: command.ways, next: 'question' });
    if (stuck !== null) return stuck;
  }
  const { request, known } = await followed(session, connectionId, named);
  const folder = await session.targetFolder(command.out);
  const follower = new Follower(app, ports.clock, output, {
    ...{ patience, cancelOnExit },
    wanted: 'saved',
    isNamed: false,
  });
  const match = await findMatchingJob(session, connectionId, request, folder);
  if (match?.is === 'unsure' && !askAgain) {
    // Only the user can decide: the follower says so, and ends.
    for (const { id } of match.jobs) await follower.takeUp(id);
    return follower.untilOver(signal);
  }

  if (!isSignedInEarly) {
    const stuck = await signedIn(session, connection, { ways: command.ways, next: 'download' });
    if (stuck !== null) return stuck;
  }
  if (match) {
    const ids = match.jobs.map((job) => job.id);
    output.noted(t(`terminal.match.${match.is}`), ids[0]);
    await takeUp(session, follower, ids, { askUnsure: askAgain, askGone: true });
  } else if (wanted) {
    const { jobId } = await app.handlers['jobs.createExport']({
      connectionId,
      ...wanted,
      folder,
      whenExists,
    });
    follower.follow(jobId);
  } else {
    const items = documentsIn(request)?.nodeIds ?? [];
    const { jobId } = await app.handlers['jobs.create']({ connectionId, items, known, folder, whenExists });
    for (const note of named.notes) output.noted(said(note), jobId);
    follower.follow(jobId);
  }
  return follower.untilOver(signal);
}

interface Named {
  request: JobRequest;
  links: string[];
  notes: Words[];
}

/** The request that the command line names. Throws `FailedError` where it makes none. */
function understood({ ports }: Session, { kind, nodes, export: wanted }: GetCommand): Named {
  if (wanted) {
    const { downloadType, info } = wanted;
    return { request: ports.servers.understandExport(kind, downloadType, info), links: [], notes: [] };
  }
  if (nodes.length === 0) throw new FailedError({ kind: 'empty-selection' });
  return ports.servers.understandItems(kind, nodes);
}

/** So many links are looked up by one call. */
const followedAtOnce = 500;

/** The request with the ids that its links lead to. Throws for the first that leads nowhere. */
async function followed(
  { app }: Session,
  connectionId: string,
  { request, links }: Named,
): Promise<{ request: JobRequest; known: ServerItem[] }> {
  const documents = documentsIn(request);
  if (links.length === 0 || !documents) return { request, known: [] };
  const known: ServerItem[] = [];
  for (let begin = 0; begin < links.length; begin += followedAtOnce) {
    const items = links.slice(begin, begin + followedAtOnce);
    const page = { skip: 0, limit: followedAtOnce };
    const { results } = await app.handlers['browse.resolve']({ connectionId, items, ...page });
    for (const result of results) {
      if (result.is === 'elsewhere')
        throw refusal(phrase('validationErrors.items.elsewhere', { line: result.text, host: result.host }));
      if (result.is === 'refused') throw new FailedError(leadingNowhere(result.text, result.failure));
      known.push(result.item);
    }
  }
  const nodeIds = [...new Set([...documents.nodeIds, ...known.map(({ id }) => id)])];
  return { request: { kind: documents.kind, nodeIds }, known };
}

/** Of several links the failure has to say which one it is. */
function leadingNowhere(text: string, failure: Failure): Failure {
  const isAboutIt = failure.kind === 'not-found' || failure.kind === 'refused';
  return isAboutIt ? { ...failure, detail: text.slice(0, 300) } : failure;
}
