import { Lazy } from './lazy.ts';

/** What floats over the window once it is asked for. */
export const menuPanel = new Lazy(async () => (await import('./MenuPanel.svelte')).default);
export const popoverPanel = new Lazy(async () => (await import('./PopoverPanel.svelte')).default);
