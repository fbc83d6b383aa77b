import type { MonthCount } from '../../src-shared/history/history.ts';

/** The lines of a history in its months: a heading over the rows of each. Rows have places, which count no headings. */
export class MonthLines {
  readonly count: number;
  readonly #months: readonly MonthCount[];
  /** The line of each month's heading, in their order. */
  readonly #headings: number[] = [];
  readonly #monthOf = new Map<number, MonthCount>();

  /** @param months empty for rows that stand in no months; else they count all rows */
  constructor(total: number, months: readonly MonthCount[]) {
    this.#months = months;
    this.count = total + months.length;
    let line = 0;
    for (const month of months) {
      this.#headings.push(line);
      this.#monthOf.set(line, month);
      line += month.count + 1;
    }
  }

  /** The month that a line is the heading of. */
  monthAt(line: number): MonthCount | undefined {
    return this.#monthOf.get(line);
  }

  /** The place of the row in a line; of a heading, that of the first row under it. */
  placeOf(line: number): number {
    let before = this.#headings.findIndex((heading) => heading >= line);
    if (before < 0) before = this.#months.length;
    return line - before;
  }

  /** The line of the row at a place. */
  lineOf(place: number): number {
    const after = this.#headings.findIndex((heading, index) => heading - index > place);
    return place + (after < 0 ? this.#months.length : after);
  }
}
