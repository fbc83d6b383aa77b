import { menuPanel, popoverPanel } from '../../components/lazy-views.ts';
import { Lazy } from '../../components/lazy.ts';
import type { LanguageState } from '../../state/language.svelte.ts';
import { folderPicker } from '../folders/lazy-views.ts';
import { plotting } from '../history/plots/lazy-views.ts';
import { inboxList } from '../inbox/lazy-views.ts';
import { bulkBar, columnsFields, jobMenu, noMatch } from '../jobs/lazy-views.ts';
import { focusFinder } from './keep-focus.ts';

/** What the first screen doesn't need. */
export const lazyViews = {
  bandwidth: new Lazy(async () => (await import('./BandwidthFields.svelte')).default),
  details: new Lazy(async () => (await import('../details/DetailsPane.svelte')).default),
  dialogs: new Lazy(async () => (await import('./OpenedDialog.svelte')).default),
  health: new Lazy(async () => (await import('./HealthList.svelte')).default),
  settings: new Lazy(async () => (await import('../settings/SettingsView.svelte')).default),
  /** With its filters and tools, which may stand in the toolbar: where those are missing, so is the view, which tells. */
  history: new Lazy(() => import('../history/history-parts.ts')),
};

/** Resolves when the browser has nothing else to do; Safari can't tell, and waits for a while. */
const idle = (): Promise<void> =>
  new Promise((resolve) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => resolve());
    else setTimeout(resolve, 200);
  });

/**
 * Loads all that the first screen left out, one after the other while nothing else happens: then nobody waits for it, and it
 * is here when Ferry isn't. What can't be loaded is told where it is shown; then Ferry has just gone, and asking for the rest
 * would only have the browser keep one more failure.
 */
export async function loadWhileIdle(language: LanguageState): Promise<void> {
  const all = [
    { load: async () => (await import('../../components/double-click.ts')).ignoreSecondClicks() },
    ...[focusFinder, menuPanel, popoverPanel],
    ...Object.values(lazyViews),
    ...[jobMenu, bulkBar, noMatch, columnsFields, folderPicker, inboxList, plotting],
    { load: () => language.loadAll() },
  ];
  for (const view of all) {
    await idle();
    try {
      await view.load();
    } catch {
      return;
    }
  }
}
