import { FailedError } from '../../../src-shared/failures/failure.ts';
import { t } from '../../../src-shared/language/index.ts';
import { ownFolder, rootFolder } from '../../../src-shared/server-items.ts';
import type { Place } from '../../../src-shared/server-items.ts';
import type { BrowseCommand } from './commands.ts';
import { findOrSave } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { FoundItem } from './output.ts';
import type { Session } from './session.ts';
import { signedIn } from './sign-in.ts';

const pageLength = 500;

/** Places that are lists and no folders, by what they are called on the command line. */
const lists: Record<string, Place> = {
  recent: { is: 'recent' },
  favourites: { is: 'favourites' },
  favorites: { is: 'favourites' },
  shared: { is: 'sharedLinks' },
};

/** `ferry browse`: a folder's children, a document by itself, or the places to begin at. */
export async function browse(session: Session, command: BrowseCommand): Promise<ExitCode> {
  const connection = await findOrSave(session, command);
  const stuck = await signedIn(session, connection, { ways: command.ways, next: 'question' });
  if (stuck !== null) return stuck;
  if (command.path === null) return places(session, connection.id);
  const place = await placeOf(session, connection.id, command.path);
  if (place === 'nowhere') return nothing(session, t('terminal.nothing.noPath', { path: command.path }));
  if (place === 'document') return exitCodes.saved;
  let skip = 0;
  for (let hasMore = true; hasMore;) {
    session.signal.throwIfAborted();
    const page = await session.app.handlers['browse.list']({
      connectionId: connection.id,
      place,
      sort: null,
      skip,
      limit: pageLength,
    });
    for (const item of page.items) session.output.found(item);
    skip += page.items.length;
    hasMore = page.hasMore;
  }
  return skip > 0 ? exitCodes.saved : nothing(session, t('terminal.nothing.here', { path: command.path }));
}

/** Where the path leads. A document has been shown then. */
async function placeOf(
  { app, output }: Session,
  connectionId: string,
  path: string,
): Promise<Place | 'document' | 'nowhere'> {
  const list = lists[path];
  if (list) return list;
  // Windows' own shells and people put the slashes their way.
  const whole = `/${path.replaceAll('\\', '/')}`
    .replace(/\/{2,}/g, '/')
    .replace(/^\/Company Home(?=\/|$)/, '');
  const { results } = await app.handlers['browse.resolve']({
    connectionId,
    items: [whole || '/'],
    skip: 0,
    limit: 1,
  });
  const [found] = results;
  if (found?.is === 'item') {
    if (found.item.isFolder) return { is: 'folder', id: found.item.id };
    output.found(found.item);
    return 'document';
  }
  const failure = found?.is === 'refused' ? found.failure : null;
  if (failure && failure.kind !== 'not-found' && failure.kind !== 'invalid-input')
    throw new FailedError(failure);
  return 'nowhere';
}

/** Ends with the words that nothing is there. */
export function nothing({ output }: Pick<Session, 'output'>, message: string): ExitCode {
  output.failed({ code: exitCodes.failed, kind: 'not-found', message }, null);
  return exitCodes.failed;
}

/** The places to begin at: each `path` can be browsed. */
async function places({ app, output }: Session, connectionId: string): Promise<ExitCode> {
  const show = (item: Pick<FoundItem, 'id' | 'name' | 'path'>): void =>
    output.found({ ...item, isFolder: true, size: null, modifiedAt: null });
  const { canSearch } = await app.handlers['browse.canSearch']({ connectionId });
  if (canSearch) show({ id: 'recent', name: t('terminal.place.recent'), path: 'recent' });
  show({ id: 'favourites', name: t('terminal.place.favourites'), path: 'favourites' });
  const { results } = await app.handlers['browse.resolve']({
    connectionId,
    items: [ownFolder],
    skip: 0,
    limit: 1,
  });
  // Not every user has a folder of their own.
  for (const own of results)
    if (own.is === 'item') show({ id: own.item.id, name: t('terminal.place.own'), path: own.item.path });
  show({ id: 'shared', name: t('terminal.place.shared'), path: 'shared' });
  show({ id: rootFolder, name: t('terminal.place.repository'), path: '/' });
  for (let skip = 0, hasMore = true; hasMore;) {
    const page = await app.handlers['browse.sites']({ connectionId, which: 'all', skip, limit: pageLength });
    for (const { id, nodeId, title } of page.sites)
      show({ id: nodeId, name: title || id, path: `/Sites/${id}/documentLibrary` });
    skip += page.sites.length;
    hasMore = page.hasMore;
  }
  return exitCodes.saved;
}
