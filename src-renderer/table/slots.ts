/** A line on the page. `slot` is the number of the element that shows it. */
export interface ShownLine {
  slot: number;
  index: number;
}

/**
 * Which element shows which line of a list. A line keeps its element while it is shown, and one that comes takes the
 * element of one that went: to fill an element anew is a part of the work of making one, and leaves nothing to collect.
 */
export class Slots {
  /** What is shown, by the lines' keys, in the order of the elements on the page. */
  #shown = new Map<string, ShownLine>();
  #made = 0;

  /**
   * The elements for these lines. A line that stands where it stood is the same object as before.
   *
   * @param isMoving leaves every element at its place on the page, for to move one is to lay it out anew; else they come
   * in the order of the lines, for who hears the page
   */
  show(indexes: readonly number[], keyOf: (index: number) => string, isMoving: boolean): ShownLine[] {
    const before = this.#shown;
    const coming = new Map(indexes.map((index) => [keyOf(index), index]));
    const free = [...before].filter(([key]) => !coming.has(key)).map(([, { slot }]) => slot);
    const lines = [...coming].map(([key, index]): [string, ShownLine] => {
      const old = before.get(key);
      if (old?.index === index) return [key, old];
      return [key, { slot: old?.slot ?? free.shift() ?? this.#made++, index }];
    });
    if (isMoving) {
      const places = new Map([...before.values()].map(({ slot }, place) => [slot, place]));
      const placeOf = ({ slot }: ShownLine): number => places.get(slot) ?? Infinity;
      lines.sort(([, one], [, other]) => Math.sign(placeOf(one) - placeOf(other)) || 0);
    }
    this.#shown = new Map(lines);
    return lines.map(([, line]) => line);
  }
}
