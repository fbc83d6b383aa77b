import type { Desktop } from '../../core/ports.ts';
import { accessFiles } from './access-link.ts';

/**
 * Opens the user's browser at the running host, through the page in the data folder: an address on the command line
 * could be read by every account on this machine. False where there is no browser to open.
 */
export async function openBrowser(desktop: Desktop, dataFolder: string): Promise<boolean> {
  if (!desktop.canOpen) return false;
  return desktop.open(accessFiles(dataFolder).page).then(
    () => true,
    () => false,
  );
}
