import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { WebContents, WindowOpenHandlerResponse } from 'electron';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Frame, Page, Request as PageRequest, Route } from 'playwright-core';
import { toApp, toBrowser } from './addresses.ts';
import { StandInFrame } from './frames.ts';
import { ipcMain } from './ipc-main.ts';
import { machineIs, machineIsOnce } from './modes.ts';
import { pageScript } from './page-script.ts';
import { record, StandInEvent } from './records.ts';
import { defaultSession, protocol } from './session.ts';

type WebContentsPart = Pick<
  WebContents,
  'executeJavaScript' | 'forcefullyCrashRenderer' | 'getURL' | 'id' | 'isLoading' | 'setWindowOpenHandler'
> & {
  readonly mainFrame: StandInFrame;
};

/** The browser that the test started; its pages are seen by both sides. */
let connecting: Promise<Browser> | null = null;
function browser(): Promise<Browser> {
  connecting ??= chromium.connect(process.env.STAND_IN_BROWSER!);
  return connecting;
}

let lastId = 0;

/** `WebContents`: a real Chromium page behind the app's protocol, guards and preload. */
export class StandInContents extends EventEmitter implements WebContentsPart {
  readonly id = (lastId += 1);
  readonly #preload: string;
  readonly #size: { width: number; height: number };
  readonly #frames = new WeakMap<Frame, StandInFrame>();
  #context: BrowserContext | null = null;
  #page: Page | null = null;
  #opening: Promise<Page> | null = null;
  #mainFrame: StandInFrame | null = null;
  #openHandler: ((details: { url: string }) => WindowOpenHandlerResponse) | null = null;
  #isLoading = true;
  /** The address that the app itself is loading: that is no navigation of the page's. */
  #loading: string | null = null;
  /** A document was answered and is about to replace the present one. */
  #isCommitting = false;
  readonly #waiting: { channel: string; args: unknown[] }[] = [];
  #documentId = '';
  #wake: (() => void) | null = null;

  constructor(preload: string, size: { width: number; height: number }) {
    super();
    this.#preload = preload;
    this.#size = size;
  }

