import type { FocusableElement } from 'tabbable';
import { Lazy } from '../../components/lazy.ts';

/** Finds out what the keyboard can reach. */
export const focusFinder = new Lazy(() => import('tabbable'));

/** Where the keyboard goes on inside of an element: in the list where it has one, else at the first control. */
async function entryOf(place: Element): Promise<FocusableElement | undefined> {
  const { tabbable } = await focusFinder.now;
  const all = tabbable(place);
  return all.find((element) => element.matches('[role=row]')) ?? all[0];
}

/**
 * Keeps the focus on the page. A control that goes, or is disabled, while it has the focus leaves it to nobody, and the
 * keyboard would begin at the page's top: what is nearest to where it was takes it, once whoever made it go has had the
 * chance to say where. To be called with each `focusout`; a browser that tells of none then (Chromium does) does as it
 * always did.
 */
export function keepFocus({ target, relatedTarget }: FocusEvent): void {
  if (relatedTarget !== null || !(target instanceof Element)) return;
  const places: Element[] = [];
  for (let place = target.parentElement; place; place = place.parentElement) places.push(place);
  setTimeout(() => void moveOn(target, places).catch(() => undefined));
}

async function moveOn(target: Element, places: readonly Element[]): Promise<void> {
  const { isTabbable } = await focusFinder.now;
  // Who clicks beside a control leaves it there.
  if (document.activeElement !== document.body || (target.isConnected && isTabbable(target))) return;
  const main = document.querySelector('main');
  for (const place of places) {
    // From here on the middle of the window is nearest.
    if (place.contains(main)) return focusMain();
    const entry = place.isConnected ? await entryOf(place) : undefined;
    if (entry) return entry.focus();
  }
  await focusMain();
}

/** Puts the focus into the middle of the window: into the list, where there is one. */
export async function focusMain(): Promise<void> {
  const main = document.querySelector('main');
  if (main) (await entryOf(main))?.focus();
}
