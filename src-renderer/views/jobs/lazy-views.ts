import { Lazy } from '../../components/lazy.ts';

/** What can be done about the rows that are chosen, as a menu. */
export const jobMenu = new Lazy(async () => (await import('./list-parts.ts')).JobMenu);
/** The same as a bar, where several are. */
export const bulkBar = new Lazy(async () => (await import('./list-parts.ts')).BulkBar);
/** What is found elsewhere, where a search finds nothing in a list. */
export const noMatch = new Lazy(async () => (await import('./list-parts.ts')).NoMatch);
/** How the columns of a list are arranged. */
export const columnsFields = new Lazy(async () => (await import('./list-parts.ts')).ColumnsFields);
