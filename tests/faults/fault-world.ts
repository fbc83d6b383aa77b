import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { createDesktop } from '../../src-main/adapters/desktop-node.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import { createFileStore } from '../../src-main/adapters/files/file-store.ts';
import type { World as FileWorld } from '../../src-main/adapters/files/disk.ts';
import { createServers } from '../../src-main/adapters/servers/index.ts';
import type { Resolver } from '../../src-main/adapters/servers/http-redirects.ts';
import type { Timeouts } from '../../src-main/adapters/servers/http.ts';
import type { App } from '../../src-main/core/app-types.ts';
import { createApp } from '../../src-main/core/app.ts';
import type { JobStore, LogEntry, Ports } from '../../src-main/core/ports.ts';
import { partName } from '../../src-main/core/transfer.ts';
import { openNodePorts } from '../../src-main/hosts/node-ports.ts';
import type { Connection, ConnectionState } from '../../src-shared/connection.ts';
import { originOf } from '../../src-shared/connection.ts';
import type { EventData, EventName } from '../../src-shared/contract.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import type { Job } from '../../src-shared/job/job.ts';
import type { Settings } from '../../src-shared/settings.ts';
import type { Words } from '../../src-shared/language/words.ts';
import { jumpingClock } from '../fakes/bridge-harness.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeNetwork } from '../fakes/fake-network.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { Busy } from './busy.ts';
import { filesUnder, secretsIn, secretsUnder } from './planted.ts';
import type { RawServer } from './raw-server.ts';
import { bytesOf } from './wire.ts';
import type { Content } from './wire.ts';

/** A server that a world's downloads come from. */
export interface Origin {
  connection: Connection;
  secret: string;
  /** What must turn up nowhere but in requests to this server. */
  secrets: string[];
  /** Everything that a file may hold. */
  contents: Content[];
}

export interface FaultWorldOptions {
  /** Another server that the app has a connection to. */
  beside?: Origin;
  /** Servers that must never hear of a secret. */
  elsewhere?: RawServer[];
  timeouts?: Partial<Timeouts>;
  resolve?: Resolver;
  settings?: Partial<Settings>;
  /** Where downloads and data are, or come to be: another world may go on there once this one has ended. */
  root?: string;
  /** Replaces single calls to the file system. */
  files?: Partial<FileWorld>;
  /** Bytes between two checkpoints. */
  checkpointBytes?: number;
  /** As for a screen that anybody might hold: files are saved in the listed places alone, `folder` being one. */
  listsFolders?: true;
  /** The clock of the world before, which doesn’t go back. */
  clock?: FakeClock;
}

/** The whole app over real adapters (HTTP, SQLite, files, log), with a clock that only moves when nothing is under way. */
export interface FaultWorld {
  app: App;
  clock: FakeClock;
  network: FakeNetwork;
  /** Where files go. */
  folder: string;
  dataFolder: string;
  /** Asks for these documents or folders; resolves with the job's id. */
  ask(...items: string[]): Promise<string>;
  /** The same of the server beside. */
  askBeside(...items: string[]): Promise<string>;
  askExport(): Promise<string>;
  act(id: string, action: Parameters<App['handlers']['jobs.act']>[0]['action']): Promise<void>;
  job(id: string): Job;
  /** The job as a screen shows it. */
  row(id: string): Promise<JobView>;
  /** Moves the clock until the job is in one of these states. */
  reach(id: string, ...states: Job['state']['is'][]): Promise<Job>;
  /** Moves the clock until the condition holds. */
  until(condition: () => boolean): Promise<void>;
  /** Lets so many milliseconds pass, and all that happens in them. */
  pass(milliseconds: number): Promise<void>;
  /** Moves on until it failed and waits for its next try, or for good; resolves with why. */
  failureOf(id: string): Promise<Failure>;
  /** How the first server's connection was doing, as a screen was told, oldest first. */
  connectionStates: ConnectionState[];
  /** Has the app look at the first server's connection again, as a user does. */
  testConnection(): Promise<void>;
  /** Looks around on the first server, as a user does. */
  lookAround(): Promise<void>;
  /** Gives the first server's password or token again, as a user does. */
  signIn(secret: string): Promise<void>;
  timeline(id: string): LogEntry[];
  /** The finished files, by name. */
  files(): Map<string, Buffer>;
  /** Bytes of a job's unfinished file that are known to be on the disk. */
  durable(id: string): number;
  /** A job’s unfinished file. */
  part(id: string): string;
  /** What was found broken at the start and was mended, in sentences. */
  notices: Words[];
  /** The store itself, for what can’t be staged from outside. */
  store: JobStore;
  /** Quits in order; the test’s end does so otherwise. */
  end(): Promise<void>;
}

const isUnfinished = (name: string): boolean => name.startsWith('.ferry-');

/**
 * Starts the app for the running test. At the test's end it is stopped, and it is proven that nothing was published that
 * the server doesn't hold, and that no planted secret is in the data folder, on a screen or at another server.
 */
