import { app, net, session } from 'electron';
import type { MessageBoxOptions } from 'electron';
import { join } from 'node:path';
import { createClock } from '../../adapters/clock-node.ts';
import { createNetwork } from '../../adapters/network-node.ts';
import { sleeperOf } from '../../adapters/fall-asleep.ts';
import { createPacProxies } from '../../adapters/proxies-pac.ts';
import { createApp } from '../../core/app.ts';
import { closingOf } from '../../desktop/closing.ts';
import type { Closing } from '../../desktop/closing.ts';
import { followQueue } from '../../desktop/queue-summary.ts';
import { describeFault } from '../../desktop/faults.ts';
import type { Wish } from '../../desktop/links.ts';
import { createUpdates } from '../../desktop/updates.ts';
import type { EventData, EventName } from '../../../src-shared/contract.ts';
import type { Settings } from '../../../src-shared/settings.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { Served } from '../../../src-shared/rpc.ts';
import type { Report } from '../../../src-shared/rpc-wire.ts';
import { openDoor } from '../door/open-door.ts';
import { openNodePorts } from '../node-ports.ts';
import { loadStaticFiles } from '../web/static-files.ts';
import { openWindow } from './app-window.ts';
import { createAroundWindow } from './around-window.ts';
import type { Places } from './places.ts';
import { createElectronConfig } from './config.ts';
import { createElectronDesktop, createFolderDialog } from './desktop.ts';
import { askUser, guardQuit } from './ending.ts';
import { followFaults } from './faults.ts';
import { serveWindows } from './ipc.ts';
import { speakAsChosen } from './language.ts';
import { createKeepAwake, followPower } from './power.ts';
import { serveScreen } from './protocol.ts';
import { openSecrets } from './secrets.ts';
import { followTheme } from './theme.ts';
import { createUpdater, createUpdateWords } from './updates.ts';

/** The user's folder for downloads, wherever it was moved; undefined where the system doesn't know one. */
function ownDownloads(): string | undefined {
  try {
    return app.getPath('downloads');
  } catch {
    return undefined;
  }
}

/** Ferry, running. */
export interface RunningFerry {
  /** Brings the window to the front, at what was wished for. */
  show(wish: Wish | null): void;
  /** Ends it in good order, without a question; the process goes on. */
  stop: () => Promise<void>;
}

/** Said when another Ferry has taken the data folder, by whose lock this one was to be kept apart from it. */
const lostQuestion = (): MessageBoxOptions => ({
  type: 'error',
  message: t('desktop.lost.message'),
  detail: t('desktop.lost.detail'),
  buttons: [t('desktop.lost.quit')],
  noLink: true,
});

/** What a host can tell its screens besides the core. */
function withHostEvents(core: Served): Served & {
  tell: <Name extends EventName>(name: Name, data: EventData<Name>) => void;
} {
  const listeners = new Set<Parameters<Served['subscribe']>[0]>();
  return {
    handlers: core.handlers,
    subscribe: (listener) => {
      const unsubscribe = core.subscribe(listener);
      listeners.add(listener);
      return () => {
        unsubscribe();
        listeners.delete(listener);
      };
    },
    tell: (name, data) => listeners.forEach((listener) => listener(name, data)),
  };
}

/**
 * Starts Ferry in its window: only wires. The app is ready, no other desktop
 * app has the data folder. Rejects where the data folder or the screen can't be used.
 */
