import { readFileSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * The user's folder for downloads. On Linux desktops it is named in their language and may be anywhere, as
 * `user-dirs.dirs` tells (https://www.freedesktop.org/wiki/Software/xdg-user-dirs/); elsewhere `Downloads` in the home.
 */
export function downloadsFolder(home: string, environment: NodeJS.ProcessEnv): string {
  const usual = join(home, 'Downloads');
  if (process.platform === 'win32' || process.platform === 'darwin') return usual;
  const configured = environment.XDG_CONFIG_HOME ?? '';
  const config = isAbsolute(configured) ? configured : join(home, '.config');
  try {
    const text = readFileSync(join(config, 'user-dirs.dirs'), 'utf8');
    const named = /^\s*XDG_DOWNLOAD_DIR="(.*)"/m.exec(text)?.[1]?.replace(/^\$HOME/, home);
    return named && isAbsolute(named) ? resolve(named) : usual;
  } catch {
    return usual;
  }
}
