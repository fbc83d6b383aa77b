import { EventEmitter } from 'node:events';
import { request as requestHttp } from 'node:http';
import type { ClientRequest as NodeRequest, IncomingMessage } from 'node:http';
import type { ClientRequest, ClientRequestConstructorOptions, Net } from 'electron';
import { defaultSession } from './session.ts';
import type { StandInSession } from './session.ts';

/** A request of Chromium's network: its session is asked whether it may go, and faults have Chromium's names. */
class StandInRequest extends EventEmitter implements Pick<ClientRequest, 'abort'> {
  readonly #options: ClientRequestConstructorOptions;
  #request: NodeRequest | null = null;
  #isAborted = false;

  constructor(options: ClientRequestConstructorOptions) {
    super();
    this.#options = options;
  }

  end(): void {
    void this.#send();
  }

  abort(): void {
    this.#isAborted = true;
    this.#request?.destroy();
  }

  async #send(): Promise<void> {
    const { protocol = 'http:', hostname = '', port, path = '/', headers, method = 'GET' } = this.#options;
    const session = (this.#options.session as unknown as StandInSession | undefined) ?? defaultSession;
    const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
    if (!(await session.mayGo(url))) return this.#fail('net::ERR_BLOCKED_BY_CLIENT');
    this.#request = requestHttp(url, { method, headers: { ...headers } });
    this.#request.on('error', () => this.#fail('net::ERR_CONNECTION_CLOSED'));
    this.#request.on('response', (response) => this.#answer(response, url));
    this.#request.end();
  }

  #answer(response: IncomingMessage, url: string): void {
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location)
      this.emit('redirect', statusCode, 'GET', new URL(headers.location, url).href, headers);
    else this.emit('response', response);
  }

  #fail(name: string): void {
    if (!this.#isAborted) this.emit('error', new Error(name));
  }
}

/** `electron.net`: the machine is online until a test says otherwise. */
export const net = {
  isOnline: (): boolean => true,
  request: (options) => new StandInRequest(options as ClientRequestConstructorOptions) as never,
} satisfies Pick<Net, 'isOnline' | 'request'>;
