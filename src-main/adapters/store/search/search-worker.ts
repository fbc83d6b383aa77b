/** The thread that searches the history; `history-search.ts` starts it and is the only one to use it. */
import { parentPort, workerData } from 'node:worker_threads';
import { toOpeningError } from '../sqlite-error.ts';
import { Search } from './search.ts';
import { SearchIndex } from './search-index.ts';
import type { SearchAnswer, SearchOrder } from './search-orders.ts';

const { folder } = workerData as { folder: string };
let search: Search | null = null;

const answer = (what: SearchAnswer): void => parentPort?.postMessage(what);

parentPort?.on('message', ({ order, does, asked }: SearchOrder) => {
  try {
    search ??= new Search(new SearchIndex(folder));
    const work = search[does].bind(search) as (...asked: unknown[]) => unknown;
    answer({ order, answer: work(...asked) });
  } catch (error) {
    answer({ order, failure: toOpeningError(error, folder).failure });
  }
});
