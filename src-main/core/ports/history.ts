import type { HistoryPlots } from '../../../src-shared/history/history-plots.ts';
import type {
  HistoryFilter,
  HistorySort,
  MonthCount,
  WhereFound,
} from '../../../src-shared/history/history.ts';

/** What is looked for in the history. */
export interface HistoryQuery {
  /**
   * Words that must all occur in a download: in its name, its server's, its folder, its type, what was asked for, or a
   * name inside its zip. One of under three letters narrows what was found, unless nothing would be left.
   */
  text: string;
  filter: HistoryFilter;
  /** Newest first without it. */
  sort: HistorySort | null;
  /** Ids of jobs to leave out and not to count. */
  without: readonly string[];
  /** What servers are called now: jobs know their ids only. */
  servers: readonly { id: string; name: string }[];
}

/** A page of what was found. */
export interface HistoryPage {
  jobIds: string[];
  total: number;
  /** All that was found, by the month of its end, in the page's order; empty where that isn't by time. */
  months: MonthCount[];
  /** Of the page's jobs; empty where nothing was searched for. */
  found: WhereFound[];
}

/**
 * Looks through the final jobs, beside the main thread. What it knows is made from the jobs alone and brought up to date
 * before each answer. Rejects with `internal`.
 */
export interface HistorySearch {
  /** Rows from `offset` on, at most `limit`. */
  query(query: HistoryQuery, offset: number, limit: number): Promise<HistoryPage>;
  /** What is plotted of all that is found. */
  plots(query: HistoryQuery): Promise<HistoryPlots>;
  close(): Promise<void>;
}
