/** Milliseconds. */
const enough = 40;

/** Whether the pointer rests on something: a list that is scrolled runs through under it, and only where it rests is meant. */
export class PointerRest {
  rests = $state(false);
  #coming: ReturnType<typeof setTimeout> | undefined;

  /** It came, or it left. */
  came(isThere: boolean): void {
    clearTimeout(this.#coming);
    if (isThere) this.#coming = setTimeout(() => (this.rests = true), enough);
    else this.rests = false;
  }
}
