import { t } from '../../../src-shared/language/index.ts';
import { Menu, nativeImage, Tray } from 'electron';
import { inWords } from '../../desktop/queue-summary.ts';
import type { Counts } from '../../desktop/queue-summary.ts';

export interface TrayActions {
  show(): void;
  pauseAll(): void;
  quit(): void;
}

/** The sign in the system's tray or menu bar. */
export interface AppTray {
  update(counts: Counts): void;
  destroy(): void;
}

/**
 * Puts Ferry into the tray: what runs in its tooltip, how many in its title (macOS shows it beside the icon), and a
 * menu. The system picks `…@2x.png` beside the icon by itself where the screen is fine.
 */
export function createTray(iconPath: string, platform: NodeJS.Platform, actions: TrayActions): AppTray {
  const icon = nativeImage.createFromPath(iconPath);
  if (platform === 'darwin') icon.setTemplateImage(true);
  const tray = new Tray(icon);
  // On macOS a click opens the menu, which has an entry for it.
  if (platform !== 'darwin') tray.on('click', () => actions.show());
  return {
    update: (counts) => {
      const running = counts.downloading + counts.preparing;
      const words = inWords(counts);
      tray.setToolTip(words ? t('desktop.tray.tooltip', { words }) : 'Ferry');
      tray.setTitle(running > 0 ? String(running) : '');
      // Linux shows a menu's changes only when the whole menu is set again.
      tray.setContextMenu(
        Menu.buildFromTemplate([
          { label: words || t('desktop.tray.nothing'), enabled: false },
          { type: 'separator' },
          { label: t('desktop.tray.show'), click: () => actions.show() },
          {
            label: t('desktop.tray.pauseAll'),
            enabled: running + counts.waiting > 0,
            click: () => actions.pauseAll(),
          },
          { type: 'separator' },
          { label: t('desktop.tray.quit'), click: () => actions.quit() },
        ]),
      );
    },
    destroy: () => tray.destroy(),
  };
}
