import type { FaultPlan } from '../alfresco/faults.ts';
import type { DemoAccount } from './accounts.ts';

/** Options of `startDemoBridge`. Everything has a default; most can be changed later through `control.knobs`. */
export interface DemoBridgeOptions extends Partial<Omit<BridgeKnobs, 'distort'>> {
  /** Port of the Bridge on 127.0.0.1; 0 takes a free one. */
  port?: number;
  /** Port of the file store on 127.0.0.1; 0 takes a free one. */
  storePort?: number;
  /** The exports' bytes follow from it. */
  seed?: string;
  /** Who may come in; the demo's own accounts if left out. */
  accounts?: DemoAccount[];
  /** Milliseconds since 1970; the machine's time if left out. */
  now?: () => number;
  /** Faults from the start, as `control.failNext` takes them. */
  faults?: FaultPlan[];
}

/** What can be changed while the server runs. */
export interface BridgeKnobs {
  /** The states that an export goes through before `done`. *Assumed*: only `done` is documented. */
  words: string[];
  /** Milliseconds that each of them lasts; 0 means: `done` as soon as anybody asks. */
  wordMilliseconds: number;
  /**
   * Whether `done` comes for a while (as long as a word) without a `url`, and whether the file is there by then.
   * *Assumed* possible: nothing says that both change at once.
   */
  doneWithoutUrl: 'never' | 'beforeFile' | 'withFile';
  /** Rows of the tables in an export. */
  rows: number;
  /** Life of a link to the file store in seconds. *Assumed*: Bridge documents none; such services use seconds to days. */
  linkSeconds: number;
  /** Requests in a second that a token may send (*documented*: five); 0 is unlimited. */
  requestsPerSecond: number;
  /** Retry-After of a 429: seconds or an HTTP date; null sends none. *Assumed*, like the status itself. */
  retryAfter: number | string | null;
  /** Whether ids come as numbers. *Documented* are texts, *seen* in a sibling resource are numbers. */
  numericIds: boolean;
  /** What becomes of the body of an answer about a download before it is sent; null leaves it as documented. */
  distort: ((body: { download: Record<string, unknown> }) => unknown) | null;
  /** Bytes a second of the file store; 0 is unlimited. */
  contentBytesPerSecond: number;
  /** The file store's ETag. `strong` is what S3 sends. */
  etag: 'strong' | 'weak' | 'none';
  /** Whether the file store tells the length of what it sends. */
  tellsLength: boolean;
  /** Whether the file store tells a file name. *Assumed*: not documented for Bridge. */
  tellsName: boolean;
}

/** The knobs' first positions. */
export function bridgeKnobsFrom(options: DemoBridgeOptions): BridgeKnobs {
  return {
    words: options.words ?? ['pending', 'crunching'],
    wordMilliseconds: options.wordMilliseconds ?? 0,
    doneWithoutUrl: options.doneWithoutUrl ?? 'never',
    rows: options.rows ?? 2_000,
    linkSeconds: options.linkSeconds ?? 300,
    requestsPerSecond: options.requestsPerSecond ?? 5,
    retryAfter: options.retryAfter ?? null,
    numericIds: options.numericIds ?? false,
    distort: null,
    contentBytesPerSecond: options.contentBytesPerSecond ?? 0,
    etag: options.etag ?? 'strong',
    tellsLength: options.tellsLength ?? true,
    tellsName: options.tellsName ?? true,
  };
}
