import { t } from '../../../src-shared/language/index.ts';
import type { StageTotals, Totals } from '../../../src-shared/job/queue-counts.ts';
import { totalWords } from '../../../src-shared/job/total-words.ts';
import { formatPercent } from '../../../src-shared/format.ts';
import { Menu, nativeImage, Tray } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import { traySignOpens } from '../../desktop/by-system.ts';
import type { RunningJob } from '../../desktop/queue-summary.ts';
import type { TrayState } from '../../desktop/taskbar.ts';

export interface TrayActions {
  show(): void;
  /** Shows a job's row. */
  showJob(job: RunningJob): void;
  newDownload(): void;
  pauseAll(): void;
  resumeAll(): void;
  openFolder(): void;
  quit(): void;
}

/** What the tray tells. */
export interface TrayNews {
  totals: Totals;
  running: readonly RunningJob[];
  state: TrayState;
}

/** The sign in the system's tray or menu bar. */
export interface AppTray {
  update(news: TrayNews): void;
  destroy(): void;
}

/** So many downloads have an entry each. */
const mostRows = 5;
/** Names are cut: a menu is as wide as its widest entry. */
const longestName = 40;

/** What is paused goes on only where the user says so. */
const underWay = ({ all, paused }: StageTotals): number => all - paused;

const sumOf = ({ preparing, downloading }: Totals, of: (stage: StageTotals) => number): number =>
  of(preparing) + of(downloading);

/** A name as a menu shows it: `&` marks the key of an entry on Windows and Linux. */
function labelOf({ name, share }: RunningJob): string {
  const letters = [...name];
  const short = letters.length > longestName ? `${letters.slice(0, longestName - 1).join('')}…` : name;
  const label =
    share === null ? short : t('desktop.tray.row', { share: formatPercent(share, 1), name: short });
  return label.replaceAll('&', '&&');
}

/**
 * Puts Ferry into the tray: what runs in its tooltip, how many in its title (macOS shows it beside the icon), an icon
 * for each state, and a menu. The system picks `…@2x.png` beside an icon by itself where the screen is fine.
 *
 * @param iconPath the icon's file for each state
 */
export function createTray(
  iconPath: (state: TrayState) => string,
  platform: NodeJS.Platform,
  actions: TrayActions,
): AppTray {
  const iconOf = (state: TrayState): Electron.NativeImage => {
    const icon = nativeImage.createFromPath(iconPath(state));
    if (platform === 'darwin') icon.setTemplateImage(true);
    return icon;
  };
  const tray = new Tray(iconOf('idle'));
  let shown: TrayState = 'idle';
  if (traySignOpens(platform)) tray.on('click', () => actions.show());

  const menuOf = ({ totals, running }: TrayNews): MenuItemConstructorOptions[] => {
    const rows = running.slice(0, mostRows);
    const others = running.length - rows.length;
    return [
      { label: totalWords(totals) || t('desktop.tray.nothing'), enabled: false },
      ...rows.map((job) => ({ label: labelOf(job), click: () => actions.showJob(job) })),
      ...(others > 0 ? [{ label: t('desktop.tray.more', { count: others }), enabled: false }] : []),
      { type: 'separator' },
      { label: t('desktop.tray.show'), click: () => actions.show() },
      { label: t('desktop.tray.newDownload'), click: () => actions.newDownload() },
      { label: t('desktop.tray.openFolder'), click: () => actions.openFolder() },
      { type: 'separator' },
      {
        label: t('desktop.tray.pauseAll'),
        enabled: sumOf(totals, underWay) > 0,
        click: () => actions.pauseAll(),
      },
      {
        label: t('desktop.tray.resumeAll'),
        enabled: sumOf(totals, ({ paused }) => paused) > 0,
        click: () => actions.resumeAll(),
      },
      { type: 'separator' },
      { label: t('desktop.tray.quit'), click: () => actions.quit() },
    ];
  };

  let lastMenu = '';
  return {
    update: (news) => {
      const words = totalWords(news.totals);
      const running = sumOf(news.totals, ({ all, waiting, paused }) => all - waiting - paused);
      tray.setToolTip(words ? t('desktop.tray.tooltip', { words }) : 'Ferry');
      tray.setTitle(running > 0 ? String(running) : '');
      if (news.state !== shown) {
        tray.setImage(iconOf(news.state));
        shown = news.state;
      }
      const template = menuOf(news);
      const menu = JSON.stringify([template, news.running.map(({ id }) => id)]);
      if (menu === lastMenu) return;
      lastMenu = menu;
      // Linux shows a menu's changes only when the whole menu is set again.
      tray.setContextMenu(Menu.buildFromTemplate(template));
    },
    destroy: () => tray.destroy(),
  };
}
