import { said } from '../../src-shared/language/index.ts';
import type { HistoryPlots } from '../../src-shared/history/history-plots.ts';
import type { HistoryPage, HistoryQuery, HistorySearch } from '../../src-main/core/ports.ts';
import type { FakeJobStore } from './fake-job-store.ts';

const all = 100_000;
/** Of no downloads. */
export const noPlots: HistoryPlots = { unit: 'day', times: [], spots: [], setbacks: [], types: [] };

/**
 * Finds by the names of jobs and servers, by servers and by the end of time alone, newest first: what is found otherwise,
 * the real search shows.
 */
export class FakeHistorySearch implements HistorySearch {
  readonly #store: FakeJobStore;

  constructor(store: FakeJobStore) {
    this.#store = store;
  }

  async query(query: HistoryQuery, offset: number, limit: number): Promise<HistoryPage> {
    const words = query.text.toLowerCase().split(/\s+/).filter(Boolean);
    const serverOf = (id: string): string => query.servers.find((server) => server.id === id)?.name ?? '';
    const found = this.#store
      .history({ offset: 0, limit: all })
      .jobs.filter(({ id, removal }) => !removal && !query.without.includes(id))
      .filter(({ connectionId, changedAt }) => {
        const { servers, to } = query.filter;
        return (servers.length === 0 || servers.includes(connectionId)) && (to === null || changedAt < to);
      })
      .filter(({ name, connectionId }) => {
        const text = `${said(name)} ${serverOf(connectionId)}`.toLowerCase();
        return words.every((word) => text.includes(word));
      });
    const jobIds = found.slice(offset, offset + limit).map(({ id }) => id);
    return { jobIds, total: found.length, months: [], found: [] };
  }

  async plots(): Promise<HistoryPlots> {
    return noPlots;
  }

  async close(): Promise<void> {}
}
