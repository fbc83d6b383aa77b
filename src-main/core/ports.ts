/**
 * What the core needs of the world. Adapters implement these; the core never sees how.
 * Every promise may reject with a `FailedError`; an aborted signal rejects with its own reason.
 */
import type { FileStore } from './ports/disk.ts';
import type { HistorySearch } from './ports/history.ts';
import type { Words } from '../../src-shared/language/words.ts';
import type {
  Clock,
  Config,
  DemoServer,
  Desktop,
  Documents,
  FolderDialog,
  FolderList,
  Log,
  Network,
  Random,
  Secrets,
  SecretsFile,
} from './ports/machine.ts';
import type { Servers } from './ports/server.ts';
import type { JobStore } from './ports/store.ts';

export type * from './ports/disk.ts';
export type * from './ports/history.ts';
export type * from './ports/machine.ts';
export type * from './ports/server.ts';
export type * from './ports/store.ts';

/** All of the world at once. */
export interface Ports {
  servers: Servers;
  store: JobStore;
  history: HistorySearch;
  files: FileStore;
  secrets: Secrets;
  /** Null where secrets go elsewhere whatever the user wants. */
  secretsFile: SecretsFile | null;
  config: Config;
  clock: Clock;
  random: Random;
  network: Network;
  log: Log;
  desktop: Desktop;
  documents: Documents;
  demo: DemoServer | null;
  /** Null where the host has a native folder dialog. */
  folderList: FolderList | null;
  /** Null where folders are listed instead. */
  folderDialog: FolderDialog | null;
  /** Says it in the host's language: for file names, and for readers that can't say a phrase. */
  say: (words: Words) => string;
  /** Where files go when the settings don't say. */
  defaultFolder: string;
  /** What Ferry runs on. */
  about: { dataFolder: string; platform: string; versions: Record<string, string> };
  /** Ferry's own version. */
  version: string;
  /** Sentences about what was found broken at start and how it was mended. */
  notices: Words[];
  /** Calls the listener with such a sentence about what broke, or was mended, later on. Absent where nothing can. */
  onTrouble?: (listener: (news: Words) => void) => void;
}
