import { execFileSync } from 'node:child_process';
import { isAbsolute, join, resolve, win32 } from 'node:path';
import { readSmallFile } from './small-file.ts';

/** Where Windows keeps the user's folders, and the name of the one for downloads (KNOWNFOLDERID). */
const branch = ['HKCU', 'Software', 'Microsoft', 'Windows', 'CurrentVersion', 'Explorer'];
const key = [...branch, 'User Shell Folders'].join('\\');
const name = '{374DE290-123F-4565-9164-39C4925E467B}';
/** Bytes of the largest `user-dirs.dirs` that is one: it has eight lines. */
const mostBytes = 1_000_000;
/** Milliseconds for the question. */
const patience = 3_000;

/** What Windows' own `reg query` prints of a value. Throws where the value or the program is missing. */
export type AskRegistry = (key: string, name: string) => string;

const askRegistry: AskRegistry = (...[where, what]) =>
  execFileSync('reg.exe', ['query', where, '/v', what], {
    encoding: 'utf8',
    timeout: patience,
    windowsHide: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });

export interface DownloadsOptions {
  platform?: NodeJS.Platform;
  ask?: AskRegistry;
}

/**
 * The user's folder for downloads, wherever it was moved. On Linux desktops it is named in their language and may be
 * anywhere, as `user-dirs.dirs` tells (https://www.freedesktop.org/wiki/Software/xdg-user-dirs/); on Windows the
 * registry names; elsewhere, and where it names none, `Downloads` in the home.
 */
export function downloadsFolder(
  home: string,
  environment: NodeJS.ProcessEnv,
  { platform = process.platform, ask = askRegistry }: DownloadsOptions = {},
): string {
  const usual = join(home, 'Downloads');
  if (platform === 'darwin') return usual;
  try {
    const named = platform === 'win32' ? movedOnWindows(ask, environment) : namedOnLinux(home, environment);
    return named ?? usual;
  } catch {
    return usual;
  }
}

function namedOnLinux(home: string, environment: NodeJS.ProcessEnv): string | null {
  const configured = environment.XDG_CONFIG_HOME ?? '';
  const config = isAbsolute(configured) ? configured : join(home, '.config');
  const text = readSmallFile(join(config, 'user-dirs.dirs'), mostBytes) ?? '';
  const named = /^\s*XDG_DOWNLOAD_DIR="(.*)"/m.exec(text)?.[1]?.replace(/^\$HOME/, home);
  return named && isAbsolute(named) ? resolve(named) : null;
}

function movedOnWindows(ask: AskRegistry, environment: NodeJS.ProcessEnv): string | null {
  const variable = (whole: string, wanted: string): string => {
    const found = Object.entries(environment).find(([known]) => known.toUpperCase() === wanted.toUpperCase());
    return found?.[1] ?? whole;
  };
  const kept = / REG_(?:EXPAND_)?SZ +(\S.*?)\s*$/m.exec(ask(key, name))?.[1];
  const path = kept?.replace(/%([^%]+)%/g, variable);
  return path && win32.isAbsolute(path) ? path : null;
}
