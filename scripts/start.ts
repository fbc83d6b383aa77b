/**
 * `npm start`: builds what is stale and opens Ferry in its window, or, where Electron's runtime can't be had, in the
 * browser. `--web` asks for the browser, as the options do that only it has (`npm start -- --help`). It is started with a
 * small space for what is young (`--max-semi-space-size=2`): a host that mostly waits would keep 30 MB of it for nothing.
 */
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runProcess } from '../src-main/hosts/run-process.ts';
import { t } from '../src-shared/language/index.ts';
import { main, webCommand } from '../src-main/hosts/web/main.ts';
import { buildDesktop, buildRenderer } from './builds.ts';
import { findElectron } from './electron-runtime.ts';

/** How long fetching Electron's runtime may take. Milliseconds. */
const patience = 10_000;
const root = fileURLToPath(new URL('..', import.meta.url));
const say = (line: string) => (): void => void process.stdout.write(`${line}\n`);

const args = process.argv.slice(2);
const webArgs = args.filter((arg) => arg !== '--web');

// Wrong options and --help end here, before anything is built.
const options = webCommand(args)
  .name('npm start --')
  .option('--web', t('usage.web.browser'))
  .parse(args, { from: 'user' })
  .opts<{ web?: true; port?: number; open: boolean; dataDir: string; demo?: true }>();

/** Runs the desktop app until it ends. A broken runtime is an error with its words, never silently the browser. */
function runDesktop(electron: string): Promise<number> {
  const switches = [`--data-dir=${resolve(options.dataDir)}`, ...(options.demo ? ['--demo'] : [])];
  const child = spawn(electron, [root, ...switches], { stdio: 'inherit' });
  // Ctrl+C reaches the window by itself; a second one would end it before it has tidied up.
  process.on('SIGINT', () => undefined);
  if (process.platform !== 'win32') process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((settle, reject) => {
    child.once('error', (error) => reject(new Error(`Electron could not be started: ${error.message}`)));
    child.once('close', (code, signal) => {
      if (code !== 0)
        process.stderr.write(
          `Electron ended with ${signal ?? code}. “npm start -- --web” uses the browser.\n`,
        );
      settle(code ?? 1);
    });
  });
}

async function start(): Promise<number> {
  await buildRenderer(say('Building the screen…'));
  const wantsBrowser = options.web === true || options.port !== undefined || !options.open;
  if (wantsBrowser) return main(webArgs);
  const electron = await findElectron(resolve(root, 'node_modules', 'electron'), patience);
  if (electron) {
    await buildDesktop(say('Building the desktop app…'));
    return runDesktop(electron);
  }
  say(
    'Electron’s runtime can’t be had here (“npx install-electron” fetches it once), so Ferry is served to your browser.',
  )();
  return main(webArgs);
}

await runProcess(() =>
  start().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }),
);
