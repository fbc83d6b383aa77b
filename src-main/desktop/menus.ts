import { t } from '../../src-shared/language/index.ts';
import type { Key } from '../../src-shared/language/index.ts';

type Name = Key extends infer Full ? (Full extends `desktop.menu.${infer Last}` ? Last : never) : never;

/** What an entry of Ferry's own asks for. */
export type MenuWish =
  | 'about'
  | 'diagnostics'
  | 'licences'
  | 'log'
  | 'newDownload'
  | 'openFolder'
  | 'pauseAll'
  | 'resumeAll'
  | 'selfTest'
  | 'settings'
  | 'shortcuts'
  | 'updates';

/** Electron's names for entries that do what the system's own do; their shortcuts are where they belong. */
export type MenuRole =
  | ('undo' | 'redo' | 'cut' | 'copy' | 'paste' | 'delete' | 'selectAll' | 'close' | 'minimize' | 'quit')
  | ('resetZoom' | 'zoomIn' | 'zoomOut' | 'togglefullscreen' | 'reload' | 'toggleDevTools')
  // For macOS alone.
  | ('services' | 'hide' | 'hideOthers' | 'unhide' | 'zoom' | 'front');

/** An entry; `line` divides. */
export type MenuEntry =
  'line' | { label: string; role: MenuRole } | { label: string; wish: MenuWish; accelerator?: string };

/** A menu of the bar. macOS puts things of its own into those with a role. */
export interface MenuOfBar {
  label: string;
  role?: 'window' | 'help';
  entries: MenuEntry[];
}

/** A task of the taskbar's list on Windows: it starts Ferry once more, with that switch. */
export interface UserTask {
  title: string;
  arguments: string;
}

/** All menus of a system's that aren't the tray's, in the current language. */
export interface Menus {
  bar: MenuOfBar[];
  /** The Dock's, on macOS. */
  dock: MenuEntry[];
  /** The jump list's, on Windows. */
  tasks: UserTask[];
}

const role = (name: Name, which: MenuRole): MenuEntry => ({ label: t(`desktop.menu.${name}`), role: which });
const own = (wish: MenuWish, accelerator?: string): MenuEntry => ({
  label: t(`desktop.menu.${wish}`),
  wish,
  ...(accelerator !== undefined && { accelerator }),
});
const line = 'line' as const;

function macMenu(): MenuOfBar {
  return {
    label: 'Ferry',
    entries: [
      own('about'),
      own('updates'),
      line,
      own('settings', 'CommandOrControl+,'),
      line,
      role('services', 'services'),
      line,
      role('hide', 'hide'),
      role('hideOthers', 'hideOthers'),
      role('showAll', 'unhide'),
      line,
      role('quit', 'quit'),
    ],
  };
}

/** The application's menus by the customs of each system. */
export function menusFor(platform: NodeJS.Platform, isPackaged: boolean): Menus {
  const isMac = platform === 'darwin';
  // The page has a shortcut of its own for it, which is Control+N on every system.
  const newDownload = own('newDownload', isMac ? 'Command+N' : undefined);
  const [pauseAll, resumeAll, openFolder] = [own('pauseAll'), own('resumeAll'), own('openFolder')];
  const file: MenuEntry[] = [
    ...[newDownload, line, pauseAll, resumeAll, openFolder, line],
    ...(isMac
      ? [role('close', 'close')]
      : [own('settings', 'CommandOrControl+,'), line, role('quit', 'quit')]),
  ];
  const edit: MenuEntry[] = [
    ...[role('undo', 'undo'), role('redo', 'redo'), line],
    ...[role('cut', 'cut'), role('copy', 'copy'), role('paste', 'paste'), role('delete', 'delete'), line],
    role('selectAll', 'selectAll'),
  ];
  const view: MenuEntry[] = [
    ...[role('resetZoom', 'resetZoom'), role('zoomIn', 'zoomIn'), role('zoomOut', 'zoomOut'), line],
    role('fullScreen', 'togglefullscreen'),
    ...(isPackaged ? [] : [role('reload', 'reload'), role('developerTools', 'toggleDevTools')]),
  ];
  const window: MenuEntry[] = [
    role('minimize', 'minimize'),
    ...(isMac ? [role('zoom', 'zoom'), line, role('front', 'front')] : [role('close', 'close')]),
  ];
  const help: MenuEntry[] = [
    ...[own('shortcuts'), line, own('log'), own('diagnostics'), own('selfTest'), line, own('licences')],
    ...(isMac ? [] : [own('updates'), own('about')]),
  ];
  return {
    bar: [
      ...(isMac ? [macMenu()] : []),
      { label: t('desktop.menu.file'), entries: file },
      { label: t('desktop.menu.edit'), entries: edit },
      { label: t('desktop.menu.view'), entries: view },
      { label: t('desktop.menu.window'), role: 'window', entries: window },
      { label: t('desktop.menu.help'), role: 'help', entries: help },
    ],
    dock: isMac ? [newDownload, line, pauseAll, resumeAll, line, openFolder] : [],
    tasks:
      platform === 'win32' ? [{ title: t('desktop.menu.newDownload'), arguments: '--new-download' }] : [],
  };
}
