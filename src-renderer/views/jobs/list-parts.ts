/** What a list has besides its rows once somebody asks for it: each is small, so they come in one script. */
export { default as BulkBar } from './BulkBar.svelte';
export { default as ColumnsFields } from './ColumnsFields.svelte';
export { default as JobMenu } from './JobMenu.svelte';
export { default as NoMatch } from './NoMatch.svelte';
