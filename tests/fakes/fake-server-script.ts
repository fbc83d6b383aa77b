import type { ListedFile } from '../../src-shared/history/compare-listing.ts';
import type { RefusedItem } from '../../src-shared/failures/failure.ts';
import type { ServerInfo } from '../../src-shared/connection.ts';
import type { Counters, PreparedId, Source } from '../../src-shared/job/job.ts';
import type { JobRequest } from '../../src-shared/kinds/kind-table.ts';
import type {
  CallOptions,
  Created,
  Digest,
  RemoteStatus,
  ResumeFrom,
  ServerApi,
} from '../../src-main/core/ports.ts';

/** The end of a transfer. */
export type Fetched = Awaited<ReturnType<ServerApi['fetchInto']>>;

/** What each method resolves with. */
export interface Results {
  probe: ServerInfo;
  create: Created;
  poll: RemoteStatus;
  fetchInto: Fetched;
  cancel: void;
  cleanUp: void;
  refusedOf: Pick<RefusedItem, 'id' | 'why'>[];
  listing: { files: ListedFile[] } | 'unsteady' | 'tooMany';
  measure: { id: string; name: string; bytes: number }[];
}
export type FakeMethod = keyof Results;

/** One call as it came. */
export interface FakeCall {
  method: FakeMethod;
  priority: CallOptions['priority'];
  signal: AbortSignal;
  request?: JobRequest;
  id?: PreparedId;
  source?: Source;
  resume?: ResumeFrom | null;
}

/** What a scripted call does: an error is thrown, a function is called, anything else is the result. */
export type Outcome<Method extends FakeMethod> =
  Error | Results[Method] | ((call: FakeCall) => Results[Method] | Promise<Results[Method]>);

/** A call that hangs until the test lets it go. An aborted signal ends it with the signal's reason. */
export interface Held<Method extends FakeMethod> {
  /** Resolves when the call has come. */
  arrived: Promise<FakeCall>;
  /** Lets it go on: with this outcome, or as if it had never been held. */
  release(outcome?: Outcome<Method>): void;
}

/** Something the fake serves. */
export interface FakeFile {
  id: string;
  name: string;
  bytes: Uint8Array;
  modifiedAt: string;
  /** Told when it is asked for, where a test sets it. Milliseconds since 1970. */
  changedAt?: number;
}

export interface FakeServerOptions {
  account?: string;
  /** Ids that nobody seeded: taken for folders (`true`, the default), or answered with `not-found`. */
  knowsAll?: boolean;
  /** Methods that the server hasn't got. */
  without?: ('cancel' | 'cleanUp' | 'measure')[];
  /** It lists what is in folders; a test scripts what. */
  lists?: boolean;
  /** Bytes of what is prepared, unless seeded otherwise. */
  size?: number;
  /** Bytes of one write into the sink. */
  chunk?: number;
}

/** A server in memory: works by itself, and does what a test scripts. */
export interface FakeServer {
  api: ServerApi;
  calls: FakeCall[];
  /** How often a method was called. */
  count(method: FakeMethod): number;
  /** Resolves as soon as a method was called that often, all calls counted. */
  called(method: FakeMethod, times: number): Promise<FakeCall>;
  /** Outcomes of the next calls of a method, in order; afterwards it works by itself again. */
  next<Method extends FakeMethod>(method: Method, ...outcomes: Outcome<Method>[]): void;
  /** Outcome of every call that nothing else is scripted for; null ends it. */
  always<Method extends FakeMethod>(method: Method, outcome: Outcome<Method> | null): void;
  /** Holds the next call of a method that isn't scripted yet. */
  hold<Method extends FakeMethod>(method: Method): Held<Method>;
  /** Seeds a document. */
  document(id: string, file?: { name?: string; bytes?: Uint8Array }): FakeFile;
  /** What the server says of when a document was changed, milliseconds since 1970. */
  dated(id: string, modifiedAt: number): void;
  /** Nobody may read these: requests with one of them are refused as a whole. */
  denied: Set<string>;
  /** Seeds a folder of documents. */
  folder(id: string, documentIds: string[], name?: string): void;
  /** What the next create prepares, instead of seeded bytes. */
  prepares(file: { id?: string; name?: string; bytes?: Uint8Array }): void;
  /** Everything prepared so far and still there. */
  prepared: Map<string, FakeFile & { cancelled: boolean; counters: Counters }>;
  /** Documents that are still there. */
  documents: Map<string, FakeFile>;
  /** Puts other bytes under the same id, as a server does that prepares anew. */
  replace(id: string, bytes: Uint8Array): void;
  /** What it says of the bytes of everything that it serves from now on. */
  tells(digests: Digest[]): void;
  /** Breaks the next fetches when this many bytes of the file (counted from its start) were written. */
  cutAt(...positions: number[]): void;
  /** The next create does its work, but its answer doesn't come. */
  loseNextAnswer(): void;
  /** Stops the next fetch at this byte until released; several calls stop it several times, in their order. */
  holdAt(position: number): { arrived: Promise<void>; release(): void };
}
