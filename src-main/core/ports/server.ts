import type { Connection, ConnectionKind, ServerInfo } from '../../../src-shared/connection.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import type { Counters, ContentRef, JobRequest, PreparedId, Source } from '../../../src-shared/job/job.ts';
import type { Phrase, Words } from '../../../src-shared/language/words.ts';

/** How a call to a server may be ended, and who goes first when several wait for the connection's gate. */
export interface CallOptions {
  signal: AbortSignal;
  /** `user`: somebody looks at the screen and waits. */
  priority?: 'user' | 'background';
}

/** What a create brought: something being prepared, or a document of the user's that needs no preparation. */
export type Created = { prepared: PreparedId; name: string | null } | { content: ContentRef };

/** What the server says of something it prepares. */
export type RemoteStatus =
  | {
      is: 'waiting';
      counters: Counters;
      /** The server's own word for it, shown as it is. */
      word: string;
      /** Seconds the server asked us to wait. */
      retryAfter?: number;
    }
  | {
      is: 'ready';
      counters: Counters;
      /** The file's name, where the server tells it already. */
      name: string | null;
      /** When the server throws it away, milliseconds since 1970, as far as known. */
      expiresAt: number | null;
    }
  | { is: 'failed'; failure: Failure }
  | { is: 'cancelled'; counters: Counters }
  | { is: 'tooLarge'; limit: number; size: number }
  /** The server doesn't know it anymore. */
  | { is: 'gone' };

/**
 * Why bytes fetched in two runs belong to one file: a strong ETag that both answers carried (RFC 9110 section 8.8.3),
 * or an object that doesn't change (same id, size and modified time, asked before and after).
 */
export type Proof =
  { by: 'etag'; etag: string } | { by: 'unchanged'; id: string; size: number; modifiedAt: string };

export type DigestAlgorithm = 'sha-256' | 'sha-512' | 'sha-1' | 'md5' | 'crc32' | 'crc32c' | 'crc64nvme';

/** What the server says that the whole file's bytes hash to. */
export interface Digest {
  algorithm: DigestAlgorithm;
  hex: string;
}

/** What is known of a response before its first byte. */
export interface ResponseHead {
  /** The place in the file of the first byte that will be written. */
  offset: number;
  /** The whole file's length, or null where the server didn't tell: then it can't be called whole by length alone. */
  total: number | null;
  /** What a later resume can build on; null means it would have to start over. */
  proof: Proof | null;
  /** The server's name for the file, raw. */
  name: string | null;
  /** What the server says of the whole file's bytes; nothing where it says nothing. */
  digests?: Digest[];
}

/** Where `fetchInto` puts bytes. Each call is awaited before the next; a chunk's memory is used anew after that. */
export interface ByteSink {
  /** Bytes that are best given at once; read anew before each write, for limits change. */
  readonly appetite: number;
  begin(head: ResponseHead): Promise<void>;
  write(chunk: Uint8Array): Promise<void>;
}

/** What is already on the disk, and why the rest may be appended to it. */
export interface ResumeFrom {
  offset: number;
  total: number;
  proof: Proof;
}

/**
 * One server with one account. Single attempts: retries and waiting are the core's, but for the few seconds in which a
 * file that is ready may not be found yet.
 */
export interface ServerApi {
  /** Who am I, which version: proves that the address, the account and the server's kind fit. */
  probe(options: CallOptions): Promise<ServerInfo>;
  /**
   * Asks the server to prepare. Never repeated by itself: rejects with `answerLost` when the request may have
   * reached the server and no answer came.
   */
  create(request: JobRequest, options: CallOptions): Promise<Created>;
  poll(id: PreparedId, options: CallOptions): Promise<RemoteStatus>;
  /**
   * Fetches the source into the sink from `resume.offset` on, or from 0. `startOver`: what was fetched can't be
   * proven to belong to what the server holds now, nothing was written in this call, and the reason says why.
   * A source that is not there anymore is `gone`. `tellsItsEnd`: how the bytes came proves that they are all there,
   * although no length was told before the first of them.
   */
  fetchInto(
    sink: ByteSink,
    source: Source,
    resume: ResumeFrom | null,
    options: CallOptions,
  ): Promise<
    { is: 'complete'; tellsItsEnd?: boolean } | { is: 'startOver'; reason: Phrase } | { is: 'gone' }
  >;
  /** Ends a preparation at the server; it may lose against the end of the work. Absent where the server has none. */
  cancel?(id: PreparedId, options: CallOptions): Promise<void>;
  /** Deletes what was prepared. Does nothing when it is gone; refuses an id that was never prepared. */
  cleanUp?(id: PreparedId, options: CallOptions): Promise<void>;
  /** What the requested things weigh one by one, for splitting a selection that is too large. */
  measure?(request: JobRequest, options: CallOptions): Promise<{ id: string; name: string; bytes: number }[]>;
}

/** Makes the `ServerApi` of a connection; forgets what it cached (tickets, sockets) for one that changed. */
export interface Servers {
  api(connection: Connection): ServerApi;
  forget(connectionId: string): void;
  /** What a pasted address means. Throws `invalid-input` with words for the user. */
  understandAddress(kind: ConnectionKind, text: string): { baseUrl: string; tenant: string };
  /**
   * What pasted lines ask for: ids or addresses, one a line. Doubles are merged; `notes` tells of it.
   * Throws `empty-selection`, or `invalid-input` naming the line that can't be understood.
   */
  understandItems(kind: ConnectionKind, items: string[]): { request: JobRequest; notes: Words[] };
  /** What an export request asks for; `info` is JSON text or empty. Throws `invalid-input` saying what is wrong with it. */
  understandExport(kind: ConnectionKind, downloadType: string, info: string): JobRequest;
}
