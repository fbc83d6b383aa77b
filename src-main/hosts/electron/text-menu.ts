import { Menu } from 'electron';
import type { BrowserWindow, MenuItemConstructorOptions } from 'electron';
import { t } from '../../../src-shared/language/index.ts';
import { textMenu } from '../../desktop/text-menu.ts';

/** Gives text fields and selected text the menu that a page of Electron's has not. */
export function offerTextMenu(window: BrowserWindow): void {
  window.webContents.on('context-menu', (_event, context) => {
    const entries = textMenu(context).map((entry): MenuItemConstructorOptions =>
      entry === 'line' ? { type: 'separator' } : { ...entry, label: t(`desktop.menu.${entry.role}`) },
    );
    if (entries.length === 0) return;
    const { x, y, frame, menuSourceType } = context;
    Menu.buildFromTemplate(entries).popup({
      window,
      x,
      y,
      sourceType: menuSourceType,
      ...(frame && { frame }),
    });
  });
}
