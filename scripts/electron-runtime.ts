import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the `electron` package has put its runtime, or null. Importing the package would fetch it, so nobody does. */
function placeIn(folder: string): string | null {
  const note = join(folder, 'path.txt');
  const name = existsSync(note) ? readFileSync(note, 'utf8') : '';
  const elsewhere = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const program = elsewhere ? join(elsewhere, name || 'electron') : join(folder, 'dist', name);
  return (elsewhere || name) && existsSync(program) ? program : null;
}

/**
 * Electron's own program, fetched by the package's installer where it isn't there yet. Null where it can't be had in
 * time: no network, a network that doesn't let it through, a slow one.
 *
 * @param folder the folder of the `electron` package
 * @param patience milliseconds that fetching may take
 */
export async function findElectron(folder: string, patience: number): Promise<string | null> {
  const place = placeIn(folder);
  const installer = join(folder, 'install.js');
  if (place || !existsSync(installer)) return place;
  await new Promise<void>((resolve) => {
    const child = spawn(process.execPath, [installer], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), patience);
    child.once('error', () => resolve());
    child.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
  return placeIn(folder);
}
