import type { BrowserContext, Page } from '@playwright/test';
import type { CallInput, CallName, CallOutput } from '../../src-shared/contract.ts';
import { enterWebHost } from '../fakes/enter-web-host.ts';
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

type Call = <Name extends CallName>(name: Name, input: CallInput<Name>) => Promise<CallOutput<Name>>;

const hosts = new WeakMap<Page, FerryWeb>();

/** Ferry served to a browser, by a process of its own. */
export class FerryWeb implements Ferry {
  /** What serves the page; undefined where that is the desktop app. */
  static of(page: Page): FerryWeb | undefined {
    return hosts.get(page);
  }

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
    hosts.set(page, this);
    await this.#watch(page);
    await page.goto(this.#process.address);
    return page;
  }

  /** Calls Ferry beside its pages, as another tab would; a call rejects with what it was refused for. */
  async enter(use: (call: Call) => Promise<void>): Promise<void> {
    const { client, leave } = await enterWebHost(this.#process.address);
    try {
      await use(async (name, input) => {
        const result = await client.call(name, input);
        if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`);
        return result.value;
      });
    } finally {
      leave();
    }
  }

  stop(): Promise<void> {
    return this.#process.stop();
  }

  kill(): Promise<void> {
    return this.#process.kill();
  }
}
