/** The history with what of it may stand in the toolbar: where one of them is missing, so are the others. */
export { default as HistoryFilters } from './HistoryFilters.svelte';
export { default as HistoryTools } from './HistoryTools.svelte';
export { default as HistoryView } from './HistoryView.svelte';
