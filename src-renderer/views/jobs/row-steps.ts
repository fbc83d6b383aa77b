/** So many lines up (negative) or down for these rows. */
interface Steps {
  rows: ReadonlySet<string>;
  by: number;
}

const isSame = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  one.size === other.size && [...one].every((row) => other.has(row));

/**
 * Rows that keys move line by line. While a move is on its way the list still shows the order before it, so the steps
 * asked for meanwhile are taken together afterwards: each press of a key counts.
 */
export class RowSteps {
  #waiting: Steps[] = [];
  #isMoving = false;
  readonly #move: (steps: Steps) => Promise<void>;

  /** @param move resolves when the list shows the new order */
  constructor(move: (steps: Steps) => Promise<void>) {
    this.#move = move;
  }

  async take({ rows, by }: Steps): Promise<void> {
    const last = this.#waiting.at(-1);
    if (last && isSame(last.rows, rows)) last.by += by;
    else this.#waiting.push({ rows, by });
    if (this.#isMoving) return;
    this.#isMoving = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) await this.#move(next);
    this.#isMoving = false;
  }
}
