import type { Authority } from '../../../src-shared/certificate.ts';
import type { Connection, ConnectionKind, ServerInfo } from '../../../src-shared/connection.ts';
import type { JobRequest, PreparedId, Source } from '../../../src-shared/job/job.ts';
import type { Phrase, Words } from '../../../src-shared/language/words.ts';
import type { Created, Proof, RemoteStatus, ResponseHead } from '../../../src-shared/server-answers.ts';

/** How a call to a server may be ended, and who goes first when several wait for the connection's gate. */
export interface CallOptions {
  signal: AbortSignal;
  /** `user`: somebody looks at the screen and waits. */
  priority?: 'user' | 'background';
}

export type {
  Created,
  Digest,
  DigestAlgorithm,
  Proof,
  RemoteStatus,
  ResponseHead,
} from '../../../src-shared/server-answers.ts';

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
 * One server with one account. What it hands over can be kept in rows as it is. Single attempts: retries and waiting are the core's, but for the few seconds in which a
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
  /**
   * The authorities in a file (as Base64) of PEM, one or many, or DER. Throws `invalid-input` with words for the user where there is
   * none that can vouch for a server.
   */
  readAuthorities(file: string): Authority[];
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
