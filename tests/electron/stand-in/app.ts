import { EventEmitter } from 'node:events';
import type { App, CommandLine, Dock, LoginItemSettings, RelaunchOptions, Settings, Task } from 'electron';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { markReady, record, StandInEvent } from './records.ts';

type AppPart = Pick<
  App,
  | 'enableSandbox'
  | 'exit'
  | 'getAppPath'
  | 'getName'
  | 'getPath'
  | 'getPreferredSystemLanguages'
  | 'getVersion'
  | 'isPackaged'
  | 'isReady'
  | 'quit'
  | 'relaunch'
  | 'releaseSingleInstanceLock'
  | 'requestSingleInstanceLock'
  | 'setAppUserModelId'
  | 'setAsDefaultProtocolClient'
  | 'setBadgeCount'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'setUserTasks'
  | 'setPath'
  | 'whenReady'
> & {
  commandLine: Pick<CommandLine, 'getSwitchValue' | 'hasSwitch'>;
  dock: Pick<Dock, 'setMenu'> | undefined;
};

/** A window as the app's end sees it. */
interface Closable {
  close(): void;
}

/** Those that Electron has handlers for, on Linux and macOS. */
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** Chromium's reading of a command line: `--name` or `--name=value`. */
const commandLine: AppPart['commandLine'] = {
  hasSwitch: (name) =>
    process.argv.slice(2).some((arg) => arg === `--${name}` || arg.startsWith(`--${name}=`)),
  getSwitchValue: (name) => {
    const arg = process.argv.slice(2).find((candidate) => candidate.startsWith(`--${name}=`));
    return arg?.slice(name.length + 3) ?? '';
  },
};

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** `electron.app`: this process. The lock is held across processes by files in the `userData` folder. */
export class StandInApp extends EventEmitter implements AppPart {
  readonly isPackaged = process.env.STAND_IN_PACKAGED === '1';
  readonly commandLine = commandLine;
  /** Only macOS has one. */
  readonly dock =
    process.env.STAND_IN_DOCK === '1'
      ? { setMenu: ({ items }: { items: unknown }) => record('dock.setMenu', items) }
      : undefined;
  /** The open windows, told by `BrowserWindow`. */
  readonly windows = new Set<Closable>();
  readonly #paths = new Map<string, string>();
  readonly #ready = Promise.withResolvers<void>();
  #isReady = false;
  #isQuitting = false;

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  /** Electron becomes ready when the app's entry has been loaded to its end. */
  becomeReady(): void {
    this.#isReady = true;
    this.#takeSignals();
    markReady();
    this.emit('ready', new StandInEvent());
    this.#ready.resolve();
  }

  /** Electron sets its handlers over those of before, and quits as the user does; one that is set later stays. */
  #takeSignals(): void {
    for (const signal of signals) {
      process.removeAllListeners(signal);
      const quit = (): void => this.quit();
      process.on(signal, quit);
      process.on('newListener', (name) => {
        // Afterwards: Node stops watching a signal that nobody listens to.
        if (name === signal) queueMicrotask(() => process.off(signal, quit));
      });
    }
  }

  getVersion(): string {
    const manifest = process.env.STAND_IN_MANIFEST!;
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  }

  /** What a test says; an English system otherwise. */
  getPreferredSystemLanguages(): string[] {
    return (process.env.STAND_IN_LANGUAGES ?? 'en-GB').split(',');
  }

  getPath(name: string): string {
    const known = this.#paths.get(name);
    if (known) return known;
    if (name === 'temp') return tmpdir();
    if (name === 'home') return homedir();
    if (name === 'downloads') return process.env.STAND_IN_DOWNLOADS ?? join(homedir(), 'Downloads');
    if (name === 'appData') return process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config');
    if (name === 'userData') return join(homedir(), '.config', 'ferry');
    throw new Error(`The stand-in doesn’t know the path ${name}.`);
  }

  setPath(name: string, path: string): void {
    record('app.setPath', name, path);
    if (!existsSync(path)) throw new Error(`Failed to set path: ${path} does not exist.`);
    this.#paths.set(name, path);
  }

  enableSandbox(): void {
    record('app.enableSandbox');
    if (this.#isReady) throw new Error('app.enableSandbox() can only be called before app is ready');
  }

  setAppUserModelId(id: string): void {
    record('app.setAppUserModelId', id);
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    record('app.setAsDefaultProtocolClient', scheme);
    return true;
  }

  setBadgeCount(count?: number): boolean {
    record('app.setBadgeCount', count);
    return true;
  }

  setLoginItemSettings(settings: Settings): void {
    record('app.setLoginItemSettings', settings);
  }

  /** As macOS tells it afterwards, once the app is ready; a test says whether it was so. */
  getLoginItemSettings(): LoginItemSettings {
    const wasOpenedAtLogin = this.#isReady && process.env.STAND_IN_AT_LOGIN === '1';
    return { openAtLogin: wasOpenedAtLogin, wasOpenedAtLogin } as LoginItemSettings;
  }

  setUserTasks(tasks: Task[]): boolean {
    record('app.setUserTasks', tasks);
    return true;
  }

  getName(): string {
    return 'Ferry';
  }

  getAppPath(): string {
    return dirname(process.env.STAND_IN_MANIFEST!);
  }

  requestSingleInstanceLock(): boolean {
    record('app.requestSingleInstanceLock');
    const folder = join(this.getPath('userData'), 'stand-in-lock');
    mkdirSync(folder, { recursive: true });
    const holder = join(folder, 'holder');
    const pid = existsSync(holder) ? Number(readFileSync(holder, 'utf8')) : 0;
    if (pid && pid !== process.pid && isRunning(pid)) {
      writeFileSync(
        join(folder, `second-${process.pid}`),
        JSON.stringify({ argv: process.argv, cwd: process.cwd() }),
      );
      return false;
    }
    writeFileSync(holder, String(process.pid));
    const watcher = watch(folder, () => {
      for (const name of readdirSync(folder).filter((entry) => entry.startsWith('second-'))) {
        const note = join(folder, name);
        const text = readFileSync(note, 'utf8');
        // Seen before it was written.
        if (text === '') continue;
        rmSync(note, { force: true });
        const { argv, cwd } = JSON.parse(text) as { argv: string[]; cwd: string };
        // Chromium puts switches of its own among the arguments.
        const [program, ...rest] = argv;
        const mixed = [program, '--allow-file-access-from-files', ...rest];
        this.emit('second-instance', new StandInEvent(), mixed, cwd, null);
      }
    });
    watcher.unref();
    return true;
  }

  releaseSingleInstanceLock(): void {
    record('app.releaseSingleInstanceLock');
    rmSync(join(this.getPath('userData'), 'stand-in-lock', 'holder'), { force: true });
  }

  quit(): void {
    record('app.quit');
    const event = new StandInEvent();
    this.emit('before-quit', event);
    if (event.defaultPrevented) return;
    this.#isQuitting = true;
    for (const window of [...this.windows]) window.close();
    this.#endWhenEmpty();
  }

  relaunch(options?: RelaunchOptions): void {
    record('app.relaunch', options);
  }

  exit(code = 0): void {
    record('app.exit', code);
    this.emit('quit', new StandInEvent(), code);
    process.exit(code);
  }

  windowClosed(window: Closable): void {
    this.windows.delete(window);
    if (this.windows.size > 0) return;
    if (this.#isQuitting) this.#endWhenEmpty();
    else if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }

  #endWhenEmpty(): void {
    if (this.windows.size > 0) {
      this.#isQuitting = false;
      return;
    }
    const event = new StandInEvent();
    this.emit('will-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }
}

export const app = new StandInApp();