  get mainFrame(): StandInFrame {
    if (!this.#mainFrame) throw new Error('The page was never loaded.');
    return this.#mainFrame;
  }

  getURL(): string {
    return toApp(this.#page?.url() ?? '');
  }

  isLoading(): boolean {
    return this.#isLoading;
  }

  setWindowOpenHandler(handler: (details: never) => WindowOpenHandlerResponse): void {
    record('contents.setWindowOpenHandler', handler);
    this.#openHandler = handler as (details: { url: string }) => WindowOpenHandlerResponse;
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.page()).evaluate(code);
  }

  /** The page, opened when it is first needed, and anew after a crash. */
  page(): Promise<Page> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async load(address: string): Promise<void> {
    this.#isLoading = true;
    const page = await this.page();
    if (machineIs('load-fails') || machineIsOnce('load-fails-once')) {
      this.#isLoading = false;
      const [code, words] = [-2, 'ERR_FAILED'];
      this.emit('did-fail-load', new StandInEvent(), code, words, address, true, 1, 1);
      throw new Error(`${words} (${code}) loading '${address}'`);
    }
    this.#loading = toBrowser(address);
    await page.goto(this.#loading);
  }

  forcefullyCrashRenderer(): void {
    record('contents.forcefullyCrashRenderer');
    void this.crash();
  }

  /** Lets another client of the browser tell this page from all others. */
  async mark(name: string): Promise<void> {
    const page = await this.page();
    await page.evaluate(
      (key) => Object.defineProperty(globalThis, key, { value: true, configurable: true }),
      name,
    );
  }

  /** Ends the page's process, as Chromium's own test address does. */
  async crash(): Promise<void> {
    const page = await this.page();
    const crashed = new Promise((resolve) => page.once('crash', resolve));
    page.goto('chrome://crash').catch(() => undefined);
    await crashed;
  }

  async close(): Promise<void> {
    this.#mainFrame?.end();
    this.emit('destroyed');
    await this.#context?.close().catch(() => undefined);
  }

  async #open(): Promise<Page> {
    this.#context ??= await (await browser()).newContext({ viewport: this.#size, reducedMotion: 'reduce' });
    const page = await this.#context.newPage();
    this.#page = page;
    const names = { send: `send${this.id}`, receive: `receive${this.id}` };
    await page.exposeBinding(names.send, ({ frame }, channel: string, args: unknown[]) =>
      ipcMain.deliver(this, this.#frameOf(frame), channel, args),
    );
    await page.exposeBinding(names.receive, (_source, documentId: string) => this.#receive(documentId));
    await page.addInitScript(pageScript({ preload: readFileSync(this.#preload, 'utf8'), ...names }));
    await page.route('**/*', (route) => this.#answer(route, page).catch(() => route.abort()));
    page.on('framenavigated', (frame) => this.#navigated(frame, page));
    page.on('load', () => {
      this.#isLoading = false;
      this.emit('did-finish-load');
    });
    page.on('popup', (popup) => this.#opened(popup));
    page.on('crash', () => {
      this.#opening = null;
      this.#mainFrame?.end();
      this.emit('render-process-gone', new StandInEvent(), { reason: 'crashed', exitCode: 133 });
      page.close().catch(() => undefined);
    });
    return page;
  }

  #navigated(frame: Frame, page: Page): void {
    if (frame !== page.mainFrame() || !this.#isCommitting) return;
    this.#isCommitting = false;
    this.#loading = null;
    this.#mainFrame?.end();
    this.#mainFrame = new StandInFrame(frame, null, (channel, args) => this.#deliver(channel, args));
    this.#frames.set(frame, this.#mainFrame);
    this.emit('did-navigate', new StandInEvent(), toApp(frame.url()), 200, 'OK');
  }

  #frameOf(frame: Frame): StandInFrame {
    const known = this.#frames.get(frame);
    if (known) return known;
    const parent = frame.parentFrame();
    const made = new StandInFrame(frame, parent && this.#frameOf(parent), () => undefined);
    this.#frames.set(frame, made);
    return made;
  }

  #deliver(channel: string, args: unknown[]): void {
    // As in Electron, what is sent before the document's preload listens is lost.
    if (!this.#documentId) return;
    this.#waiting.push({ channel, args });
    this.#wake?.();
  }

  /** Waits for messages to a document; a newer document takes the place of the one before. */
  async #receive(documentId: string): Promise<{ channel: string; args: unknown[] }[]> {
    if (documentId !== this.#documentId) {
      this.#documentId = documentId;
      this.#waiting.length = 0;
    }
    if (this.#waiting.length === 0) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = null;
    }
    return documentId === this.#documentId ? this.#waiting.splice(0) : [];
  }

  #opened(popup: Page): void {
    const url = toApp(popup.url());
    const { action } = this.#openHandler?.({ url }) ?? { action: 'allow' };
    record('window.open', url, action);
    if (action === 'deny') popup.close().catch(() => undefined);
  }

  async #answer(route: Route, page: Page): Promise<void> {
    const request = route.request();
    const url = toApp(request.url());
    const isMainFrame = request.isNavigationRequest() && request.frame() === page.mainFrame();
    if (request.isNavigationRequest() && !(isMainFrame && request.url() === this.#loading)) {
      if (!this.#mayNavigate(url, isMainFrame)) return route.abort('aborted');
    }
    if (!(await defaultSession.mayGo(url))) return route.abort('blockedbyclient');
    const response = await protocol.answer(this.#asRequest(url, request));
    if (!response) return route.abort('failed');
    const location = response.headers.get('location');
    if (location && response.status >= 300 && response.status < 400) {
      const event = new StandInEvent({ url: new URL(location, url).href, isMainFrame });
      this.emit('will-redirect', event);
      if (event.defaultPrevented) return route.abort('aborted');
    }
    if (isMainFrame) this.#isCommitting = true;
    await route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  #mayNavigate(url: string, isMainFrame: boolean): boolean {
    const event = new StandInEvent({ url, isMainFrame });
    this.emit('will-frame-navigate', event);
    if (isMainFrame) this.emit('will-navigate', event);
    record('contents.navigation', url, !event.defaultPrevented);
    return !event.defaultPrevented;
  }

  #asRequest(url: string, request: PageRequest): Request {
    const method = request.method();
    const body = method === 'GET' || method === 'HEAD' ? null : request.postDataBuffer();
    return new Request(url, { method, headers: request.headers(), body: body && new Uint8Array(body) });
  }
}
