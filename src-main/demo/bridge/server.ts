/**
 * The demo Bridge: a server on this machine that behaves as the Downloads API of Bridge does, and the file store that
 * its links lead to, on another port. For trying Ferry and for tests.
 *
 * Each behaviour in this folder is marked where it is made: *documented* means that the API's own pages say so
 * (docs.bridgeapp.com, Downloads API and overview; for the file store the S3 API reference), *seen in clients* that
 * public programs for Bridge rely on it, *assumed* that neither is known and this is the likeliest.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { create as contentDisposition } from 'content-disposition';
import { DemoClock } from '../alfresco/clock.ts';
import { Faults } from '../alfresco/faults.ts';
import type { FaultPlan } from '../alfresco/faults.ts';
import { Hold } from '../alfresco/holds.ts';
import { send } from '../alfresco/replying.ts';
import type { Reply } from '../alfresco/routing.ts';
import { BridgeAccounts, demoAccounts } from './accounts.ts';
import type { DemoAccount } from './accounts.ts';
import { answerApi } from './api.ts';
import type { BridgeContext } from './api.ts';
import { BridgeControl } from './control.ts';
import { Exports } from './exports.ts';
import { exportTypes } from './export-types.ts';
import type { ExportType } from './export-types.ts';
import { answerStore } from './file-store.ts';
import { bridgeKnobsFrom } from './options.ts';
import type { DemoBridgeOptions } from './options.ts';
import { loggedRequest } from './request-log.ts';
import type { BridgeRequest } from './request-log.ts';
import { LinkSigner } from './signing.ts';

/** A running demo Bridge. */
export interface DemoBridge {
  /** Base URL: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** The file store's: `http://127.0.0.1:OTHER`. */
  readonly storeUrl: string;
  /** Of the first account, which may have every export. Public: it is the demo's. */
  readonly token: string;
  readonly accounts: readonly DemoAccount[];
  /** Kinds of exports to ask for, smallest first. */
  readonly types: readonly ExportType[];
  readonly control: BridgeControl;
  /** Cuts all connections to both servers and stops listening; exports live on. */
  stop(): Promise<void>;
  /** Listens on the same ports again. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The longest request body in bytes. */
const longestBody = 1024 * 1024;

/** Starts a demo Bridge on 127.0.0.1. Rejects when a port is taken. */
export async function startDemoBridge(options: DemoBridgeOptions = {}): Promise<DemoBridge> {
  const clock = new DemoClock(options.now);
  const now = (): number => clock.now();
  const knobs = bridgeKnobsFrom(options);
  const accountList = options.accounts ?? demoAccounts;
  const accounts = new BridgeAccounts(accountList, now);
  const exports = new Exports(clock, knobs, options.seed ?? 'ferry');
  const signer = new LinkSigner(now);
  const faults = new Faults();
  for (const plan of options.faults ?? []) faults.add(plan);
  const contentHold = new Hold();
  const requests: BridgeRequest[] = [];
  const stale = { links: 0 };

  const context: BridgeContext = {
    clock,
    knobs,
    accounts,
    exports,
    linkTo: (entry) => {
      const isStale = stale.links > 0;
      if (isStale) stale.links -= 1;
      const extra: Record<string, string> = knobs.tellsName
        ? { 'response-content-disposition': contentDisposition(entry.type.fileName) }
        : {};
      const url = new URL(`/${entry.key}`, storeUrl);
      return signer.sign({ method: 'GET', url, seconds: isStale ? 0 : knobs.linkSeconds, extra });
    },
  };

  const answering =
    (
      at: BridgeRequest['at'],
      work: (request: IncomingMessage, url: URL, body: Buffer | null) => Promise<Reply>,
    ) =>
    (request: IncomingMessage, response: ServerResponse): void => {
      // A client that goes away in the middle is nobody's error.
      request.on('error', () => undefined);
      response.on('error', () => undefined);
      const base = at === 'bridge' ? url : storeUrl;
      const asked = URL.parse(request.url ?? '/', base) ?? new URL(base);
      const log = loggedRequest(request, at, asked);
      requests.push(log);
      const answer = async (): Promise<void> => {
        const fault = faults.take(log.method, log.path);
        const body = await readBody(request);
        if (fault?.action === 'hang') return;
        if (fault?.action === 'drop-before-answer') return void response.destroy();
        const reply =
          typeof fault?.action === 'number' ? planned(fault, fault.action) : await work(request, asked, body);
        if (fault?.retryAfter !== undefined)
          reply.headers = { ...reply.headers, 'Retry-After': String(fault.retryAfter) };
        if (fault?.action === 'drop-after-work') return void response.destroy();
        const bytesPerSecond = knobs.contentBytesPerSecond;
        await send(response, reply, { fault, bytesPerSecond, hold: contentHold, log });
      };
      answer().catch(() => response.destroy());
    };

  const onApi = answering('bridge', (request, asked, body) => answerApi(request, asked, body, context));
  const onStore = answering('store', (request, asked) =>
    answerStore(request, asked, { knobs, exports, signer, now }),
  );
  let api = await listen(onApi, options.port ?? 0);
  let store = await listen(onStore, options.storePort ?? 0).catch(async (error: unknown) => {
    await end(api);
    throw error;
  });
  const url = addressOf(api);
  const storeUrl = addressOf(store);

  const stop = async (): Promise<void> => {
    await Promise.all([end(api), end(store)]);
  };
  return {
    url,
    storeUrl,
    token: accountList[0]?.token ?? '',
    accounts: accountList,
    types: exportTypes,
    control: new BridgeControl({
      clock,
      knobs,
      accounts,
      exports,
      signer,
      faults,
      contentHold,
      requests,
      stale,
    }),
    stop,
    start: async () => {
      if (!api.listening) api = await listen(onApi, Number(new URL(url).port));
      if (!store.listening) store = await listen(onStore, Number(new URL(storeUrl).port));
    },
    close: stop,
  };
}

const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
): Promise<Server> {
  const server = createServer(handle);
  server.on('clientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}

async function end(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

/** The whole body, or null when it is too long; rejects when the client goes away before its end. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= longestBody) chunks.push(chunk);
  }
  return length <= longestBody ? Buffer.concat(chunks) : null;
}

/** A planned status: a gateway's page where the plan says so, an empty body else. */
function planned(fault: FaultPlan, status: number): Reply {
  const title = `${status} from the gateway`;
  return fault.isHtml
    ? { status, html: `<!doctype html><html><head><title>${title}</title></head><body></body></html>` }
    : { status };
}
