import { app, BrowserWindow, nativeTheme, screen } from 'electron';
import type { MessageBoxOptions } from 'electron';
import { t } from '../../../src-shared/language/index.ts';
import type { Clock } from '../../core/ports.ts';
import type { Closing } from '../../desktop/closing.ts';
import { showAtFirst } from '../../desktop/first-show.ts';
import { createLettingGo } from '../../desktop/letting-go.ts';
import { createPageCare, isPageFailure } from '../../desktop/page-trouble.ts';
import type { PageFailure } from '../../desktop/page-trouble.ts';
import { windowPlace } from '../../desktop/window-place.ts';
import type { WindowMemory } from './config.ts';
import { askUser } from './ending.ts';
import { startAddress } from './protocol.ts';
import { offerTextMenu } from './text-menu.ts';

export interface WindowOptions {
  /** The built preload's path. */
  preload: string;
  /** PNG for systems that take a window's icon from the program. */
  icon: string;
  memory(): WindowMemory;
  remember: (changes: Partial<WindowMemory>) => void;
  clock: Clock;
  /** The window is shown only when it is wanted. */
  isHidden: boolean;
  /** The program is ending: the window closes. */
  isEnding(): boolean;
  /** The user wants the window away: what to do with it. */
  closing(isFullScreen: boolean): Promise<Closing>;
  /** The system ends the session (Windows): soon this process is gone. */
  sessionEnds(): void;
  /** The page failed or doesn't answer; the detail is Chromium's word. */
  failed(what: PageFailure | 'unresponsive', detail: string): void;
  quit(): void;
}

/** The app's one window, which is let go when nobody has looked at it for a while, and opened anew. */
export interface AppWindow {
  /** As it is now; destroyed once it was let go, until it is shown again. */
  readonly browser: BrowserWindow;
  show(): void;
  /** Calls it as soon as the page can receive events. */
  whenLoaded(run: () => void): void;
  /** Calls it each time the window is shown, which may be a new one. */
  onShow(run: () => void): void;
  /** Hides it because Ferry ends; where it stands is kept. */
  leave(): void;
  /** Lets it close for good. */
  destroy(): void;
}

/** The page's own background, so that nothing flashes before it is there. */
const background = (): string => (nativeTheme.shouldUseDarkColors ? '#11151a' : '#f8fafc');

const pageQuestion = (what: PageFailure): MessageBoxOptions => ({
  type: 'error',
  message: t(what === 'ended' ? 'desktop.crash.message' : 'desktop.noPage.message'),
  detail: t('desktop.crash.detail'),
  buttons: [t('desktop.crash.open'), t('desktop.crash.quit')],
  defaultId: 0,
  cancelId: 0,
  noLink: true,
});

const silenceQuestion = (signal: AbortSignal): MessageBoxOptions => ({
  type: 'warning',
  message: t('desktop.unresponsive.message'),
  detail: t('desktop.unresponsive.detail'),
  buttons: [t('desktop.unresponsive.wait'), t('desktop.crash.open')],
  defaultId: 0,
  cancelId: 0,
  noLink: true,
  signal,
});

function keepPlace(browser: BrowserWindow, remember: WindowOptions['remember']): void {
  remember({ maximized: browser.isMaximized(), ...browser.getNormalBounds() });
}

function bringForward(browser: BrowserWindow): void {
  if (browser.isMinimized()) browser.restore();
  browser.flashFrame(false);
  browser.show();
  browser.focus();
}

/**
 * Opens a window, shown at the first sign of its page unless it is hidden. The settings that keep the page in its sandbox
 * are Electron's defaults and are stated all the same: a default that changes would go unnoticed.
 */
