import { foldText } from '../../../src-shared/fold-text.ts';
import type { Connection } from '../../../src-shared/connection.ts';
import { everything } from '../../../src-shared/history/history.ts';
import { historyPieces } from '../../../src-shared/history/history-file.ts';
import { said, t } from '../../../src-shared/language/index.ts';
import { readConnections } from '../../adapters/config-conf.ts';
import { readJobStore } from '../../adapters/store/job-reader.ts';
import { orUnreadable } from '../../adapters/store/unreadable-list.ts';
import { Search } from '../../adapters/store/search/search.ts';
import { SearchIndex } from '../../adapters/store/search/search-index.ts';
import { exportedEntries } from '../../core/history-export.ts';
import { oneLine, printPiece, printText } from '../print.ts';
import type { HistoryCommand } from './commands.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { historyText } from './history-text.ts';

/** `ferry history`: finished downloads, newest first, one after the other. It only reads; a search may find none. */
export async function history(command: HistoryCommand, signal: AbortSignal): Promise<ExitCode> {
  const { dataFolder, search: text, since, until, server } = command;
  const format = command.format ?? (process.stdout.isTTY ? 'text' : 'csv');
  const connections = readConnections(dataFolder);
  const named = server === null ? [] : connections.filter((connection) => isCalled(connection, server));
  if (server !== null && named.length === 0)
    printText(process.stderr, oneLine(t('terminal.history.noServer', { name: server })));
  const servers = server === null ? [] : ['', ...named.map(({ id }) => id)];
  const query = {
    text,
    filter: { ...everything, from: since, to: until, servers },
    sort: null,
    without: [],
    servers: connections.map(({ id, name }) => ({ id, name })),
  };
  const store = readJobStore(dataFolder);
  let index: SearchIndex | null = null;
  try {
    index = new SearchIndex(dataFolder);
    const search = new Search(index);
    const entries = exportedEntries(query, {
      query: (...asked) => search.query(...asked),
      store,
      say: said,
    });
    let found = 0;
    const seen = counted(entries, (count) => (found += count));
    for await (const piece of format === 'text' ? historyText(seen) : historyPieces(format, seen)) {
      signal.throwIfAborted();
      await printPiece(process.stdout, piece);
      // Its reader has seen enough.
      if (process.stdout.destroyed) break;
    }
    if (found > 0) return exitCodes.saved;
    if (server !== null && named.length === 0) return exitCodes.failed;
    if (text !== '') printText(process.stderr, oneLine(t('terminal.nothing.found', { words: text })));
    // Programs see it for themselves.
    else if (format === 'text') printText(process.stderr, t('terminal.history.none'));
    return text === '' ? exitCodes.saved : exitCodes.failed;
  } catch (error) {
    throw orUnreadable(error, dataFolder);
  } finally {
    index?.close();
    store.close();
  }
}

/** The same entries; says how many each time some of them come. */
async function* counted<T>(entries: AsyncIterable<T[]>, tell: (count: number) => void): AsyncGenerator<T[]> {
  for await (const some of entries) {
    tell(some.length);
    yield some;
  }
}

function isCalled({ name, baseUrl }: Connection, wanted: string): boolean {
  return foldText(name) === foldText(wanted) || baseUrl === wanted || URL.parse(baseUrl)?.host === wanted;
}
