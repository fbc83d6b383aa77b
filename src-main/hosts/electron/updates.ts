import { app } from 'electron';
import type { BrowserWindow } from 'electron';
import type { AppUpdater } from 'electron-updater';
import { isLoopback } from '../../adapters/servers/typed-address.ts';
import { t } from '../../../src-shared/language/index.ts';
import { plainNotes } from '../../desktop/updates.ts';
import type { Updater, UpdateWords } from '../../desktop/updates.ts';
import { askUser } from './ending.ts';

/** electron-updater's names of the channels: each has a file of its own in the feed. */
const channels = { stable: 'latest', beta: 'beta' } as const;

/** Where updates may come from: an encrypted line, or this machine, as in tests. Feeds send on to other hosts. */
const isFetchable = (address: string): boolean => {
  const url = URL.parse(address);
  return url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
};

/** The library, set up; loaded when it is first needed, for it is large and a start has other things to do. */
async function openLibrary(): Promise<AppUpdater> {
  const { autoUpdater } = (await import('electron-updater')).default;
  autoUpdater.autoDownload = false;
  autoUpdater.autoInstallOnAppQuit = false;
  autoUpdater.logger = null;
  // Its random number of this machine would go along with each question.
  autoUpdater.requestHeaders = { 'x-user-staging-id': 'none' };
  // The guard of all sessions lets nothing through but the window's own files; the last listener counts.
  autoUpdater.netSession.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isFetchable(url) }),
  );
  return autoUpdater;
}

/** Updates by electron-updater, out of the feed that the package names. Nothing is fetched or installed unasked. */
export function createUpdater(isPortable: boolean): Updater & { install(): void } {
  let library: AppUpdater | null = null;
  return {
    check: async (channel) => {
      // Its installer would put another Ferry beside the one on the stick.
      if (isPortable) return 'unsupported';
      library ??= await openLibrary();
      library.channel = channels[channel];
      // Choosing a channel allows older versions: only newer ones are wanted.
      library.allowDowngrade = false;
      const found = await library.checkForUpdates();
      if (!found) return 'unsupported';
      if (!found.isUpdateAvailable) return null;
      const { version, releaseNotes } = found.updateInfo;
      return { version, notes: plainNotes(typeof releaseNotes === 'string' ? releaseNotes : '') };
    },
    download: async () => {
      await library?.downloadUpdate();
    },
    install: () => {
      // What can't be installed leaves this version, which has ended all its work.
      library?.once('error', () => app.quit());
      // The new one starts while this one still ends, and must not be taken for a second start of it.
      app.releaseSingleInstanceLock();
      library?.quitAndInstall();
    },
  };
}

/** The questions and answers about updates, in the system's own dialogs. */
export function createUpdateWords(
  window: () => BrowserWindow,
  say: (title: string, body: string, open: () => void) => void,
): UpdateWords {
  return {
    announce: ({ version }, open) =>
      say(t('desktop.update.found', { version }), t('desktop.update.foundBody'), open),
    offer: async ({ version, notes }) => {
      const choice = await askUser(window(), {
        type: 'info',
        message: t('desktop.update.found', { version }),
        detail: [
          ...(notes ? [t('desktop.update.notes'), notes, ''] : []),
          t('desktop.update.offer', { version: app.getVersion() }),
        ].join('\n'),
        buttons: [t('desktop.update.install'), t('desktop.update.later')],
        defaultId: 0,
        cancelId: 1,
        noLink: true,
      });
      return choice === 0;
    },
    say: (what) =>
      void askUser(window(), {
        type: what === 'newest' ? 'info' : 'warning',
        message: t(`desktop.update.${what}`, { version: app.getVersion() }),
        detail: t(`desktop.update.${what}Body`),
        buttons: [t('desktop.update.close')],
        noLink: true,
      }),
  };
}
