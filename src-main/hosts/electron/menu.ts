import { app, Menu } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { menusFor } from '../../desktop/menus.ts';
import type { MenuEntry, MenuWish } from '../../desktop/menus.ts';

/** What entries of Ferry's own do. */
export type MenuActions = Record<MenuWish, () => void>;

/** The application's menu, on macOS the Dock's and on Windows the taskbar's, in the current language. */
export function setMenus(platform: NodeJS.Platform, actions: MenuActions): void {
  const templateOf = (entries: readonly MenuEntry[]): MenuItemConstructorOptions[] =>
    entries.map((entry) => {
      if (entry === 'line') return { type: 'separator' };
      if ('role' in entry) return entry;
      const { wish, ...shown } = entry;
      return { ...shown, click: () => actions[wish]() };
    });
  const { bar, dock, tasks } = menusFor(platform, app.isPackaged);
  const template = bar.map(({ entries, ...menu }) => ({ ...menu, submenu: templateOf(entries) }));
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  if (dock.length > 0) app.dock?.setMenu(Menu.buildFromTemplate(templateOf(dock)));
  if (tasks.length > 0) {
    const program = process.execPath;
    app.setUserTasks(
      tasks.map((task) => ({ ...task, program, iconPath: program, iconIndex: 0, description: '' })),
    );
  }
}