function openBrowser(options: WindowOptions, isHidden: boolean): BrowserWindow {
  const { remember, clock } = options;
  const memory = options.memory();
  const browser = new BrowserWindow({
    title: 'Ferry',
    ...windowPlace(
      memory,
      screen.getAllDisplays().map(({ workArea }) => workArea),
    ),
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
  const { webContents } = browser;

  const load = (): void => {
    // A page that can't be loaded tells so by its events; the promise says nothing more.
    browser.loadURL(startAddress).catch(() => undefined);
  };

  const nextCare = createPageCare(() => clock.monotonic());
  /** Transfers live in this process and go on; the page comes back once by itself. */
  const revive = async (what: PageFailure, detail: string): Promise<void> => {
    if (options.isEnding()) return;
    options.failed(what, detail);
    if (nextCare() === 'load') return load();
    if ((await askUser(browser, pageQuestion(what))) === 1) options.quit();
    else load();
  };

  let answers: AbortController | null = null;
  const awaitAnswer = async (): Promise<void> => {
    options.failed('unresponsive', '');
    if (answers) return;
    answers = new AbortController();
    const { signal } = answers;
    const choice = await askUser(browser, silenceQuestion(signal));
    answers = null;
    // Its end is heard of below, and brings it back.
    if (choice === 1 && !signal.aborted) webContents.forcefullyCrashRenderer();
  };

  const leave = (closing: Closing): void => {
    if (options.isEnding()) return;
    if (closing === 'quit') options.quit();
    else if (closing === 'minimize') browser.minimize();
    else if (closing === 'leave-full-screen') {
      browser.once('leave-full-screen', () => browser.hide());
      browser.setFullScreen(false);
    } else browser.hide();
  };

  showAtFirst(
    [
      (next) => browser.once('ready-to-show', next),
      (next) => webContents.once('did-finish-load', next),
      (next) => webContents.once('did-fail-load', next),
    ],
    clock,
    () => {
      if (browser.isDestroyed() || isHidden) return;
      if (memory.maximized) browser.maximize();
      bringForward(browser);
    },
  );
  browser.on('close', (event) => {
    keepPlace(browser, remember);
    if (options.isEnding()) return;
    event.preventDefault();
    void options.closing(browser.isFullScreen()).then(leave);
  });
  browser.on('query-session-end', () => options.sessionEnds());
  browser.on('session-end', () => options.sessionEnds());
  browser.on('unresponsive', () => void awaitAnswer());
  browser.on('responsive', () => answers?.abort());
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void revive('ended', reason);
  });
  webContents.on('did-fail-load', (_event, code, words, _url, isMainFrame) => {
    if (isPageFailure(code, isMainFrame)) void revive('not-loaded', `${code} ${words}`);
  });
  webContents.on('preload-error', (_event, _path, { name }) => void revive('no-preload', name));
  offerTextMenu(browser);
  load();
  return browser;
}

/** Opens the app's window. */
export function openWindow(options: WindowOptions): AppWindow {
  const letting = createLettingGo(options.clock, () => {
    const isAway = !browser.isDestroyed() && !browser.isVisible() && !browser.isMinimized();
    if (isAway && !options.isEnding()) browser.destroy();
  });
  let isSeen = false;
  const shown: (() => void)[] = [];
  const open = (isHidden: boolean): BrowserWindow => {
    const opened = openBrowser(options, isHidden);
    opened.on('hide', () => letting.hidden());
    opened.on('show', () => {
      isSeen = true;
      letting.shown();
      for (const run of shown) run();
    });
    if (isHidden) letting.hidden();
    return opened;
  };
  let browser = open(options.isHidden);

  const show = (): void => {
    if (browser.isDestroyed()) browser = open(false);
    else bringForward(browser);
  };
  const whenLoaded = (run: () => void): void => {
    const { webContents } = browser;
    if (webContents.isLoading()) webContents.once('did-finish-load', run);
    else run();
  };
  return {
    get browser() {
      return browser;
    },
    show,
    whenLoaded,
    onShow: (run) => void shown.push(run),
    leave: () => {
      if (browser.isDestroyed()) return;
      // Quitting closes no window, and so no `close` is heard. What nobody saw stands where a missing display put it.
      if (isSeen) keepPlace(browser, options.remember);
      browser.hide();
    },
    destroy: () => {
      letting.shown();
      if (!browser.isDestroyed()) browser.destroy();
    },
  };
}
