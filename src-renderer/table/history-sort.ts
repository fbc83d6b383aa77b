import type { HistorySort } from '../../src-shared/history/history.ts';
import type { ColumnId, TableSort } from '../../src-shared/table-layout.ts';

const orders: Partial<Record<ColumnId, HistorySort['by']>> = {
  name: 'name',
  status: 'state',
  size: 'size',
  time: 'ended',
  added: 'added',
  type: 'asked',
};

/** The order that the app is asked for; null for newest first. */
export function historySort(sort: TableSort | null): HistorySort | null {
  const by = sort && orders[sort.column];
  return by ? { by, descending: sort.descending } : null;
}
