import { app, shell } from 'electron';
import type { MessageBoxOptions } from 'electron';
import { join } from 'node:path';
import { hasTrayHost } from '../../adapters/tray-host.ts';
import type { App } from '../../core/app-types.ts';
import type { Clock, JobStore, Log } from '../../core/ports.ts';
import { trayFile } from '../../desktop/by-system.ts';
import type { Overview } from '../../desktop/queue-summary.ts';
import { mustStayAwake } from '../../desktop/staying-awake.ts';
import { taskbarOf, trayStateOf } from '../../desktop/taskbar.ts';
import { createTrayKeeper } from '../../desktop/tray-keeper.ts';
import { createWhenDone } from '../../desktop/when-done.ts';
import type { ConnectionView, EventData, EventName } from '../../../src-shared/contract.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { Report } from '../../../src-shared/rpc-wire.ts';
import type { Settings } from '../../../src-shared/settings.ts';
import type { AppWindow } from './app-window.ts';
import { createBadge } from './badge.ts';
import { askUser } from './ending.ts';
import { followLanguage } from './language.ts';
import { followLoginItem } from './login-item.ts';
import { setMenus } from './menu.ts';
import { createNotifier } from './notifications.ts';
import type { Places } from './places.ts';
import { runSelfTest } from './self-test-run.ts';
import { createTray } from './tray.ts';
import type { TrayNews } from './tray.ts';

/** How often progress is shown outside of the window at most, milliseconds. */
const progressEvery = 1_000;

export interface AroundParts {
  places: Places;
  core: App;
  overview: Overview;
  window: AppWindow;
  store: Pick<JobStore, 'log' | 'appendLog'>;
  log: Log;
  clock: Clock;
  settings: () => Settings;
  report: Report;
  keepAwake(isWanted: boolean): void;
  /** Puts the machine to sleep; null where it can't be told. */
  sleep: (() => Promise<boolean>) | null;
  /** Tells the screen something. */
  tell: <Name extends EventName>(name: Name, data: EventData<Name>) => void;
  /** Where files go while the user has chosen nothing. */
  defaultFolder: string;
  /** Looks for a newer Ferry. */
  lookForUpdates(): void;
}

/** All of Ferry that the desktop shows outside of the window. */
export interface AroundWindow {
  /** Brings the window to the front and shows something there. */
  show(place: EventData<'place.chosen'>): void;
  /** Says something by a notification; a click on it shows the window, or does what is given. */
  say(title: string, body: string, open?: () => void): void;
  /** Whether the sign in the tray is seen, and brings the window back. */
  isInTray(): Promise<boolean>;
  destroy(): void;
}

/** Said over the window where no notification says it. */
const doneWarning = (then: 'quit' | 'sleep', signal: AbortSignal): MessageBoxOptions => ({
  type: 'warning',
  message: t(`desktop.whenDone.${then}`),
  buttons: [t('desktop.quit.stay')],
  noLink: true,
  signal,
});

