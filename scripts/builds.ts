import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

const packages = ['package.json', 'package-lock.json'];
const dist = join(root, 'dist');

/** What the built screen is made of. */
const screenSources = ['src-renderer', 'src-shared', 'vite.config.ts', 'svelte.config.js', ...packages];
const screen = join(dist, 'renderer');
const screenStamp = join(dist, 'renderer.sha256');

/** What the desktop app is made of, besides the screen. */
const desktopSources = ['src-main', 'src-shared', 'electron.vite.config.ts', ...packages];
const desktopStamp = join(dist, 'electron.sha256');

/** What the built terminal is made of. */
const terminalSources = ['src-main', 'src-shared', 'cli.vite.config.ts', ...packages];
const terminalStamp = join(dist, 'cli.sha256');

async function filesOf(path: string): Promise<string[]> {
  if (!(await lstat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function hashOf(sources: string[]): Promise<string> {
  const hash = createHash('sha256');
  const files = (await Promise.all(sources.map((source) => filesOf(join(root, source))))).flat().sort();
  for (const file of files) {
    const content = createHash('sha256').update(await readFile(file));
    hash.update(`${relative(root, file)}\0${content.digest('hex')}\n`);
  }
  return hash.digest('hex');
}

/** Runs a build tool of this project; rejects with what it said. */
function run(tool: string[], args: string[], what: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules', ...tool), ...args], {
      cwd: root,
      // Tests that build what is stale aren't to get a build of their own kind.
      env: { ...process.env, NO_COLOR: '1', NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${what} could not be built.\n${output}`));
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

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

/**
 * Builds the screen into `dist/renderer` unless what is there was made of the same sources. A build that fails
 * leaves the one before in place and rejects with what Vite said.
 *
 * @param announce called before a build begins
 */
export async function buildRenderer(announce: () => void): Promise<void> {
  const wanted = await hashOf(screenSources);
  const built = await readFile(screenStamp, 'utf8').catch(() => '');
  if (built === wanted && (await isThere(join(screen, 'index.html')))) return;
  announce();
  const fresh = join(dist, `renderer-${process.pid}`);
  await mkdir(fresh, { recursive: true });
  await removeLeftovers();
  try {
    const args = ['build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'];
    await run(['vite', 'bin', 'vite.js'], args, 'The screen');
    await rm(screen, { recursive: true, force: true });
    await rename(fresh, screen);
    await writeFile(screenStamp, wanted);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** What is built in place, by one run of a tool. */
interface Build {
  sources: string[];
  /** Holds the hash of the sources that what is there was made of. */
  stamp: string;
  /** What must be there to be taken as built, below `dist`. */
  parts: string[];
  tool: string[];
  args: string[];
  what: string;
}

async function buildInPlace({ sources, stamp, parts, tool, args, what }: Build, announce: () => void) {
  const wanted = await hashOf(sources);
  const built = await readFile(stamp, 'utf8').catch(() => '');
  const areThere = await Promise.all(parts.map((part) => isThere(join(dist, part))));
  if (built === wanted && areThere.every(Boolean)) return;
  announce();
  await mkdir(dist, { recursive: true });
  await rm(stamp, { force: true });
  await run(tool, args, what);
  await writeFile(stamp, wanted);
}

/**
 * Builds the desktop app's main process and preload into `dist/electron`, unless what is there was made of the same
 * sources. Rejects with what the build said.
 *
 * @param announce called before a build begins
 */
export async function buildDesktop(announce: () => void): Promise<void> {
  const desktop = {
    sources: desktopSources,
    stamp: desktopStamp,
    parts: [join('electron', 'main', 'main.js'), join('electron', 'preload', 'preload.cjs')],
    tool: ['electron-vite', 'bin', 'electron-vite.js'],
    args: ['build', '--logLevel', 'error'],
    what: 'The desktop app',
  };
  await buildInPlace(desktop, announce);
}

/** Builds the terminal into `dist/cli/ferry.mjs`, on the same terms. */
export async function buildTerminal(announce: () => void): Promise<void> {
  const terminal = {
    sources: terminalSources,
    stamp: terminalStamp,
    parts: [join('cli', 'ferry.mjs')],
    tool: ['vite', 'bin', 'vite.js'],
    args: ['build', '--config', 'cli.vite.config.ts', '--logLevel', 'error'],
    what: 'The terminal',
  };
  await buildInPlace(terminal, announce);
}

/** Builds the programs that tests start, on the same terms; `tests/programs/vite.config.ts` says where. */
export async function buildTestPrograms(announce: () => void): Promise<void> {
  const programs = {
    sources: ['src-main', 'src-shared', 'tests/programs', 'tests/fakes', ...packages],
    stamp: join(dist, 'test-programs.sha256'),
    parts: [join('..', 'node_modules', '.cache', 'test-programs', 'ferry.js')],
    tool: ['vite', 'bin', 'vite.js'],
    args: ['build', '--config', 'tests/programs/vite.config.ts', '--logLevel', 'error'],
    what: 'What tests start',
  };
  await buildInPlace(programs, announce);
}
