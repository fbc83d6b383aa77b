import { t } from '../../../src-shared/language/index.ts';
import { dialog, shell } from 'electron';
import type { BrowserWindow } from 'electron';
import { isDangerous } from '../../adapters/desktop-node.ts';
import { basename } from 'node:path';
import { FailedError } from '../../../src-shared/failure.ts';
import type { Desktop, FolderDialog } from '../../core/ports.ts';

/** A path on another machine: opening one sends the user's credentials there. */
const isRemote = (path: string): boolean => /^[\\/]{2}/.test(path);

/**
 * The desktop by Electron's shell. The paths come from the core, which found them by job and proved that they are
 * regular files in their folder; what would run when opened is asked about first.
 */
export function createElectronDesktop(window: () => BrowserWindow): Desktop {
  const reveal = async (path: string): Promise<void> => shell.showItemInFolder(path);

  const mayOpen = async (path: string): Promise<'open' | 'reveal' | 'leave'> => {
    if (isRemote(path)) return 'reveal';
    if (!isDangerous(path, { platform: process.platform })) return 'open';
    const { response } = await dialog.showMessageBox(window(), {
      type: 'warning',
      message: `“${basename(path)}” is a file that can run`,
      detail:
        'It came from a server and may change things on this computer. Open it only if you trust where it came from.',
      buttons: ['Show in folder', 'Open anyway', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
      noLink: true,
    });
    return (['reveal', 'open', 'leave'] as const)[response] ?? 'leave';
  };

  return {
    canOpen: true,
    reveal,
    open: async (path) => {
      const answer = await mayOpen(path);
      if (answer === 'reveal') return reveal(path);
      if (answer === 'leave') return;
      const problem = await shell.openPath(path);
      if (problem) throw new FailedError({ kind: 'invalid-input', detail: 'The system could not open it.' });
    },
  };
}

/** The system's dialog for choosing a folder, over the window. */
export function createFolderDialog(window: () => BrowserWindow): FolderDialog {
  return {
    pick: async (startAt) => {
      const { canceled, filePaths } = await dialog.showOpenDialog(window(), {
        title: t('desktop.chooseFolder'),
        defaultPath: startAt || undefined,
        buttonLabel: t('desktop.choose'),
        properties: ['openDirectory', 'createDirectory'],
      });
      return canceled ? null : (filePaths[0] ?? null);
    },
  };
}
