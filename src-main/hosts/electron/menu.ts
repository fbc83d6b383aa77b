import { app, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { EventData } from '../../../src-shared/contract.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { Key } from '../../../src-shared/language/index.ts';

type Role = NonNullable<MenuItemConstructorOptions['role']>;
type Name = Key extends infer Full ? (Full extends `desktop.menu.${infer Last}` ? Last : never) : never;

/** An entry that does what the system's own does: its shortcut is where it belongs. Electron's labels are English. */
const entry = (role: Role, name: Name): MenuItemConstructorOptions => ({
  role,
  label: t(`desktop.menu.${name}`),
});
const line: MenuItemConstructorOptions = { type: 'separator' };

/** What entries of Ferry's own do. */
export interface MenuActions {
  show(place: EventData<'place.chosen'>): void;
  pauseAll: () => void;
  resumeAll: () => void;
  openFolder: () => void;
  /** Shows where the log is. */
  showLog: () => void;
  selfTest: () => void;
  /** Looks for a newer Ferry. */
  updates: () => void;
}

/** The application's menu, on macOS the Dock's and on Windows the taskbar's, in the current language. */
export function setMenus(platform: NodeJS.Platform, actions: MenuActions): void {
  const isMac = platform === 'darwin';
  const own = (name: Name, click: () => void, accelerator?: string): MenuItemConstructorOptions => ({
    label: t(`desktop.menu.${name}`),
    click: () => click(),
    ...(accelerator !== undefined && { accelerator }),
  });
  const newDownload = (): void => actions.show({ is: 'newDownload', link: null });
  const settings = own('settings', () => actions.show({ is: 'settings' }), 'CommandOrControl+,');
  const updates = own('updates', actions.updates);
  const about = own('about', () => actions.show({ is: 'about' }));
  // The page has a shortcut of its own for it, which is Control+N on every system.
  const entries = {
    newDownload: own('newDownload', newDownload, isMac ? 'Command+N' : undefined),
    pauseAll: own('pauseAll', actions.pauseAll),
    resumeAll: own('resumeAll', actions.resumeAll),
    openFolder: own('openFolder', actions.openFolder),
  };
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ label: 'Ferry', submenu: macMenu(about, updates, settings) }] : []),
    {
      label: t('desktop.menu.file'),
      submenu: [
        entries.newDownload,
        line,
        entries.pauseAll,
        entries.resumeAll,
        entries.openFolder,
        line,
        ...(isMac ? [entry('close', 'close')] : [settings, line, entry('quit', 'quit')]),
      ],
    },
    {
      label: t('desktop.menu.edit'),
      submenu: [
        entry('undo', 'undo'),
        entry('redo', 'redo'),
        line,
        entry('cut', 'cut'),
        entry('copy', 'copy'),
        entry('paste', 'paste'),
        entry('delete', 'delete'),
        line,
        entry('selectAll', 'selectAll'),
      ],
    },
    {
      label: t('desktop.menu.view'),
      submenu: [
        entry('resetZoom', 'resetZoom'),
        entry('zoomIn', 'zoomIn'),
        entry('zoomOut', 'zoomOut'),
        line,
        entry('togglefullscreen', 'fullScreen'),
        ...(app.isPackaged ? [] : [entry('reload', 'reload'), entry('toggleDevTools', 'developerTools')]),
      ],
    },
    {
      role: 'window',
      label: t('desktop.menu.window'),
      submenu: [
        entry('minimize', 'minimize'),
        entry('zoom', 'zoom'),
        ...(isMac ? [line, entry('front', 'front')] : [entry('close', 'close')]),
      ],
    },
    {
      role: 'help',
      label: t('desktop.menu.help'),
      submenu: [
        own('shortcuts', () => actions.show({ is: 'shortcuts' })),
        line,
        own('log', actions.showLog),
        own('diagnostics', () => actions.show({ is: 'diagnostics' })),
        own('selfTest', actions.selfTest),
        line,
        own('licences', () => actions.show({ is: 'about' })),
        ...(isMac ? [] : [updates, about]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  if (isMac) {
    const { newDownload: one, pauseAll, resumeAll, openFolder } = entries;
    app.dock?.setMenu(Menu.buildFromTemplate([one, line, pauseAll, resumeAll, line, openFolder]));
  }
  if (platform === 'win32')
    app.setUserTasks([
      {
        program: process.execPath,
        arguments: '--new-download',
        iconPath: process.execPath,
        iconIndex: 0,
        title: t('desktop.menu.newDownload'),
        description: '',
      },
    ]);
}

function macMenu(
  about: MenuItemConstructorOptions,
  updates: MenuItemConstructorOptions,
  settings: MenuItemConstructorOptions,
): MenuItemConstructorOptions[] {
  return [
    about,
    updates,
    line,
    settings,
    line,
    entry('services', 'services'),
    line,
    entry('hide', 'hide'),
    entry('hideOthers', 'hideOthers'),
    entry('unhide', 'showAll'),
    line,
    entry('quit', 'quit'),
  ];
}
