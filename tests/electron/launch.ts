import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import type { Call } from './stand-in/records.ts';
import type { StandInElectron } from './stand-in/run.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = fileURLToPath(new URL('stand-in/run.ts', import.meta.url));
/** What lets the program and its threads read out of archives. */
const archives = new URL('stand-in/archive.ts', import.meta.url).href;

export interface LaunchOptions {
  /** A Chromium started with `--no-sandbox` alone; it outlives the app. */
  browser: Browser;
  dataFolder: string;
  /** The home folder that the app sees. */
  home: string;
  /** More switches. */
  switches?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  /** The folder, or the archive, with `package.json` and `dist`; the repository unless told otherwise. */
  appFolder?: string;
}

/** The built app, running under the stand-in for Electron. */
export interface StandInApp {
  readonly process: ChildProcess;
  readonly dataFolder: string;
  /** All that it printed. */
  readonly output: string;
  /** Its exit code; null when a signal ended it. */
  readonly exited: Promise<number | null>;
  /** The page of the window; after a crash the one that took its place. Rejects when the app ends without a window. */
  window(): Promise<Page>;
  /** Calls the function in the app's process, as Playwright's `electronApp.evaluate` does. It can use nothing around it. */
  evaluate<Result, Arg = undefined>(
    ask: (electron: StandInElectron, arg: Arg) => Result | Promise<Result>,
    arg?: Arg,
  ): Promise<Result>;
  /** What it asked of Electron so far, all of it or one call alone. */
  calls(name?: string): Promise<Call[]>;
  /** Ends it as the system does when it shuts down: in good order, without a question. Resolves with the exit code. */
  close(): Promise<number | null>;
  kill(): Promise<void>;
}

const endpoints = new WeakMap<Browser, Promise<string>>();

function endpointOf(browser: Browser): Promise<string> {
  const known = endpoints.get(browser);
  if (known) return known;
  const bound = browser.bind('stand-in', { host: '127.0.0.1', port: 0 }).then(({ endpoint }) => endpoint);
  endpoints.set(browser, bound);
  return bound;
}

/** Starts the built app (`npm run build`) under the stand-in. */
export async function launchStandIn(options: LaunchOptions): Promise<StandInApp> {
  const { browser, dataFolder, home, switches = [], environment = {}, appFolder = root } = options;
  const main = join(resolve(appFolder), 'dist', 'electron', 'main', 'main.js');
  const child = fork(program, [main, `--data-dir=${dataFolder}`, ...switches], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: appFolder.endsWith('.asar') ? ['--import', archives] : [],
    env: {
      PATH: process.env.PATH,
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      DBUS_SESSION_BUS_ADDRESS: 'disabled:',
      FERRY_KEYCHAIN: 'off',
      // A changed app stands in a folder that is soon gone: nothing of it is worth keeping.
      ...(appFolder === root && { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE }),
      STAND_IN_BROWSER: await endpointOf(browser),
      STAND_IN_MANIFEST: join(resolve(appFolder), 'package.json'),
      ...environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = new Promise<number | null>((settle) => child.once('close', (code) => settle(code)));

  const questions = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  child.on('message', ({ id, value, error }: { id: number; value?: unknown; error?: string }) => {
    const question = questions.get(id);
    questions.delete(id);
    if (error === undefined) question?.resolve(value);
    else question?.reject(new Error(error));
  });
  void exited.then((code) => {
    for (const { reject } of questions.values()) reject(new Error(`The app ended with ${code}: ${output}`));
  });
  let lastId = 0;
  const evaluate: StandInApp['evaluate'] = (ask, arg) =>
    new Promise((settle, reject) => {
      if (!child.connected) return reject(new Error(`The app has ended: ${output}`));
      const id = (lastId += 1);
      questions.set(id, { resolve: settle as (value: unknown) => void, reject });
      child.send({ id, source: ask.toString(), arg });
    });

  /** Both sides see all pages of the browser; this app's is the one that its process has just marked. */
  const window = async (): Promise<Page> => {
    for (;;) {
      const name = `mark-${randomUUID()}`;
      const isMarked = await evaluate(async ({ BrowserWindow }, key) => {
        const [first] = BrowserWindow.getAllWindows();
        if (!first || first.webContents.isLoading()) {
          await new Promise((next) => setTimeout(next, 20));
          return false;
        }
        return first.webContents.mark(key).then(
          () => true,
          () => false,
        );
      }, name);
      const pages = isMarked ? browser.contexts().flatMap((context) => context.pages()) : [];
      for (const page of pages) {
        const isOurs = await page
          .evaluate((key) => Object.hasOwn(globalThis, key) && Reflect.deleteProperty(globalThis, key), name)
          .catch(() => false);
        if (isOurs) return page;
      }
    }
  };

  return {
    process: child,
    dataFolder,
    get output() {
      return output;
    },
    exited,
    window,
    evaluate,
    calls: (name) =>
      evaluate(
        ({ standIn }, only) => standIn.calls.filter(({ call }) => only === null || call === only),
        name ?? null,
      ),
    close: async () => {
      if (child.connected)
        await evaluate(
          ({ powerMonitor, standIn }) => void powerMonitor.emit('shutdown', standIn.event()),
        ).catch(() => undefined);
      return exited;
    },
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
