import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { t } from '../../../src-shared/language/index.ts';
import { dialog, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { isOnlyShown } from '../../adapters/only-shown.ts';
import { isLoopback } from '../../adapters/servers/typed-address.ts';
import { refusal } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Desktop, FolderDialog } from '../../core/ports.ts';
import { desktopSettings } from '../../desktop/by-system.ts';
import type { Places } from './places.ts';

/** A path on another machine: opening one sends the user's credentials there. */
const isRemote = (path: string): boolean => /^[\\/]{2}/.test(path);

/** What the desktop's parts depend on. */
type SystemFacts = Pick<Places, 'isPortable' | 'platform'> & {
  /** Puts the machine to sleep; null where it can't be told. */
  sleep: (() => Promise<boolean>) | null;
};

/**
 * The desktop by Electron's shell. The paths come from the core, which found them by job, proved that they are
 * regular files in their folder, and asked about those that can run programs.
 */
export function createElectronDesktop(system: SystemFacts): Desktop {
  const { platform } = system;
  const reveal = async (path: string): Promise<void> => shell.showItemInFolder(path);
  return {
    canOpen: true,
    canSleep: system.sleep !== null,
    settings: desktopSettings(platform, system.isPortable),
    reveal,
    open: async (path) => {
      if (isRemote(path) || isOnlyShown(path, { platform })) return reveal(path);
      const problem = await shell.openPath(path);
      if (problem) throw refusal(phrase('validationErrors.cannotOpen'));
    },
    openAddress: async (address, { isTyped } = { isTyped: false }) => {
      const url = URL.parse(address);
      const isSafe =
        url &&
        (url.protocol === 'https:' || (url.protocol === 'http:' && (isTyped || isLoopback(url.hostname))));
      // Windows takes no longer ones.
      if (!isSafe || url.username !== '' || address.length > 2081)
        throw refusal(phrase('validationErrors.cannotOpen'));
      await shell.openExternal(address);
    },
    trash: (path) => shell.trashItem(path),
  };
}

/** The path itself, or the nearest folder above that is there; undefined where there is none. */
function nearestFolder(path: string): string | undefined {
  if (path === '' || existsSync(path)) return path || undefined;
  return dirname(path) === path ? undefined : nearestFolder(dirname(path));
}

/** The system's dialog for choosing a folder, over the window. */
export function createFolderDialog(window: () => BrowserWindow): FolderDialog {
  return {
    pick: async (startAt) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        title: t('desktop.chooseFolder'),
        defaultPath: nearestFolder(startAt),
        buttonLabel: t('desktop.choose'),
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
