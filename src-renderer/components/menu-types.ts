import type { Component } from 'svelte';

/** One line of a menu. */
export interface MenuItem {
  label: string;
  icon?: Component<{ size?: number; strokeWidth?: number }>;
  /** Ends or removes something. */
  isDanger?: boolean;
  /** A hairline stands above it. */
  isApart?: boolean;
  run: () => void;
}

/** What a menu opens at: a button, or a point. */
export type MenuAnchor = HTMLElement | { getBoundingClientRect: () => DOMRect };

/** A menu that is open for a job. */
export interface OpenJobMenu {
  jobId: string;
  anchor: MenuAnchor;
  /** Where the focus goes back to. */
  returnTo: HTMLElement | null;
}
