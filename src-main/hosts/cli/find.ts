import { FailedError } from '../../../src-shared/failures/failure.ts';
import { t } from '../../../src-shared/language/index.ts';
import { nothing } from './browse.ts';
import type { FindCommand } from './commands.ts';
import { findOrSave } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import type { Session } from './session.ts';
import { signedIn } from './sign-in.ts';

const pageLength = 100;
/** So many are shown: who needs more needs more words. */
const most = 1_000;

/** `ferry find`: documents and folders with all these words in their names or contents. */
export async function find(session: Session, command: FindCommand): Promise<ExitCode> {
  const { app, output, signal } = session;
  const text = command.words.join(' ');
  const connection = await findOrSave(session, command);
  const stuck = await signedIn(session, connection, { ways: command.ways, next: 'question' });
  if (stuck !== null) return stuck;
  let skip = 0;
  try {
    for (let hasMore = true; hasMore;) {
      signal.throwIfAborted();
      const wanted = { connectionId: connection.id, text, within: null, skip, limit: pageLength };
      const page = await app.handlers['browse.search'](wanted);
      if (skip === 0 && page.by === 'names') output.noted(t('terminal.nothing.namesOnly'));
      for (const item of page.items) output.found(item);
      skip += page.items.length;
      hasMore = page.hasMore && skip < most;
      if (page.hasMore && !hasMore) output.noted(t('terminal.nothing.more', { count: skip }));
    }
  } catch (error) {
    if (!(error instanceof FailedError) || error.failure.kind !== 'unsupported') throw error;
    return nothing(session, t('terminal.nothing.noSearch'));
  }
  return skip > 0 ? exitCodes.saved : nothing(session, t('terminal.nothing.found', { words: text }));
}
