import { app, nativeImage } from 'electron';
import type { BrowserWindow } from 'electron';
import { join } from 'node:path';
import { badgeFor } from '../../desktop/by-system.ts';
import type { Places } from './places.ts';

/** What the program's icon tells of what needs the user. */
export interface AppBadge {
  /** Shows so many; a picture is only set where its words have changed. */
  show(needUser: number): void;
  /** Shows it in a window that has lost it, or never had it. */
  showAnew(): void;
}

/** @param browser the window as it is now, which may be destroyed */
export function createBadge(
  { platform, icons }: Pick<Places, 'platform' | 'icons'>,
  browser: () => BrowserWindow,
): AppBadge {
  let last = 0;
  /** The words of the picture that was set last; null where the window may show anything. */
  let shown: string | null = null;
  const show = (needUser: number): void => {
    last = needUser;
    const badge = badgeFor(platform, needUser);
    if (badge.is === 'number') {
      app.setBadgeCount(badge.number);
      return;
    }
    const { file, words } = badge;
    if (words === shown || browser().isDestroyed()) return;
    shown = words;
    browser().setOverlayIcon(file === null ? null : nativeImage.createFromPath(join(icons, file)), words);
  };
  return {
    show,
    showAnew: () => {
      shown = null;
      show(last);
    },
  };
}
