import { onDestroy } from 'svelte';

/**
 * Whether the component that asks this while it is made is still on the screen. A dialog may be left while its answer is
 * awaited; what comes then is told elsewhere.
 */
export function trackMounted(): () => boolean {
  let isMounted = true;
  onDestroy(() => (isMounted = false));
  return () => isMounted;
}
