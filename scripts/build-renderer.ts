import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What the built screen is made of. */
const sources = [
  'src-renderer',
  'src-shared',
  'vite.config.ts',
  'svelte.config.js',
  'package.json',
  'package-lock.json',
];
const dist = join(root, 'dist');
const screen = join(dist, 'renderer');
const stamp = join(dist, 'renderer.sha256');

async function filesOf(path: string): Promise<string[]> {
  if (!(await lstat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const files = (await Promise.all(sources.map((source) => filesOf(join(root, source))))).flat().sort();
  for (const file of files) {
    const content = createHash('sha256').update(await readFile(file));
    hash.update(`${relative(root, file)}\0${content.digest('hex')}\n`);
  }
  return hash.digest('hex');
}

function runVite(target: string): Promise<void> {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const args = [vite, 'build', '--outDir', target, '--emptyOutDir', '--logLevel', 'warn'];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The screen could not be built.\n${output}`));
    });
  });
}

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** Removes what builds left that were ended in the middle. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(dist)) {
    const processId = /^renderer-(\d+)$/.exec(name)?.[1];
    if (processId && !isRunning(Number(processId)))
      await rm(join(dist, name), { recursive: true, force: true });
  }
}

/**
 * Builds the screen into `dist/renderer` unless what is there was made of the same sources. A build that fails
 * leaves the one before in place and rejects with what Vite said.
 *
 * @param announce called before a build begins
 */
export async function buildRenderer(announce: () => void): Promise<void> {
  const wanted = await hashOfSources();
  const built = await readFile(stamp, 'utf8').catch(() => '');
  const page = await lstat(join(screen, 'index.html')).catch(() => null);
  if (built === wanted && page) return;
  announce();
  const fresh = join(dist, `renderer-${process.pid}`);
  await mkdir(fresh, { recursive: true });
  await removeLeftovers();
  try {
    await runVite(fresh);
    await rm(screen, { recursive: true, force: true });
    await rename(fresh, screen);
    await writeFile(stamp, wanted);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
