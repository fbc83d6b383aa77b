import { t } from '../../../src-shared/language/index.ts';
import { app, BrowserWindow, dialog, nativeTheme } from 'electron';
import type { WindowMemory } from './config.ts';
import { startAddress } from './protocol.ts';

export interface WindowOptions {
  /** The built preload's path. */
  preload: string;
  /** PNG for systems that take a window's icon from the program. */
  icon: string;
  memory: WindowMemory;
  remember: (changes: Partial<WindowMemory>) => void;
  /** The user wants the window away: what to do with it. */
  closing(): 'close' | 'hide' | 'stay';
  /** The system ends the session (Windows). */
  sessionEnded(): void;
  /** The page ended by itself; the reason is Chromium's word. */
  crashed(reason: string): void;
  quit(): void;
}

/** The app's one window. */
export interface AppWindow {
  readonly browser: BrowserWindow;
  show(): void;
  /** Lets it close for good. */
  destroy(): void;
}

/** A page that ends again within this time isn't loaded a third time without asking. Milliseconds. */
const crashWindow = 60_000;

/** The page's own background, so that nothing flashes before it is there. */
const background = (): string => (nativeTheme.shouldUseDarkColors ? '#11151a' : '#f8fafc');

/**
 * Opens the window, shown as soon as its page can be drawn. The settings that keep the page in its sandbox are
 * Electron's defaults and are stated all the same: a default that changes would go unnoticed.
 */
export function openWindow(options: WindowOptions): AppWindow {
  const { memory, remember } = options;
  const browser = new BrowserWindow({
    title: 'Ferry',
    width: memory.width,
    height: memory.height,
    minWidth: 480,
    minHeight: 400,
    show: false,
    icon: options.icon,
    backgroundColor: background(),
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      // The spell checker fetches its dictionaries from the network.
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  let crashedAt = -Infinity;

  const show = (): void => {
    if (browser.isMinimized()) browser.restore();
    browser.show();
    browser.focus();
  };
  const load = (): void => {
    // A page that can't be loaded tells so by its events; the promise says nothing more.
    browser.loadURL(startAddress).catch(() => undefined);
  };

  /** Transfers live in this process and go on; the page comes back once by itself. */
  const revive = async (reason: string): Promise<void> => {
    options.crashed(reason);
    const now = performance.now();
    const isAgain = now - crashedAt < crashWindow;
    crashedAt = now;
    if (!isAgain) return load();
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: t('desktop.crash.message'),
      detail: t('desktop.crash.detail'),
      buttons: [t('desktop.crash.open'), t('desktop.crash.quit')],
      defaultId: 0,
      cancelId: 0,
      noLink: true,
    });
    if (response === 1) options.quit();
    else load();
  };

  browser.once('ready-to-show', () => {
    if (memory.maximized) browser.maximize();
    show();
  });
  browser.on('close', (event) => {
    const isMaximized = browser.isMaximized();
    const { width, height } = browser.getNormalBounds();
    remember({ maximized: isMaximized, width, height });
    const way = options.closing();
    if (way === 'close') return;
    event.preventDefault();
    if (way === 'hide') browser.hide();
  });
  browser.on('session-end', () => options.sessionEnded());
  browser.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void revive(reason);
  });
  load();

  return { browser, show, destroy: () => browser.destroy() };
}
