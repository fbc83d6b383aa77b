import type { HistorySort } from '../../../src-shared/contract.ts';
import { foldText, searchedText, searchWords } from '../../../src-shared/fold-text.ts';
import type { Job } from '../../../src-shared/job/job.ts';
import type { HistoryQuery } from '../../core/ports.ts';

/** What of a job the history is searched by, but for its server's name: that may change, and is looked up with each search. */
export function searchedOf({ name, request, state }: Job): string {
  const type = request.kind === 'bridge' ? request.downloadType : null;
  return searchedText(name, request.kind, type, state.is === 'saved' ? state.fileName : null);
}

/** The words of a search, each with the ids of the servers whose names hold it. */
export function wordsOf({ text, servers = [] }: HistoryQuery): { word: string; servers: string[] }[] {
  const folded = servers.map(({ id, name }) => ({ id, name: foldText(name) }));
  return searchWords(text).map((word) => ({
    word,
    servers: folded.filter(({ name }) => name.includes(word)).map(({ id }) => id),
  }));
}

/** The column of each order. What has no size comes last either way. */
const columns: Record<HistorySort['by'], string> = {
  name: 'name_folded',
  state: 'state',
  size: 'size',
  ended: 'changed_at',
  added: 'created_at',
};

/** The rows of a query as SQL after `SELECT …`, with its values; `order` is the clause for their order. */
export function historySql(query: HistoryQuery): { from: string; values: string[]; order: string } {
  const words = wordsOf(query);
  const values = words.flatMap(({ word, servers }) => [word, JSON.stringify(servers)]);
  const conditions = words.map(
    () => 'AND (instr(searched, ?) > 0 OR connection_id IN (SELECT value FROM json_each(?)))',
  );
  const { without = [], sort } = query;
  if (without.length > 0) {
    conditions.push('AND id NOT IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(without));
  }
  const newest = 'changed_at DESC, id DESC';
  const column = sort && columns[sort.by];
  return {
    from: `FROM jobs WHERE final = 1 AND set_aside = 0 ${conditions.join(' ')}`,
    values,
    order: column ? `${column} IS NULL, ${column} ${sort.descending ? 'DESC' : 'ASC'}, ${newest}` : newest,
  };
}
