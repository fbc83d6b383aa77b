import type { Failure } from '../../../../src-shared/failures/failure.ts';
import type { HistoryPlots } from '../../../../src-shared/history/history-plots.ts';
import type { HistoryPage, HistoryQuery } from '../../../core/ports.ts';

/** What can be asked of the thread that searches, and what it answers. */
export interface SearchWork {
  plots: { asked: [query: HistoryQuery]; answer: HistoryPlots };
  query: { asked: [query: HistoryQuery, offset: number, limit: number]; answer: HistoryPage };
}

/** Asked of the thread; answered with the same number. */
export type SearchOrder = {
  [Name in keyof SearchWork]: { order: number; does: Name; asked: SearchWork[Name]['asked'] };
}[keyof SearchWork];

/** An answer, or what went wrong. */
export type SearchAnswer = { order: number } & ({ answer: unknown } | { failure: Failure });
