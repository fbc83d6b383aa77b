/** What a list can be asked to do by who shows it. */
export interface ListHandle {
  /** The keyboard's focus is in it, or was until what had it went. */
  hasFocus(): boolean;
  /** Brings an entry into sight and puts the keyboard's focus on it. */
  focus(index: number): Promise<void>;
  /** How far Page Up and Page Down go. */
  rowsInPage(): number;
  /** The gap next to a height on the screen: its number is that of the entry under it. */
  gapAt(clientY: number): number;
  /** Scrolls on while something is held near an edge. */
  scrollNear(clientY: number): void;
}
