import type { BrowserContext, Page, WebSocketRoute } from '@playwright/test';

/** An answer on its way from Ferry to a page. */
export interface Answer {
  /** Sends it on, or another result in its place. */
  send(result?: { ok: true; value: unknown } | { ok: false; failure: { kind: string } }): void;
  value: unknown;
}

/** Stands on the wire between a browser's page and Ferry: hears the calls, and may keep, delay or change answers. */
export class Wire {
  /** The names of the calls so far. */
  readonly calls: string[] = [];
  readonly #handlers = new Map<string, (answer: Answer) => void>();
  #page: WebSocketRoute | null = null;

  /** Loads the page again, with the wire in its way. */
  static async of(page: Page): Promise<Wire> {
    const wire = await Wire.ofNextTab(page);
    await page.reload();
    return wire;
  }

  /** The wire of what is loaded from now on. */
  static async ofNextTab(tabs: BrowserContext | Page): Promise<Wire> {
    const wire = new Wire();
    await tabs.routeWebSocket(/^ws/, (socket) => wire.#join(socket));
    return wire;
  }

  /** From now on answers to such calls go on only when the handler sends them. */
  onAnswer(call: string, handler: (answer: Answer) => void): void {
    this.#handlers.set(call, handler);
  }

  /** Tells the page of an event, as Ferry does. */
  tell(event: string, data: unknown): void {
    this.#page?.send(JSON.stringify({ event, data }));
  }

  /** Cuts the wire; the page makes itself another one. */
  async cut(): Promise<void> {
    await this.#page?.close();
  }

  #join(socket: WebSocketRoute): void {
    this.#page = socket;
    const ferry = socket.connectToServer();
    const names = new Map<number, string>();
    socket.onMessage((text) => {
      const { id, call } = JSON.parse(String(text)) as { id?: number; call?: string };
      if (id !== undefined && call !== undefined) {
        names.set(id, call);
        this.calls.push(call);
      }
      ferry.send(text);
    });
    ferry.onMessage((text) => {
      const message = JSON.parse(String(text)) as { id?: number; value?: unknown };
      const handler = this.#handlers.get(names.get(message.id ?? -1) ?? '');
      if (!handler) return socket.send(text);
      handler({
        value: message.value,
        send: (result) => socket.send(result ? JSON.stringify({ id: message.id, ...result }) : text),
      });
    });
  }
}
