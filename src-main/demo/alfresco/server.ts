/**
 * The demo Alfresco: a server on this machine that behaves as Alfresco's REST API does, for trying Ferry,
 * for tests and for benchmarks.
 *
 * Each behaviour in this folder is marked where it is made: *seen* means that Alfresco's own source, its
 * tests, its API definitions (`alfresco-core.yaml` and its siblings) or its guides show it, *inferred* that
 * it follows from that source without being shown. The names beside the marks are files of
 * Alfresco/alfresco-community-repo (2026) unless they say otherwise.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from './auth.ts';
import { DemoClock } from './clock.ts';
import { DemoControl } from './control.ts';
import { Downloads } from './downloads.ts';
import { ErrorLog } from './errors.ts';
import { Faults } from './faults.ts';
import { Hold } from './holds.ts';
import { answer } from './answering.ts';
import { knobsFrom } from './options.ts';
import type { DemoOptions } from './options.ts';
import type { Repository } from './repository.ts';
import type { LoggedRequest } from './request-log.ts';
import type { Context } from './routing.ts';
import { SearchIndex } from './search-index.ts';
import { growTree } from './tree.ts';
import type { DemoTree } from './tree.ts';

/** A running demo server. */
export interface DemoAlfresco {
  /** Base URL as people know it: `http://127.0.0.1:PORT/alfresco`. */
  readonly url: string;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  readonly port: number;
  readonly repository: Repository;
  readonly tree: DemoTree;
  readonly control: DemoControl;
  /** Cuts all connections and stops listening; everything else lives on, preparations too. */
  stop(): Promise<void>;
  /** Listens on the same port again. */
  start(): Promise<void>;
  /** Stops for good and removes the temporary folder. */
  close(): Promise<void>;
}

/** Starts a demo server on 127.0.0.1. Rejects when the port is taken. */
export async function startDemoAlfresco(options: DemoOptions = {}): Promise<DemoAlfresco> {
  const folder = await mkdtemp(join(options.temporaryFolder ?? tmpdir(), 'ferry-demo-'));
  const clock = new DemoClock(options.now);
  const knobs = knobsFrom(options);
  const accounts = new Accounts(clock);
  const tree = growTree(options.seed ?? 'ferry', options.archived);
  const { repository } = tree;
  const downloads = new Downloads(repository, clock, knobs, folder);
  const faults = new Faults();
  for (const plan of options.faults ?? []) faults.add(plan);
  const contentHold = new Hold();
  const requests: LoggedRequest[] = [];
  const context: Context = {
    clock,
    knobs,
    accounts,
    tree,
    repository,
    downloads,
    index: new SearchIndex(repository),
    lists: new Map(),
    measures: new Map(),
  };
  const errors = new ErrorLog();
  const control = new DemoControl({
    clock,
    knobs,
    accounts,
    repository,
    downloads,
    faults,
    contentHold,
    requests,
  });

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    // A client that goes away in the middle is nobody's error.
    request.on('error', () => undefined);
    response.on('error', () => undefined);
    answer(request, response, { context, faults, contentHold, requests, errors }).catch(() =>
      response.destroy(),
    );
  };

  let server = await listen(handle, options.port ?? 0).catch(async (error: unknown) => {
    await rm(folder, { recursive: true, force: true });
    throw error;
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;

  const stop = async () => {
    if (!server.listening) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };
  return {
    url: `${origin}/alfresco`,
    origin,
    port,
    repository,
    tree,
    control,
    stop,
    async start() {
      if (!server.listening) server = await listen(handle, port);
    },
    async close() {
      await stop();
      await downloads.abandon();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(
  handle: (request: IncomingMessage, response: ServerResponse) => void,
  port: number,
): Promise<Server> {
  const server = createServer(handle);
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
}
