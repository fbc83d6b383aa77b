import { createContext } from 'svelte';

/** Why Ferry doesn't answer, or null while it does; set by the shell. */
export const [lostLink, setLostLink] = createContext<() => 'restarted' | 'refused' | 'odd' | 'gone' | null>();
