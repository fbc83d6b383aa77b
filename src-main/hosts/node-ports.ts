import type { Words } from '../../src-shared/language/words.ts';
import { rmSync } from 'node:fs';
import { arch, homedir, platform, release, userInfo } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../adapters/clock-node.ts';
import { openConfig } from '../adapters/config-conf.ts';
import type { OpenStore } from '../adapters/config-conf.ts';
import { DataFolderKeeper } from '../adapters/data-folder-keeper.ts';
import { DataFolderInUseError, lockDataFolder, mayOthersWrite } from '../adapters/data-folder.ts';
import { createDocuments } from '../adapters/documents.ts';
import { downloadsFolder } from '../adapters/downloads-folder.ts';
import { createFileStore } from '../adapters/files/file-store.ts';
import { inKeptPlaces } from '../adapters/files/kept-places.ts';
import { freePlaces } from '../adapters/free-places.ts';
import { createFolderList, usualPlaces } from '../adapters/folder-list.ts';
import { openLog } from '../adapters/log.ts';
import { createNetwork } from '../adapters/network-node.ts';
import { createRandom } from '../adapters/random-node.ts';
import { createEnvProxies } from '../adapters/proxies-env.ts';
import { onNotGivenBack } from '../adapters/servers/chunk-memory.ts';
import { createServers } from '../adapters/servers/index.ts';
import { sideFiles } from '../adapters/store/database-files.ts';
import { openJobStore } from '../adapters/store/job-store.ts';
import type { Desktop, Network, Ports, Secrets, SecretsFile, SystemProxies } from '../core/ports.ts';
import { createSystemAuthorities } from '../adapters/system-authorities.ts';
import { createHistorySearch } from '../adapters/store/search/history-search.ts';
import { isHeldBehindDoor } from './door/join-holder.ts';
import { notePath, removeNote } from './door/note.ts';
import { ownVersion } from './own-version.ts';
import { accessFiles, answersThere } from './web/access-link.ts';
import { unfinished } from './write-privately.ts';
import { said, t } from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';

export interface NodePortsOptions {
  dataFolder: string;
  secrets: Secrets;
  /** The encrypted file for them, where the user may have one. */
  secretsFile?: SecretsFile | null;
  /** Whether the demo server is available. */
  demo: boolean;
  /**
   * Whether folders are chosen from a list, and files saved nowhere else: for a screen that anybody might hold.
   * Without it every folder of the user's is good.
   */
  listsFolders?: boolean;
  /** Ferry's own version, where the host knows it without its package. */
  version?: string;
  /** What keeps connections and settings; Conf by default. */
  openStore?: OpenStore;
  /** What tells of the machine's network; its own addresses by default. */
  network?: Network;
  /** What opens, shows and throws away files. */
  desktop: Desktop;
  /** The user's folder for downloads, where the host knows it. */
  downloads?: string;
  /** The system's proxies; those that the environment names by default. */
  systemProxies?: SystemProxies;
  /** Milliseconds since 1970; the system's clock by default. */
  now?: () => number;
}

/** Everything that was opened for one run. */
export interface NodePorts {
  ports: Ports;
  /** For people: what was found broken and how it was mended. */
  notices: Words[];
  /** Resolves when another Ferry has taken the data folder, whose lock was removed: this one must end. */
  lost: Promise<void>;
  /** Closes all of it and lets the data folder go. Only after `App.stop`. */
  close(): Promise<void>;
}

/** Versions of what this process runs on, by the names that people know. */
function ownVersions(): Record<string, string> {
  const { node, electron, chrome } = process.versions;
  return {
    Node: node,
    ...(electron === undefined ? {} : { Electron: electron }),
    ...(chrome === undefined ? {} : { Chromium: chrome }),
  };
}

function tolerated(work: () => void): void {
  try {
    work();
  } catch {
    // It was reported when it happened.
  }
}

/**
 * Takes the data folder and opens the ports over plain Node, for hosts without Electron. Throws
 * `DataFolderInUseError` when another Ferry has the folder, `FailedError` when something can't be opened; nothing
 * stays open then.
 */
