import type { BrowserContext, Page } from '@playwright/test';
import { FerryProcess } from './ferry-process.ts';
import type { Keeping } from './ferry-process.ts';

/** What a specification needs of Ferry, whichever host it runs in. */
export interface Ferry {
  readonly home: string;
  /** Where files go by default. */
  readonly downloads: string;
  /** Paths that were opened or shown in their folder. */
  opened(): Promise<string[]>;
  /** Starts it and resolves with its page. */
  start(): Promise<Page>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** Ferry served to a browser, by a process of its own. */
export class FerryWeb implements Ferry {
  readonly #process: FerryProcess;
  readonly #context: BrowserContext;
  readonly #watch: (page: Page) => Promise<void>;

  /**
   * @param watch called for each page before anything is loaded into it
   * @param program what runs the host, if not the host itself
   */
  constructor(
    home: string,
    context: BrowserContext,
    watch: (page: Page) => Promise<void>,
    {
      program,
      keeping,
      hasDesktop,
    }: { program?: string | undefined; keeping?: Keeping; hasDesktop?: boolean } = {},
  ) {
    this.#process = new FerryProcess(home, program, keeping, hasDesktop);
    this.#context = context;
    this.#watch = watch;
  }

  get home(): string {
    return this.#process.home;
  }

  get downloads(): string {
    return this.#process.downloads;
  }

  opened(): Promise<string[]> {
    return this.#process.opened();
  }

  async start(): Promise<Page> {
    await this.#process.start();
    return this.openTab();
  }

  /** Starts it again where it was, and leaves the tabs alone. Resolves with its new address. */
  async startInPlace(): Promise<string> {
    await this.#process.start('--port', new URL(this.#process.address).port);
    return this.#process.address;
  }

  /** Another tab of the same browser, watched as well. */
  async openTab(): Promise<Page> {
    const page = await this.#context.newPage();
    await this.#watch(page);
    await page.goto(this.#process.address);
    return page;
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  kill(): Promise<void> {
    return this.#process.kill();
  }
}
