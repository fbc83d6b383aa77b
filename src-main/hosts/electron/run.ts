import { app, net } from 'electron';
import { join } from 'node:path';
import { createNetwork } from '../../adapters/network-node.ts';
import { createApp } from '../../core/app.ts';
import type { EventData, EventName } from '../../../src-shared/contract.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { Report, Served } from '../../../src-shared/rpc.ts';
import { openNodePorts } from '../node-ports.ts';
import { loadStaticFiles } from '../web/static-files.ts';
import { openWindow } from './app-window.ts';
import { createElectronConfig } from './config.ts';
import { createElectronDesktop, createFolderDialog } from './desktop.ts';
import { serveWindows } from './ipc.ts';
import { followLanguage, speakAsChosen } from './language.ts';
import { setMenu } from './menu.ts';
import { createNotifier } from './notifications.ts';
import { followQueue } from './queue-summary.ts';
import { createKeepAwake, followPower } from './power.ts';
import { serveScreen } from './protocol.ts';
import { guardQuit } from './quit.ts';
import { openSecrets } from './secrets.ts';
import { followTheme } from './theme.ts';
import { createTray } from './tray.ts';
import type { AppTray } from './tray.ts';

/** Where the parts of the built app lie. */
export interface Places {
  dataFolder: string;
  /** The folder of the built screen. */
  screen: string;
  preload: string;
  /** The folder of the icons. */
  icons: string;
  /** Start the demo server and add it. */
  demo: boolean;
}

/** The sign for the tray; macOS wants one without colours (`Template` in its name). */
export function trayIcon({ icons }: Places): string {
  return join(icons, process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png');
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
  });
  const ports = {
    ...opened.ports,
    desktop: createElectronDesktop(),
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
  let tray: AppTray | null = null;

  const stop = async (): Promise<void> => {
    window.browser.hide();
    tray?.destroy();
    keepAwake(false);
    overview.stop();
    await core.stop();
    stopServing();
    await opened.close();
    window.destroy();
  };
  const quit = guardQuit({
    window: () => window.browser,
    count: () => overview.count(),
    stop,
    report: (error) => report('quit', error),
  });

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
    closing: () => {
      if (quit.isUnderWay) return 'close';
      // Where there is no tray, nothing would bring the window back.
      if (!tray && process.platform !== 'darwin') {
        app.quit();
        return 'stay';
      }
      if (!config.window().toldOfTray) {
        config.rememberWindow({ toldOfTray: true });
        notifier.say(t('desktop.notification.keepsRunning'), t('desktop.notification.keepsRunningBody'));
      }
      return 'hide';
    },
    sessionEnded: () => quit.now(),
    crashed: (kind) => log.event('window.crashed', { kind }),
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

  try {
    tray = createTray(trayIcon(places), {
      show: () => window.show(),
      pauseAll: () =>
        void Promise.resolve(core.handlers['jobs.actOnAll']({ action: 'pause' })).catch(() => undefined),
      quit: () => app.quit(),
    });
  } catch (error) {
    report('tray', error);
  }
  overview.onJobs((jobs) => notifier.look(jobs));
  let counts = await overview.count();
  overview.onCounts((next) => {
    counts = next;
    tray?.update(counts);
    keepAwake(counts.downloading > 0);
  });
  followLanguage(core, () => {
    setMenu(() => window.show());
    tray?.update(counts);
  });
  followPower({
    suspended: () => log.event('machine.suspended'),
    resumed: () => {
      log.event('machine.resumed');
      core.resumed();
    },
    shutDown: () => quit.now(),
  });
  app.on('activate', () => window.show());
  return { show: () => window.show(), stop };
}
