import { isDeepStrictEqual } from 'node:util';
import type { ConnectionView } from '../../../src-shared/contract.ts';
import { FailedError, explain } from '../../../src-shared/failure.ts';
import type { JobView } from '../../../src-shared/job-view.ts';
import type { GetCommand } from './command-line.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Follower } from './follow.ts';
import type { Session } from './session.ts';
import { signIn } from './sign-in.ts';

/** `ferry get`: asks for the nodes or the export and follows the download, and what it may be divided into, to the end. */
export async function get(session: Session, command: GetCommand): Promise<ExitCode> {
  const { app, ports, output, signal } = session;
  const { kind, nodes: items, export: wanted, out: folder, patience } = command;
  // Whatever makes no sense is said before anybody is asked for a password.
  if (wanted) ports.servers.understandExport(kind, wanted.downloadType, wanted.info);
  else if (items.length === 0) throw new FailedError({ kind: 'empty-selection' });
  const connection = await findOrSave(session, command);
  const failure = await signIn(session, connection);
  if (failure?.kind === 'secret-missing') {
    const message = `${explain(failure).what} Put it into FERRY_SECRET, or run Ferry in a terminal, where it asks. Nothing was asked for.`;
    output.failed({ code: exitCodes.needsUser, kind: failure.kind, message }, null);
    return exitCodes.needsUser;
  }

  const follower = new Follower(app, ports.clock, output, { patience, wanted: 'saved', isNamed: false });
  const connectionId = connection.id;
  const similar = wanted
    ? await unfinishedExport(session, connection, wanted, folder)
    : await unfinished(session, connectionId, items, folder);
  if (similar) {
    output.noted('The same was asked for before and isn’t finished: this goes on with it.', similar.id);
    await follower.takeUp(similar.id);
    if (similar.state.is === 'paused')
      await app.handlers['jobs.act']({ jobId: similar.id, action: 'resume' });
    return follower.untilOver(signal);
  }
  if (wanted) {
    const { jobId } = await app.handlers['jobs.createExport']({ connectionId, ...wanted, folder });
    follower.follow(jobId);
  } else {
    const { jobId, notes } = await app.handlers['jobs.create']({ connectionId, items, folder });
    for (const note of notes) output.noted(note, jobId);
    follower.follow(jobId);
  }
  return follower.untilOver(signal);
}

/** The connection of this server, tenant and user. */
async function findOrSave({ app }: Session, command: GetCommand): Promise<ConnectionView> {
  const { kind, url: address, user } = command;
  const understood = await app.handlers['connections.understand']({ kind, address });
  const tenant = command.tenant?.trim() || understood.tenant;
  const { connections } = await app.handlers['connections.list']({});
  const known = connections.find(
    (one) =>
      one.kind === kind &&
      one.baseUrl === understood.baseUrl &&
      one.tenant === tenant &&
      one.user === user.trim(),
  );
  if (known) return known;
  const name = understood.suggestedName;
  return (await app.handlers['connections.save']({ kind, name, address, tenant, user })).connection;
}

/** A download of the same things to the same folder that is on its way: a script that runs again goes on with it. */
async function unfinished(
  { app }: Session,
  connectionId: string,
  items: string[],
  folder: string,
): Promise<JobView | null> {
  const { job } = await app.handlers['jobs.similar']({ connectionId, items });
  return job && job.folder === folder && isOnItsWay(job) ? job : null;
}

/** The same for an export with the same parameters. */
async function unfinishedExport(
  { app, ports }: Session,
  connection: ConnectionView,
  { downloadType, info }: NonNullable<GetCommand['export']>,
  folder: string,
): Promise<JobView | null> {
  const request = ports.servers.understandExport(connection.kind, downloadType, info);
  const { jobs } = await app.handlers['queue.snapshot']({});
  const isSame = (job: JobView): boolean =>
    job.connectionId === connection.id &&
    job.folder === folder &&
    isOnItsWay(job) &&
    isDeepStrictEqual(ports.store.job(job.id)?.request, request);
  return jobs.find(isSame) ?? null;
}

/** What waits for a decision isn't on its way: asking anew is the decision. */
function isOnItsWay({ state: { is } }: JobView): boolean {
  const isOver = is === 'saved' || is === 'split' || is === 'cancelled';
  return !(isOver || is === 'unsure' || is === 'failed' || is === 'expired');
}