export async function openNodePorts(options: NodePortsOptions): Promise<NodePorts> {
  const { dataFolder, secrets, now = Date.now } = options;
  const closers: (() => void | Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const lock = lockDataFolder(dataFolder);
    closers.push(() => lock.release());
    // Its lock may have been removed while it runs.
    if ((await answersThere(dataFolder)) || (await isHeldBehindDoor(dataFolder)))
      throw new DataFolderInUseError(dataFolder);
    const troubles: Words[] = [];
    let tell = (news: Words): void => void troubles.push(news);
    const lost = Promise.withResolvers<void>();
    const keeper = new DataFolderKeeper(dataFolder, {
      told: (news) => {
        log.event('data.folder', { detail: news.name });
        tell(news);
      },
      lost: () => lost.resolve(),
    });
    closers.push(() => keeper.stop());
    keeper.keep(lock);
    const demand = (): void => keeper.demand();
    const ways = [...Object.values(accessFiles(dataFolder)), notePath(dataFolder)];
    const places = [...ways, ...ways.map(unfinished), ...sideFiles(dataFolder)];
    const moved = freePlaces(places, now());
    // Whoever holds the folder is the one that runs: a way into an earlier run leads nowhere.
    for (const path of Object.values(accessFiles(dataFolder))) rmSync(path, { force: true });
    removeNote(dataFolder);

    const log = openLog({ folder: dataFolder, now });
    closers.push(() => log.close());
    const store = openJobStore({ folder: dataFolder, now, demand });
    closers.push(() => store.close());
    const history = createHistorySearch(dataFolder);
    closers.push(() => history.close());
    const config = openConfig({ folder: dataFolder, now, log, openStore: options.openStore, demand });
    keeper.keep({
      isInPlace: () => store.isInPlace(),
      putBack: () => {
        store.putBack();
        // What reads the old files lets them go; both open the new ones with the next thing to do.
        log.close();
        void history.close();
      },
    });
    keeper.keep(config);
    // Everything is saved when it is over, or the failure is reported.
    closers.push(() => tolerated(demand));
    const demo = options.demo ? (await import('./demo-server.ts')).createDemoServer() : null;
    closers.push(() => demo?.close());

    onNotGivenBack((fault) => log.event('the memory of chunks is left to the collector', { detail: fault }));
    const home = homedir();
    const defaultFolder = join(options.downloads ?? downloadsFolder(home, process.env), 'Ferry');
    const machine = { platform: process.platform, home, user: userInfo().username, defaultFolder };
    const notices = [...moved, ...store.problems, ...config.problems];
    if (mayOthersWrite(dataFolder))
      notices.push(phrase('startupProblems.dataFolder.open', { folder: dataFolder }));
    const clock = createClock(now);
    const folderList = options.listsFolders ? createFolderList(() => usualPlaces(machine)) : null;
    const files = createFileStore();
    const random = createRandom();
    const ports: Ports = {
      servers: createServers({
        secrets,
        now,
        thanks: () => t('connections.company.comeBack'),
        systemProxies: options.systemProxies ?? createEnvProxies(),
        systemAuthorities: createSystemAuthorities({
          report: (problem) => log.event('system.certificates', { detail: problem }),
        }),
      }),
      store,
      history,
      files: folderList ? inKeptPlaces(files, (folder) => folderList.leadsAway(folder)) : files,
      secrets,
      secretsFile: options.secretsFile ?? null,
      config,
      clock,
      random,
      network: options.network ?? createNetwork(),
      log,
      desktop: options.desktop,
      documents: createDocuments({ dataFolder, newId: () => random.id() }),
      demo,
      folderList,
      folderDialog: null,
      say: said,
      defaultFolder,
      about: { dataFolder, platform: `${platform()} ${release()} ${arch()}`, versions: ownVersions() },
      version: options.version ?? ownVersion,
      notices,
      onTrouble: (listener) => {
        tell = listener;
        for (const news of troubles.splice(0)) listener(news);
      },
    };
    return { ports, notices, lost: lost.promise, close };
  } catch (error) {
    await close();
    throw error;
  }
}
