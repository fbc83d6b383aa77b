import type { FaultPlan } from './faults.ts';

/** How long preparing takes. Zero everywhere means: as fast as the machine can. */
export interface PreparationSpeed {
  /** Milliseconds in the queue before anything happens. */
  pendingMilliseconds: number;
  /** Milliseconds of work for each document, on top of its bytes. */
  millisecondsPerFile: number;
  /** Uncompressed bytes a second; 0 is unlimited. */
  bytesPerSecond: number;
  /** Milliseconds of copying the finished zip into the content store. */
  copyMilliseconds: number;
}

/** Options of `startDemoAlfresco`. Everything has a default; most can be changed later through `control`. */
export interface DemoOptions {
  /** Port on 127.0.0.1; 0 takes a free one. */
  port?: number;
  /** The tree, its ids and its bytes follow from it. */
  seed?: string;
  /** Documents in the one folder `Archive` of the site `records`; the folder is absent if left out. */
  archived?: number;
  speed?: Partial<PreparationSpeed>;
  /** Bytes a second of every content reply; 0 is unlimited. */
  contentBytesPerSecond?: number;
  /** `download.maxContentSize` in bytes; 0 or less is unlimited (seen: repository.properties, 2152852358). */
  maxContentSize?: number;
  /** Zips prepared at the same time (seen: the asynchronous actions' pool has a core of 8). */
  workers?: number;
  /** Deflate level of the zips, 0 to 9. */
  compressionLevel?: number;
  /** As `major.minor.patch`, for the discovery API. */
  version?: string;
  /** Milliseconds since 1970; the machine's time if left out. */
  now?: () => number;
  /** Folder in which the temporary folder for zips is made. */
  temporaryFolder?: string;
  /** Faults from the start, as `control.failNext` takes them. */
  faults?: FaultPlan[];
}

/** What can be changed while the server runs. */
export interface Knobs {
  speed: PreparationSpeed;
  contentBytesPerSecond: number;
  maxContentSize: number;
  workers: number;
  compressionLevel: number;
  version: string;
  readOnly: boolean;
  /** Whether lists tell `totalItems` (seen: it may be absent). */
  totalItems: boolean;
  /** Whether the probes say that the server is up. */
  ready: boolean;
  /** Whether the discovery API is switched on. */
  discovery: boolean;
  /**
   * `all`: names and contents by the search API. `names`: only `queries/nodes`, the search API is not there. `none`: there
   * is no index, both fail.
   */
  search: 'all' | 'names' | 'none';
  /** Age in milliseconds, by modified time, at which the cleaner takes a prepared zip (seen: maxAgeMins=60). */
  cleanerMaxAge: number;
  /** Milliseconds between two runs of the cleaner (seen: repeatIntervalMilliseconds=3600000). */
  cleanerInterval: number;
}

/** The knobs' first positions. */
export function knobsFrom(options: DemoOptions): Knobs {
  return {
    speed: {
      pendingMilliseconds: 0,
      millisecondsPerFile: 0,
      bytesPerSecond: 0,
      copyMilliseconds: 0,
      ...options.speed,
    },
    contentBytesPerSecond: options.contentBytesPerSecond ?? 0,
    maxContentSize: options.maxContentSize ?? 2_152_852_358,
    workers: options.workers ?? 8,
    compressionLevel: options.compressionLevel ?? 1,
    version: options.version ?? '23.4.0',
    readOnly: false,
    totalItems: true,
    ready: true,
    discovery: true,
    search: 'all',
    cleanerMaxAge: 60 * 60 * 1000,
    cleanerInterval: 60 * 60 * 1000,
  };
}
