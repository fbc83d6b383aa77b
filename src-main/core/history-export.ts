import { historyEntry } from '../../src-shared/history/history-file.ts';
import type { HistoryEntry } from '../../src-shared/history/history-file.ts';
import type { Words } from '../../src-shared/language/words.ts';
import type { HistoryPage, HistoryQuery, JobStore } from './ports.ts';

/** What is looked up at a time: others have their turn in between. */
const pageSize = 100;

/** Where entries come from. */
export interface ExportSources {
  /** A page of what is found, as `HistorySearch.query` gives it. */
  query: (query: HistoryQuery, offset: number, limit: number) => HistoryPage | Promise<HistoryPage>;
  store: Pick<JobStore, 'job' | 'contents'>;
  say: (words: Words) => string;
}

/**
 * All that a query finds, some at a time, each once. What comes or goes meanwhile moves the others, and costs none of them:
 * behind something that was written nothing older is missing, so each page begins with such a one.
 */
export async function* exportedEntries(
  wanted: HistoryQuery,
  { query, store, say }: ExportSources,
): AsyncGenerator<HistoryEntry[]> {
  const names = new Map(wanted.servers.map(({ id, name }) => [id, name]));
  const written = new Set<string>();
  let total = Infinity;
  for (let offset = 0; offset < total;) {
    const page = await query(wanted, offset, pageSize);
    ({ total } = page);
    if (offset > 0 && !written.has(page.jobIds[0] ?? '')) {
      offset = Math.max(0, offset - pageSize);
      total = Infinity;
      continue;
    }
    offset += pageSize - 1;
    const found = new Map(page.found.map((where) => [where.jobId, where]));
    yield page.jobIds.flatMap((id): HistoryEntry[] => {
      const job = written.has(id) ? null : store.job(id);
      written.add(id);
      if (!job) return [];
      const server = names.get(job.connectionId) ?? '';
      const files = store.contents(id)?.files ?? null;
      return [historyEntry(job, { server, files, found: found.get(id), say })];
    });
  }
}
