import { app, net, session } from 'electron';
import { join } from 'node:path';
import { createClock } from '../../adapters/clock-node.ts';
import { createNetwork } from '../../adapters/network-node.ts';
import { createPacProxies } from '../../adapters/proxies-pac.ts';
import { hasTrayHost } from '../../adapters/tray-host.ts';
import { createApp } from '../../core/app.ts';
import { closingOf } from '../../desktop/closing.ts';
import type { Closing } from '../../desktop/closing.ts';
import { followQueue } from '../../desktop/queue-summary.ts';
import { mustStayAwake } from '../../desktop/staying-awake.ts';
import { createTrayKeeper } from '../../desktop/tray-keeper.ts';
import type { EventData, EventName } from '../../../src-shared/contract.ts';
import type { Settings } from '../../../src-shared/settings.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { Report, Served } from '../../../src-shared/rpc.ts';
import { openNodePorts } from '../node-ports.ts';
import { loadStaticFiles } from '../web/static-files.ts';
import { openWindow } from './app-window.ts';
import { createElectronConfig } from './config.ts';
import { createElectronDesktop, createFolderDialog } from './desktop.ts';
import { guardQuit } from './ending.ts';
import { followFaults } from './faults.ts';
import { serveWindows } from './ipc.ts';
import { followLanguage, speakAsChosen } from './language.ts';
import { setMenu } from './menu.ts';
import { createNotifier } from './notifications.ts';
import { createKeepAwake, followPower } from './power.ts';
import { serveScreen } from './protocol.ts';

import { openSecrets } from './secrets.ts';
import { followTheme } from './theme.ts';
import { createTray } from './tray.ts';

/** Where the parts of the built app lie, and on which system. */
export interface Places {
  platform: NodeJS.Platform;
  dataFolder: string;
  /** The folder of the built screen. */
  screen: string;
  preload: string;
  /** The folder of the icons. */
  icons: string;
  /** Start the demo server and add it. */
  demo: boolean;
}

/** The sign for the tray: macOS wants one without colours (`Template` in its name), Windows one file of all sizes. */
export function trayIcon({ icons, platform }: Pick<Places, 'icons' | 'platform'>): string {
  const names: Partial<Record<NodeJS.Platform, string>> = { darwin: 'trayTemplate.png', win32: 'tray.ico' };
  return join(icons, names[platform] ?? 'tray.png');
}

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
  show(): void;
  /** Ends it in good order, without a question; the process goes on. */
  stop: () => Promise<void>;
}

/** What a host can tell its screens besides the core. */
function withHostEvents(core: Served): Served & {
  tell<Name extends EventName>(name: Name, data: EventData<Name>): void;
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
  const opened = await openNodePorts({
    dataFolder: places.dataFolder,
    secrets: openSecrets(),
    demo: true,
    version: app.getVersion(),
    openStore: config.openStore,
    systemProxies: createPacProxies((origin) => session.defaultSession.resolveProxy(origin), createClock()),
    desktop: createElectronDesktop(places.platform),
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

  const core = createApp(ports);
  followTheme(core, ports.config.settings());
  core.start();
  if (places.demo) await core.handlers['connections.addDemo']({});
  const overview = await followQueue(core);
  const served = withHostEvents(core);
  const keepAwake = createKeepAwake();
  const settings = (): Settings => ports.config.settings();

  const stop = async (): Promise<void> => {
    window.browser.hide();
    trays.destroy();
    keepAwake(false);
    overview.stop();
    await core.stop();
    stopServing();
    await opened.close();
    window.destroy();
  };
  const ending = guardQuit({
    window: () => window.browser,
    count: () => overview.count(),
    stop,
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
    notifier.say(title, body);
  };
  const closing = async (isFullScreen: boolean): Promise<Closing> => {
    const isInTray = await trays.look();
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
    memory: config.window(),
    remember: (changes) => config.rememberWindow(changes),
    clock,
    isEnding: () => ending.isUnderWay,
    closing,
    sessionEnds: () => ending.now(),
    failed: (what, detail) => log.event('window.failed', { kind: what, detail }),
    quit: () => app.quit(),
  });

  const notifier = createNotifier({
    store,
    now: () => clock.now(),
    isWatched: () => window.browser.isFocused(),
    show: (job) => {
      window.show();
      if (job) served.tell('job.chosen', { jobId: job.id, name: job.name });
    },
  });

  let counts = await overview.count();
  const trays = createTrayKeeper({
    make: () => {
      const tray = createTray(trayIcon(places), places.platform, {
        show: () => window.show(),
        pauseAll: () =>
          void Promise.resolve(core.handlers['jobs.actOnAll']({ action: 'pause' })).catch(() => undefined),
        quit: () => app.quit(),
      });
      tray.update(counts);
      return tray;
    },
    hasHost: () => hasTrayHost(places.platform),
    report: (error) => report('tray', error),
  });
  await trays.look();
  overview.onJobs((jobs) => notifier.look(jobs));
  const look = (): void => {
    trays.tray?.update(counts);
    keepAwake(mustStayAwake(counts, settings()));
  };
  overview.onCounts((next) => {
    counts = next;
    look();
  });
  core.subscribe((name) => {
    if (name === 'settings.changed') look();
  });
  followLanguage(core, () => {
    setMenu(places.platform, () => window.show());
    trays.tray?.update(counts);
  });
  followPower({
    suspended: () => log.event('machine.suspended'),
    resumed: () => {
      log.event('machine.resumed');
      core.resumed();
    },
    shutDown: () => ending.now(),
  });
  app.on('activate', () => window.show());
  return { show: () => window.show(), stop };
}