export async function runFerry(places: Places): Promise<RunningFerry> {
  serveScreen(await loadStaticFiles(places.screen));
  const config = createElectronConfig();
  const sleep = sleeperOf({ platform: places.platform, environment: process.env });
  const opened = await openNodePorts({
    dataFolder: places.dataFolder,
    ...openSecrets(places.dataFolder),
    demo: true,
    version: app.getVersion(),
    openStore: config.openStore,
    systemProxies: createPacProxies((origin) => session.defaultSession.resolveProxy(origin), createClock()),
    desktop: createElectronDesktop({ ...places, sleep }),
    downloads: ownDownloads(),
  });
  const ports = {
    ...opened.ports,
    network: createNetwork(() => net.isOnline()),
    folderList: null,
    folderDialog: createFolderDialog(() => window.browser),
  };
  const { log, clock, store } = ports;
  speakAsChosen(ports.config.settings().language);
  const report: Report = (where, error) =>
    log.event('window.fault', {
      detail: `${where}: ${error instanceof Error ? error.message : typeof error}`,
    });

  const core = createApp(ports, { keepsDone: true });
  followTheme(core, ports.config.settings());
  core.start();
  const door = await openDoor({ dataFolder: places.dataFolder, app: core, version: ports.version, report });
  if (places.demo) await core.handlers['connections.addDemo']({});
  const overview = await followQueue(core);
  const served = withHostEvents(core);
  const keepAwake = createKeepAwake();
  let isLost = false;
  const settings = (): Settings => ports.config.settings();

  const stop = async (): Promise<void> => {
    window.leave();
    updates.stop();
    around.destroy();
    keepAwake(false);
    overview.stop();
    await door.close();
    await core.stop();
    stopServing();
    await opened.close();
    window.destroy();
  };
  let end = (): void => app.quit();
  const ending = guardQuit({
    window: () => window.browser,
    summary: () => overview.summary(),
    stop,
    end: () => end(),
    report: (error) => report('quit', error),
    clock,
  });
  followFaults({
    window: () => window.browser,
    log,
    clock,
    restart: () => {
      app.relaunch();
      ending.now();
    },
  });

  /** Says it once in a lifetime. */
  const sayOnce = (what: 'toldOfTray' | 'toldOfNoTray', title: string, body: string): void => {
    if (config.window()[what]) return;
    config.rememberWindow({ [what]: true });
    around.say(title, body);
  };
  const closing = async (isFullScreen: boolean): Promise<Closing> => {
    const isInTray = await around.isInTray();
    const way = closingOf({ platform: places.platform, isInTray, isFullScreen, settings: settings() });
    if (way === 'minimize')
      sayOnce('toldOfNoTray', t('desktop.notification.noTray'), t('desktop.notification.noTrayBody'));
    else if (way !== 'quit')
      sayOnce(
        'toldOfTray',
        t('desktop.notification.keepsRunning'),
        t('desktop.notification.keepsRunningBody'),
      );
    return way;
  };

  const stopServing = serveWindows({
    app: served,
    isKnown: (contents) => contents === window.browser.webContents,
    report,
  });
  const window = openWindow({
    preload: places.preload,
    icon: join(places.icons, 'icon.png'),
    memory: () => config.window(),
    isHidden: places.isHidden,
    // In a folder that another Ferry has taken the settings are that one's.
    remember: (changes) => {
      if (!isLost) config.rememberWindow(changes);
    },
    clock,
    isEnding: () => ending.isUnderWay,
    closing,
    sessionEnds: () => ending.now(),
    failed: (what, detail) => log.event('window.failed', { kind: what, detail }),
    quit: () => app.quit(),
  });

  const updater = createUpdater(places.isPortable);
  const updates = createUpdates({
    updater,
    words: createUpdateWords(
      () => window.browser,
      (title, body, open) => around.say(title, body, open),
    ),
    clock,
    settings,
    announced: {
      get: () => config.window().toldOfVersion,
      set: (toldOfVersion) => config.rememberWindow({ toldOfVersion }),
    },
    report: (error) => log.event('update.failed', { detail: describeFault(error) }),
    install: () => {
      // Where the user goes on instead, it is installed when Ferry ends.
      end = () => updater.install();
      ending.wish();
    },
  });
  const around = await createAroundWindow({
    ...{ places, core, overview, window, store, log, clock, settings, report, keepAwake, sleep },
    tell: served.tell,
    defaultFolder: ports.defaultFolder,
    lookForUpdates: () => updates.ask(),
  });
  if (places.isHidden && !(await around.isInTray())) window.browser.minimize();
  followPower({
    suspended: () => log.event('machine.suspended'),
    resumed: () => {
      log.event('machine.resumed');
      core.resumed();
    },
    shutDown: () => ending.now(),
  });
  app.on('activate', () => window.show());
  void opened.lost.then(async () => {
    isLost = true;
    log.event('data.lost');
    await askUser(window.browser, lostQuestion());
    ending.now();
  });
  return {
    show: (wish) => {
      if (wish) around.show(wish);
      else window.show();
    },
    stop,
  };
}
