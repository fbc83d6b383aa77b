import { t } from '../../src-shared/language/index.ts';
import type { HostSetting } from '../../src-shared/settings.ts';
import { hiddenSwitch } from './autostart.ts';
import type { TrayState } from './taskbar.ts';

/*
 * What differs between the three systems and is decided by a line: the rest has a module of its own (menus.ts, closing.ts,
 * portable.ts, autostart.ts).
 */

/** The file of the sign for the tray: macOS wants one without colours (`Template` in its name), Windows one of all sizes. */
export function trayFile(platform: NodeJS.Platform, state: TrayState): string {
  const name = state === 'idle' ? 'tray' : `tray-${state}`;
  const ends: Partial<Record<NodeJS.Platform, string>> = { darwin: 'Template.png', win32: '.ico' };
  return `${name}${ends[platform] ?? '.png'}`;
}

/** Whether a click on the sign shows the window: on macOS it opens the menu, which has an entry for it. */
export const traySignOpens = (platform: NodeJS.Platform): boolean => platform !== 'darwin';

/** What the program's icon in the taskbar or the Dock shows of what needs the user. */
export type Badge =
  | { is: 'number'; number: number }
  /** A small picture over the window's own icon, with words for who can't see it; without a file there is none. */
  | { is: 'overlay'; file: string | null; words: string };

/** The file of that picture. */
export const overlayFile = 'badge.png';

/** Windows has no numbers on icons. */
export function badgeFor(platform: NodeJS.Platform, needUser: number): Badge {
  if (platform !== 'win32') return { is: 'number', number: needUser };
  if (needUser === 0) return { is: 'overlay', file: null, words: '' };
  return { is: 'overlay', file: overlayFile, words: t('desktop.count.needYou', { count: needUser }) };
}

/**
 * What Electron is told about a start at login; null for Linux, which has a file for that (autostart.ts). Windows hands the
 * switch over, macOS takes none and says afterwards that it was so.
 */
export function loginItemFor(
  platform: NodeJS.Platform,
  openAtLogin: boolean,
): { openAtLogin: boolean; args?: string[] } | null {
  if (platform === 'linux') return null;
  return platform === 'darwin' ? { openAtLogin } : { openAtLogin, args: [`--${hiddenSwitch}`] };
}

/** Whether a start shows no window: where the switch says so, on macOS where the system started it at login. */
export const startsHidden = (
  platform: NodeJS.Platform,
  start: { hasSwitch: boolean; wasAtLogin: () => boolean },
): boolean => start.hasSwitch || (platform === 'darwin' && start.wasAtLogin());

/** The settings of a program with a window of its own; only Linux may lack a tray, and what is portable isn't installed. */
export const desktopSettings = (platform: NodeJS.Platform, isPortable: boolean): HostSetting[] => [
  'awakeWhilePreparing',
  ...(isPortable ? [] : (['startAtLogin', 'updateChannel'] as const)),
  'notifySaved',
  'notifyFailed',
  'notifySignIn',
  'notifySound',
  'whenAllDone',
  ...(platform === 'linux' ? (['closeWithoutTray'] as const) : []),
];
