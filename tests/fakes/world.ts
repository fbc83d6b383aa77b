import { createApp } from '../../src-main/core/app.ts';
import type { App } from '../../src-main/core/app-types.ts';
import type { Log, Ports, Secrets } from '../../src-main/core/ports.ts';
import { createMemorySecrets } from '../../src-main/adapters/secrets-memory.ts';
import type { EventData, EventName } from '../../src-shared/contract.ts';
import type { Connection } from '../../src-shared/connection.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { createFakeServers } from './fake-server.ts';
import type { FakeServer, FakeServers } from './fake-server.ts';
import { FakeClock } from './fake-clock.ts';
import { FakeConfig } from './fake-config.ts';
import { FakeDocuments } from './fake-documents.ts';
import { FakeFileStore } from './fake-file-store.ts';
import { FakeHistorySearch } from './fake-history-search.ts';
import { FakeJobStore } from './fake-job-store.ts';
import { FakeNetwork } from './fake-network.ts';
import { said } from '../../src-shared/language/index.ts';

export const folder = '/downloads';

/** The whole app over a world in memory, one server in it, started. */
export interface World {
  app: App;
  clock: FakeClock;
  files: FakeFileStore;
  documents: FakeDocuments;
  store: FakeJobStore;
  config: FakeConfig;
  network: FakeNetwork;
  secrets: Secrets;
  servers: FakeServers;
  server: FakeServer;
  /** Paths that were opened. */
  opened: string[];
  /** Paths that were moved to the trash. */
  trashed: string[];
  /** Whether the trash takes a file away, as a system's does; else what goes there is only written down. */
  trashes: boolean | 'fails';
  events: { name: EventName; data: unknown }[];
  /** What was written to the log. */
  logged: ({ event: string } & Parameters<Log['event']>[1])[];
  /** Asks for these ids; resolves with the job's id. */
  ask(...nodeIds: string[]): Promise<string>;
  job(id: string): Job;
  /** Moves the clock until the job is in one of these states. */
  reach(id: string, ...states: Job['state']['is'][]): Promise<Job>;
  act(id: string, action: Parameters<App['handlers']['jobs.act']>[0]['action']): Promise<void>;
  /** Ends the program as a kill does, and starts another over the same disk and server. */
  restart(): Promise<World>;
  received<Name extends EventName>(name: Name): EventData<Name>[];
}

const connection: Connection = {
  id: 'c1',
  kind: 'alfresco',
  name: 'Records',
  baseUrl: 'https://records.example.com',
  tenant: '-default-',
  user: 'ada',
  createdAt: 0,
};

/** Builds a world; `parts` replaces pieces of it (a restart keeps the disk), `only` is what its app is started with. */
export async function createWorld(
  parts: Partial<World & Pick<Ports, 'demo' | 'onTrouble' | 'secretsFile'>> &
    Parameters<App['start']>[0] & { keepsDone?: boolean } = {},
): Promise<World> {
  const clock = parts.clock ?? new FakeClock();
  const files = parts.files ?? new FakeFileStore();
  const documents = parts.documents ?? new FakeDocuments();
  const store = parts.store ?? new FakeJobStore();
  const config = parts.config ?? new FakeConfig();
  const servers = parts.servers ?? createFakeServers({ account: 'ada' });
  const network = parts.network ?? new FakeNetwork();
  const secrets = parts.secrets ?? createMemorySecrets();
  if (config.connections().length === 0) config.saveConnection(connection);
  let ids = store.open().jobs.length + 100;
  const opened: string[] = [];
  const logged: World['logged'] = [];
  const log: Log = { event: (event, fields) => void logged.push({ event, ...fields }) };
  const trashed: string[] = [];
  const ports: Ports = {
    servers,
    store,
    history: new FakeHistorySearch(store),
    files,
    documents,
    secrets,
    secretsFile: parts.secretsFile ?? null,
    config,
    clock,
    network,
    log,
    random: { next: () => 0.5, id: () => `id-${(ids += 1)}` },
    desktop: {
      canOpen: true,
      open: async (path) => void opened.push(path),
      reveal: async () => undefined,
      trash: async (path) => {
        if (world.trashes === 'fails') throw new Error('no trash');
        trashed.push(path);
        const at = path.lastIndexOf('/');
        if (world.trashes) files.remove(path.slice(0, at), path.slice(at + 1));
      },
    },
    demo: parts.demo ?? null,
    ...(parts.onTrouble && { onTrouble: parts.onTrouble }),
    folderList: null,
    folderDialog: null,
    say: said,
    defaultFolder: folder,
    about: { dataFolder: '/data', platform: 'linux 6.1.0 x64', versions: { Node: '24.0.0' } },
    version: '0.0.0',
    notices: [],
  };
  const app = createApp(ports, { keepsDone: parts.keepsDone ?? false });
  const events: World['events'] = [];
  app.subscribe((name, data) => events.push({ name, data }));
  app.start(parts.only && { only: parts.only });
  const world: World = {
    app,
    clock,
    files,
    documents,
    store,
    config,
    network,
    secrets,
    servers,
    server: servers.server('c1'),
    opened,
    trashed,
    trashes: false,
    events,
    logged,
    ask: async (...nodeIds) =>
      (await app.handlers['jobs.create']({ connectionId: 'c1', items: nodeIds, folder })).jobId,
    job: (id) => store.job(id)!,
    reach: async (id, ...states) => {
      await clock.until(() => states.includes(store.job(id)!.state.is));
      return store.job(id)!;
    },
    act: async (id, action) => void (await app.handlers['jobs.act']({ jobId: id, action })),
    restart: async () =>
      createWorld({ clock: new FakeClock(clock.now()), files, store, config, network, servers, secrets }),
    received: (name) => events.filter((event) => event.name === name).map((event) => event.data as never),
  };
  return world;
}
