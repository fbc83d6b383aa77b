const reachable =
  ':is(button, input, textarea, select, a[href], [tabindex="0"]):not(:disabled, [tabindex="-1"])';

const isThere = (element: Element): boolean =>
  element.isConnected && element.checkVisibility() && !element.matches(':disabled, [inert] *');

/** Where the keyboard goes on inside of an element: in the list where it has one, else at the first control. */
function entryOf(place: Element): HTMLElement | undefined {
  const all = [
    ...place.querySelectorAll<HTMLElement>('[role=row][tabindex="0"]'),
    ...place.querySelectorAll<HTMLElement>(reachable),
  ];
  return all.find(isThere);
}

/**
 * Keeps the focus on the page. A control that goes, or is disabled, while it has the focus leaves it to nobody, and the
 * keyboard would begin at the page's top: what is nearest to where it was takes it, once whoever made it go has had the
 * chance to say where. To be called with each `focusout`.
 */
export function keepFocus({ target, relatedTarget }: FocusEvent): void {
  if (relatedTarget !== null || !(target instanceof Element)) return;
  const places: Element[] = [];
  for (let place = target.parentElement; place; place = place.parentElement) places.push(place);
  setTimeout(() => {
    // Who clicks beside a control leaves it there.
    if (document.activeElement !== document.body || isThere(target)) return;
    const main = document.querySelector('main');
    const near = places.find((place) => isThere(place) && !place.contains(main) && entryOf(place)) ?? main;
    if (near) entryOf(near)?.focus();
  });
}
