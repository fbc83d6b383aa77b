import { Lazy } from '../../components/lazy.ts';

/** How the columns of a list are arranged. */
export const columnsFields = new Lazy(async () => (await import('./ColumnsFields.svelte')).default);
