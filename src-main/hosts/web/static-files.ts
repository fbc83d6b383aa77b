import { t } from '../../../src-shared/language/index.ts';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** A file of the screen, whole. */
export interface StaticFile {
  body: Buffer;
  type: string;
  /** Its name changes with its content, so a browser may keep it. */
  lasting: boolean;
}

/** The screen hasn't been built. The message is for people. */
export class ScreenMissingError extends Error {
  constructor(folder: string) {
    super(t('terminal.web.notBuilt', { folder }));
    this.name = 'ScreenMissingError';
  }
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** What Vite puts between a name and its extension: eight characters of the content's hash. */
const hashed = /-[\w-]{6}\.\w+$/;

/**
 * Reads the built screen into a map of address path to file. Nothing is looked up on the disk after that, so no
 * request can name its way to another file. Links and files of other types are left out.
 */
export async function loadStaticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true }).catch(() => [] as string[]);
  for (const entry of entries) {
    const path = join(folder, entry);
    const type = types[extname(entry)];
    if (!type || !(await lstat(path)).isFile()) continue;
    const address = `/${entry.replaceAll('\\', '/')}`;
    const lasting = address.startsWith('/assets/') && hashed.test(address);
    files.set(address, { body: await readFile(path), type, lasting });
  }
  const page = files.get('/index.html');
  if (!page) throw new ScreenMissingError(folder);
  files.set('/', page);
  return files;
}
