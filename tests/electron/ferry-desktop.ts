import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';
import type { Browser, ElectronApplication, Page } from 'playwright-core';
import { launchStandIn } from './launch.ts';
import type { StandInApp } from './launch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `stand-in`: the built app on Node and the given Chromium. `electron`: the real runtime, where it is installed. */
export type DesktopKind = 'stand-in' | 'electron';

/** The built app in its window, for tests that drive pages: it can be ended, killed and started again. */
export class FerryDesktop {
  readonly home: string;
  readonly kind: DesktopKind;
  readonly #browser: Browser;
  readonly #watch: (page: Page) => Promise<void>;
  #standIn: StandInApp | null = null;
  #electron: ElectronApplication | null = null;
  #opened: string[] = [];

  /** @param watch called for each page, which is loaded anew after it */
  constructor(home: string, kind: DesktopKind, browser: Browser, watch: (page: Page) => Promise<void>) {
    this.home = home;
    this.kind = kind;
    this.#browser = browser;
    this.#watch = watch;
  }

  /** Where files go by default. */
  get downloads(): string {
    return join(this.home, 'Downloads', 'Ferry');
  }

  /** Paths that were opened or shown in their folder, in this start and earlier ones. */
  async opened(): Promise<string[]> {
    return [...this.#opened, ...(await this.#openedNow())];
  }

  /** Starts it and resolves with its page, as large as the tests' other pages. */
  async start(...switches: string[]): Promise<Page> {
    const dataFolder = join(this.home, 'data');
    mkdirSync(this.home, { recursive: true });
    const page = await (this.kind === 'electron'
      ? this.#startElectron(dataFolder, switches)
      : this.#startStandIn(dataFolder, switches));
    await page.setViewportSize({ width: 1280, height: 800 });
    await this.#watch(page);
    await page.reload();
    return page;
  }

  /** Ends it in good order, as a system that shuts down does, without a question. */
  async stop(): Promise<void> {
    this.#opened = await this.opened();
    await this.#standIn?.close();
    const closed = this.#electron?.waitForEvent('close');
    // The answer may not come: the program that would give it is ending.
    await this.#electron
      ?.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown'))
      .catch(() => undefined);
    await closed;
    this.#forget();
  }

  async kill(): Promise<void> {
    await this.#standIn?.kill();
    this.#electron?.process().kill('SIGKILL');
    this.#forget();
  }

  #forget(): void {
    this.#standIn = null;
    this.#electron = null;
  }

  async #startStandIn(dataFolder: string, switches: string[]): Promise<Page> {
    this.#standIn = await launchStandIn({ browser: this.#browser, dataFolder, home: this.home, switches });
    return this.#standIn.window();
  }

  async #startElectron(dataFolder: string, switches: string[]): Promise<Page> {
    // The tester's own keychain and home stay as they are.
    const environment = {
      ...process.env,
      FERRY_KEYCHAIN: 'off',
      USERPROFILE: this.home,
      HOME: this.home,
      XDG_CONFIG_HOME: join(this.home, '.config'),
    };
    const env = Object.fromEntries(
      Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    this.#electron = await _electron.launch({ args: [root, `--data-dir=${dataFolder}`, ...switches], env });
    // Nothing is really opened on the tester's desktop.
    await this.#electron.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { openedByFerry: opened });
      shell.openPath = async (path) => (opened.push(path), '');
      shell.showItemInFolder = (path) => void opened.push(path);
    });
    return this.#electron.firstWindow();
  }

  async #openedNow(): Promise<string[]> {
    if (this.#electron)
      return this.#electron.evaluate(
        () => (globalThis as unknown as { openedByFerry: string[] }).openedByFerry,
      );
    const calls = (await this.#standIn?.calls().catch(() => [])) ?? [];
    return calls
      .filter(({ call }) => call === 'shell.openPath' || call === 'shell.showItemInFolder')
      .map(({ args }) => args[0] as string);
  }
}