/** Shows what happens in the tray, the taskbar, the menus and notifications, and does what is chosen there. */
export async function createAroundWindow(parts: AroundParts): Promise<AroundWindow> {
  const { places, core, overview, window, store, log, clock, settings, report } = parts;
  const showPlace = (place: EventData<'place.chosen'>): void => {
    window.show();
    window.whenLoaded(() => parts.tell('place.chosen', place));
  };
  const showJob = ({ id, name }: { id: string; name: string }): void => {
    window.show();
    window.whenLoaded(() => parts.tell('job.chosen', { jobId: id, name }));
  };
  /** What a menu or a button asked for; why it can't be done is told in the window, where all of it can be tried. */
  const attempt = (what: string, asking: () => unknown): void =>
    void Promise.resolve()
      .then(asking)
      .catch((error: unknown) => report(what, error));
  const notifier = createNotifier({
    platform: places.platform,
    store,
    now: () => clock.now(),
    settings,
    isWatched: () => !window.browser.isDestroyed() && window.browser.isFocused(),
    show: (about) => {
      if (about?.is === 'job') showJob(about.job);
      else if (about) showPlace({ is: 'signIn', connectionId: about.connectionId });
      else window.show();
    },
    act: (job, action) =>
      void Promise.resolve(core.handlers['jobs.act']({ jobId: job.id, action })).catch(() => showJob(job)),
    refused: (error) => {
      log.event('notification.refused', { detail: error });
      if (!window.browser.isDestroyed() && !window.browser.isFocused()) window.browser.flashFrame(true);
    },
  });

  let summary = await overview.summary();
  const trayNews = (): TrayNews => ({
    totals: summary.totals,
    running: overview.running(),
    state: trayStateOf(summary.counts),
  });
  const openDownloads = async (): Promise<void> => {
    const problem = await shell.openPath(settings().folder || parts.defaultFolder);
    if (problem) throw new Error(problem);
  };
  const trays = createTrayKeeper({
    make: () => {
      const tray = createTray(
        (state) => join(places.icons, trayFile(places.platform, state)),
        places.platform,
        {
          show: () => window.show(),
          showJob,
          newDownload: () => showPlace({ is: 'newDownload', link: null }),
          pauseAll: () => attempt('tray', () => core.handlers['jobs.actOnAll']({ action: 'pause' })),
          resumeAll: () => attempt('tray', () => core.handlers['jobs.actOnAll']({ action: 'resume' })),
          openFolder: () => attempt('tray', () => openDownloads()),
          quit: () => app.quit(),
        },
      );
      tray.update(trayNews());
      return tray;
    },
    hasHost: () => hasTrayHost(places.platform),
    report: (error) => report('tray', error),
  });
  await trays.look();
  overview.onJobs((jobs) => notifier.look(jobs));
  const showProgress = (): void => {
    trays.tray?.update(trayNews());
    const { progress, mode } = taskbarOf(summary.counts, overview.share());
    if (!window.browser.isDestroyed()) window.browser.setProgressBar(progress, { mode });
  };
  const badge = createBadge(places, () => window.browser);
  // A window that was let go, or hidden on Windows, has lost its look in the taskbar.
  window.onShow(() => {
    showProgress();
    badge.showAnew();
  });
  const sleep = async (): Promise<void> => {
    if (await parts.sleep?.()) return;
    void notifier.say(t('desktop.whenDone.awake'), t('desktop.whenDone.awakeBody'));
    throw new Error('The system refuses.');
  };
  const whenDone = createWhenDone({
    clock,
    settings,
    announce: [
      (then, stay) =>
        notifier.say(t(`desktop.whenDone.${then}`), t('desktop.whenDone.stay'), () => {
          stay();
          window.show();
        }),
      async (then, stay, signal) => {
        window.show();
        attempt('announcement', async () => {
          await askUser(window.browser, doneWarning(then, signal));
          if (!signal.aborted) stay();
        });
        return true;
      },
    ],
    act: (then) => {
      log.event('queue.done', { detail: then });
      if (then === 'quit') app.quit();
      else attempt('sleep', sleep);
    },
  });
  let connections: readonly ConnectionView[] = [];
  const look = (): void => {
    const { counts } = summary;
    // A server that nothing waits for can wait as well.
    const asking = connections.filter(({ id, state }) => state.is === 'needsSignIn' && overview.hasWork(id));
    notifier.lookAtServers(asking);
    showProgress();
    badge.show(counts.needUser);
    parts.keepAwake(mustStayAwake(counts, settings()));
    whenDone.look(counts, summary.endedAt);
  };
  const gone = new AbortController();
  let isDue = false;
  overview.onProgress(() => {
    if (isDue) return;
    isDue = true;
    const later = clock.sleep(progressEvery, gone.signal).then(() => {
      isDue = false;
      showProgress();
    });
    later.catch(() => undefined);
  });
  overview.onSummary((next) => {
    summary = next;
    look();
  });
  core.subscribe((name, data) => {
    if (name === 'settings.changed') look();
    if (name !== 'connections.changed') return;
    ({ connections } = data as EventData<'connections.changed'>);
    look();
  });
  ({ connections } = await core.handlers['connections.list']({}));
  look();
  followLoginItem(core, places.platform, settings(), (error) => report('login', error));
  followLanguage(core, () => {
    setMenus(places.platform, {
      newDownload: () => showPlace({ is: 'newDownload', link: null }),
      pauseAll: () => attempt('menu', () => core.handlers['jobs.actOnAll']({ action: 'pause' })),
      resumeAll: () => attempt('menu', () => core.handlers['jobs.actOnAll']({ action: 'resume' })),
      openFolder: () => attempt('menu', () => openDownloads()),
      settings: () => showPlace({ is: 'settings' }),
      about: () => showPlace({ is: 'about' }),
      licences: () => showPlace({ is: 'about' }),
      shortcuts: () => showPlace({ is: 'shortcuts' }),
      diagnostics: () => showPlace({ is: 'diagnostics' }),
      log: () => shell.showItemInFolder(join(places.dataFolder, 'ferry.log')),
      updates: () => parts.lookForUpdates(),
      selfTest: () => attempt('self-test', () => runSelfTest(window.browser)),
    });
    trays.tray?.update(trayNews());
    badge.show(summary.counts.needUser);
  });
  return {
    show: showPlace,
    say: (title, body, open) => void notifier.say(title, body, open),
    isInTray: () => trays.look(),
    destroy: () => {
      gone.abort();
      whenDone.stop();
      trays.destroy();
    },
  };
}
