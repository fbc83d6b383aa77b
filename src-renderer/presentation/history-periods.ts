import { everything } from '../../src-shared/history/history.ts';
import type { HistoryFilter, Period } from '../../src-shared/history/history.ts';

/** The days that a period means now, by this machine's calendar. Milliseconds since 1970. */
export function periodBounds(period: Period, now: number): { from: number; to: number | null } {
  const date = new Date(now);
  const [year, month, day] = [date.getFullYear(), date.getMonth(), date.getDate()];
  const since = (...from: [number, number, number]): { from: number; to: null } => ({
    from: new Date(...from).getTime(),
    to: null,
  });
  switch (period) {
    case 'today':
      return since(year, month, day);
    case 'week':
      return since(year, month, day - 6);
    case 'month':
      return since(year, month, day - 29);
    case 'thisMonth':
      return since(year, month, 1);
    case 'lastMonth':
      return { from: new Date(year, month - 1, 1).getTime(), to: new Date(year, month, 1).getTime() };
    case 'year':
      return since(year, 0, 1);
    case 'lastYear':
      return { from: new Date(year - 1, 0, 1).getTime(), to: new Date(year, 0, 1).getTime() };
  }
}

/** Whether a filter leaves anything out. */
export function isNarrowing(filter: HistoryFilter): boolean {
  return JSON.stringify({ ...everything, ...filter }) !== JSON.stringify(everything);
}

/** The entry of what was split is no download: it is among them, and counted, only where it is asked for. */
export function downloadsOnly(filter: HistoryFilter): HistoryFilter {
  return filter.ends.length > 0 ? filter : { ...filter, ends: ['saved', 'noted', 'cancelled'] };
}
