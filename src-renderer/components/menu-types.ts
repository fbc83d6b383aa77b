import type { Component } from 'svelte';

/** One line of a menu. */
export interface MenuItem {
  label: string;
  icon?: Component<{ size?: number; strokeWidth?: number }>;
  /** Ends or removes something. */
  isDanger?: boolean;
  /** A hairline stands above it. */
  isApart?: boolean;
  /** One of several choices that are set; undefined for a line that isn't a choice. */
  isChecked?: boolean;
  /** It can't be done now. */
  isDisabled?: boolean;
  /** It opens these instead of doing something. */
  items?: MenuItem[];
  run?: () => void;
}

/** What a menu opens at: a button, or a point. */
export type MenuAnchor = HTMLElement | { getBoundingClientRect: () => DOMRect };

/** A menu that is open for what is chosen in a list. */
export interface OpenJobMenu {
  /** The line that it was opened on. */
  key: string;
  anchor: MenuAnchor;
  /** Where the focus goes back to. */
  returnTo: HTMLElement | null;
}

/** What a menu is made of. */
export interface MenuProps {
  label: string;
  anchor: MenuAnchor;
  items: MenuItem[];
  /** A line or two above all items, for reading. */
  note?: string[];
  onclose: () => void;
  /** Where the focus goes back to. */
  returnTo?: HTMLElement | null;
}
