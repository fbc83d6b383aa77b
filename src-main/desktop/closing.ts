import type { Settings } from '../../src-shared/settings.ts';

/** What becomes of a window that the user closes while Ferry goes on. */
export type Closing = 'hide' | 'leave-full-screen' | 'minimize' | 'quit';

export interface ClosingFacts {
  platform: NodeJS.Platform;
  /** A sign in the tray is seen, and brings the window back. */
  isInTray: boolean;
  isFullScreen: boolean;
  settings: Pick<Settings, 'closeWithoutTray'>;
}

/**
 * Decides what closing the window does. On macOS the Dock brings it back; elsewhere only the tray does, and where
 * nobody sees a tray, the window must not vanish. `leave-full-screen` is followed by `hide`: a window that is hidden
 * in full screen leaves a black space behind.
 */
export function closingOf({ platform, isInTray, isFullScreen, settings }: ClosingFacts): Closing {
  if (platform === 'darwin') return isFullScreen ? 'leave-full-screen' : 'hide';
  return isInTray ? 'hide' : settings.closeWithoutTray;
}