export async function createFaultWorld(origin: Origin, options: FaultWorldOptions = {}): Promise<FaultWorld> {
  const root = options.root ?? tempFolder();
  const folder = join(root, options.listsFolders ? 'Ferry' : 'downloads');
  const dataFolder = join(root, 'data');
  for (const each of [folder, dataFolder]) if (!existsSync(each)) mkdirSync(each);
  const clock = options.clock ?? new FakeClock();
  const network = new FakeNetwork();
  const busy = new Busy();
  const secrets = createMemorySecrets();
  const now = (): number => clock.now();
  const node = await openNodePorts({
    dataFolder,
    secrets,
    desktop: createDesktop(),
    demo: false,
    now,
    downloads: root,
    ...(options.listsFolders && { listsFolders: true }),
  });
  const servers = createServers({
    secrets,
    now,
    // What the adapter waits for by itself are seconds, and nothing else happens meanwhile.
    clock: jumpingClock(),
    ...(options.timeouts && { timeouts: options.timeouts }),
    ...(options.resolve && { resolve: options.resolve }),
  });
  const { connection } = origin;
  const origins = [origin, ...(options.beside ? [options.beside] : [])];
  const ports: Ports = {
    ...node.ports,
    clock,
    network,
    files: busy.watch(options.files ? createFileStore(options.files) : node.ports.files),
    servers: { ...servers, api: (wanted) => busy.watch(servers.api(wanted)) },
    random: { next: () => 0.5, id: () => node.ports.random.id() },
  };
  if (options.settings) ports.config.saveSettings({ ...ports.config.settings(), ...options.settings });
  for (const each of origins) {
    const isKnown = ports.config.connections().some(({ id }) => id === each.connection.id);
    if (!isKnown) ports.config.saveConnection(each.connection);
    await secrets.write({ connectionId: each.connection.id, origin: originOf(each.connection) }, each.secret);
  }

  const { checkpointBytes } = options;
  const app = createApp(ports, checkpointBytes === undefined ? {} : { checkpointBytes });
  const told: string[] = [];
  const connectionStates: ConnectionState[] = [];
  app.subscribe((name: EventName, data: unknown) => {
    told.push(JSON.stringify([name, data]));
    if (name !== 'connections.changed') return;
    const { connections } = data as EventData<'connections.changed'>;
    connectionStates.push(connections.find(({ id }) => id === connection.id)!.state);
  });
  app.start();

  const { store } = ports;
  const job = (id: string): Job => store.job(id)!;
  const until = async (condition: () => boolean): Promise<void> => {
    for (let steps = 0; ; steps += 1) {
      await busy.idle();
      if (condition()) return;
      const next = clock.nextWake;
      if (next === null || steps > 5_000) throw new Error('it will never come to that');
      await clock.advance(next - clock.now());
    }
  };
  const files = (): Map<string, Buffer> =>
    new Map([...filesUnder(folder)].filter(([name]) => !isUnfinished(name)));

  let ending: Promise<void> | null = null;
  const quit = async (): Promise<void> => {
    const stopping = app.stop();
    // What is still out gets some time for its answer, by the app's own clock.
    await clock.advance(60_000);
    await stopping;
    await node.close();
  };
  const end = (): Promise<void> => (ending ??= quit());
  onTestFinished(async () => {
    if (!ending) await busy.idle();
    await end();
    const right = origins.flatMap(({ contents }) => contents.map((content) => Buffer.from(bytesOf(content))));
    const planted = origins.flatMap((each) => each.secrets);
    const wrong = [...files()].filter(([, bytes]) => !right.some((content) => content.equals(bytes)));
    expect(
      wrong.map(([name]) => name),
      'files that the server doesn’t hold',
    ).toEqual([]);
    expect(secretsUnder(root, planted)).toEqual([]);
    expect(secretsIn(told.join('\n'), planted)).toEqual([]);
    for (const server of options.elsewhere ?? [])
      for (const request of server.requests) expect(secretsIn(request.text, planted)).toEqual([]);
  });

  const { handlers } = app;
  const ask = async (connectionId: string, items: string[]): Promise<string> =>
    (await handlers['jobs.create']({ connectionId, items, folder })).jobId;
  return {
    app,
    clock,
    network,
    folder,
    dataFolder,
    ask: (...items) => ask(connection.id, items),
    askBeside: (...items) => ask(options.beside!.connection.id, items),
    askExport: async () =>
      (
        await handlers['jobs.createExport']({
          connectionId: connection.id,
          downloadType: 'user_export',
          info: '',
          folder,
        })
      ).jobId,
    act: async (id, action) => void (await handlers['jobs.act']({ jobId: id, action })),
    job,
    row: async (id) => (await handlers['queue.snapshot']({})).jobs.find((row) => row.id === id)!,
    reach: async (id, ...states) => {
      await until(() => states.includes(job(id).state.is));
      return job(id);
    },
    until,
    pass: async (milliseconds) => {
      const end = clock.now() + milliseconds;
      for (;;) {
        await busy.idle();
        const next = Math.min(clock.nextWake ?? end, end);
        await clock.advance(next - clock.now());
        if (next >= end) break;
      }
      await busy.idle();
    },
    failureOf: async (id) => {
      const told = (): Failure | null => {
        const { lastFailure, state } = job(id);
        return state.is === 'failed' ? state.failure : lastFailure;
      };
      await until(() => told() !== null);
      return told()!;
    },
    connectionStates,
    testConnection: async () => {
      const testing = handlers['connections.test']({ id: connection.id });
      await busy.idle();
      await testing;
    },
    lookAround: async () => {
      const place = { which: 'mine', skip: 0, limit: 10 } as const;
      const looking = handlers['browse.sites']({ connectionId: connection.id, ...place });
      await Promise.all([looking, busy.idle()]);
    },
    signIn: async (secret) => void (await handlers['connections.setSecret']({ id: connection.id, secret })),
    timeline: (id) => store.log(id),
    files,
    durable: (id) => store.output(id)?.durable ?? 0,
    part: (id) => join(folder, partName(id)),
    notices: node.notices,
    store,
    end,
  };
}
