/** A rectangle on the desktop, in pixels that don't depend on the display's density. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** So much of a window's upper edge must be on a display, for a hand to reach it. */
const reachable = { width: 120, height: 40 };

const overlap = (from: number, length: number, otherFrom: number, otherLength: number): number =>
  Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom);

/**
 * Where a window opens that was left somewhere: there, if enough of its upper edge is still on a display, cut to what
 * that display has room for; else in the system's own place, which is what no `x` and `y` mean. Displays come and go.
 *
 * @param areas of each display what no bar or dock covers
 */
export function windowPlace(
  left: Partial<Rectangle> & Pick<Rectangle, 'width' | 'height'>,
  areas: readonly Rectangle[],
): Partial<Rectangle> & Pick<Rectangle, 'width' | 'height'> {
  const { x, y, width, height } = left;
  const area =
    x === undefined || y === undefined
      ? undefined
      : areas.find(
          (one) =>
            overlap(x, width, one.x, one.width) >= reachable.width &&
            overlap(y, reachable.height, one.y, one.height) >= reachable.height,
        );
  if (area)
    return { x: x!, y: y!, width: Math.min(width, area.width), height: Math.min(height, area.height) };
  const roomiest = areas.toSorted((one, other) => other.width * other.height - one.width * one.height)[0];
  return {
    width: Math.min(width, roomiest?.width ?? width),
    height: Math.min(height, roomiest?.height ?? height),
  };
}
