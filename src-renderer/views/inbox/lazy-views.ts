import { Lazy } from '../../components/lazy.ts';

/** What the bell lists. */
export const inboxList = new Lazy(async () => (await import('./InboxList.svelte')).default);
