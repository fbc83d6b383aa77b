import { createContext } from 'svelte';

/** Whether Ferry answers; set by the shell. */
export const [reachable, setReachable] = createContext<() => boolean>();
