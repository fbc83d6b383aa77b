import { app, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
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

/** The application's menu, and on macOS the Dock's, in the language that is spoken. */
export function setMenu(platform: NodeJS.Platform, show: () => void): void {
  const isMac = platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ label: 'Ferry', submenu: macMenu() }] : []),
    {
      label: t('desktop.menu.file'),
      submenu: [isMac ? entry('close', 'close') : entry('quit', 'quit')],
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
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  if (isMac)
    app.dock?.setMenu(Menu.buildFromTemplate([{ label: t('desktop.tray.show'), click: () => show() }]));
}

function macMenu(): MenuItemConstructorOptions[] {
  return [
    entry('about', 'about'),
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
