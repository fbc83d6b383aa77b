import { Lazy } from '../../components/lazy.ts';

/** The dialog of the folders that are listed. */
export const folderPicker = new Lazy(async () => (await import('./FolderPicker.svelte')).default);
