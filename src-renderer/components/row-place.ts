/** Where a line stands in its list, and how. */
export interface RowPlace {
  /** Among all lines, from 0. */
  index: number;
  tabindex: 0 | -1;
  isSelected: boolean;
  /** The details are about it. */
  isLead: boolean;
  isMenuOpen: boolean;
  /** The list has groups. */
  isTree: boolean;
  /** 2 under a group's heading. */
  level: 1 | 2;
}
