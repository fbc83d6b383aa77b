/** What floats over the rest once it is opened, and a button whose panel is still on its way. */
const floating = '[role=dialog], [role=menu], .curtain, [aria-haspopup][aria-expanded=true]';
/** What acts on downloads: pausing twice would be going on, and asking anew twice would be two downloads. */
const once = '[data-once]';
/** The longest time that systems have between the two, milliseconds: the browser counts clicks, but not pointers that go down. */
const soon = 900;

let last: MouseEvent | undefined;
let before: Element[] = [];

function handle(event: MouseEvent): void {
  const now = [...document.querySelectorAll(floating)];
  const isDown = event.type === 'pointerdown';
  const isAgain =
    isDown && last
      ? event.button === last.button &&
        event.timeStamp - last.timeStamp < soon &&
        Math.hypot(event.x - last.x, event.y - last.y) < 5
      : event.detail > 1;
  if (isDown) last = event;
  if (!isAgain) {
    if (isDown) before = now;
  } else if (
    now.some((element) => !before.includes(element)) ||
    before.some((element) => element.role === 'dialog' && !now.includes(element)) ||
    (event.target as Element).closest?.(once)
  ) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

/**
 * Many people click everything twice. What the first click opened is not closed by the second, and nothing in it is pressed:
 * it came under the mouse a moment ago, as did what lay under a dialog that the first one closed.
 */
export function ignoreSecondClicks(): void {
  for (const name of ['pointerdown', 'click', 'dblclick'] as const) addEventListener(name, handle, true);
}
