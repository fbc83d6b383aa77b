import type { Authority } from '../../../src-shared/certificate.ts';
import type { Connection, KeptIn, ServerInfo } from '../../../src-shared/connection.ts';
import type { RefusedItem } from '../../../src-shared/failures/failure.ts';
import type { ConnectionKind, JobRequest } from '../../../src-shared/kinds/kind-table.ts';
import type { PreparedId, Source } from '../../../src-shared/job/job.ts';
import type {
  ItemPage,
  ItemSort,
  OpenFolder,
  Place,
  ServerItem,
  Site,
} from '../../../src-shared/server-items.ts';
import type { ListedFile } from '../../../src-shared/history/compare-listing.ts';
import type { Phrase, Words } from '../../../src-shared/language/words.ts';
import type { Created, Proof, RemoteStatus, ResponseHead } from '../../../src-shared/server-answers.ts';

/** How a call to a server may be ended, and who goes first when several wait for the connection's gate. */
export interface CallOptions {
  signal: AbortSignal;
  /** `user`: somebody waits at the screen. */
  priority?: 'user' | 'background';
  /** Asked at the last moment before a request that makes something on the server goes out: false ends the call instead. */
  isWanted?: () => boolean;
}

export type {
  Created,
  Digest,
  DigestAlgorithm,
  Proof,
  RemoteStatus,
  ResponseHead,
} from '../../../src-shared/server-answers.ts';

/** Where `fetchInto` puts bytes. Each call is awaited before the next; a chunk's memory may be gone after that. */
export interface ByteSink {
  begin(head: ResponseHead): Promise<void>;
  write(chunk: Uint8Array): Promise<void>;
}

/** What is already on the disk, and why the rest may be appended to it. */
export interface ResumeFrom {
  offset: number;
  total: number;
  proof: Proof;
}

/** Which part of a list, 0 being its first item. */
export interface PageWanted {
  skip: number;
  /** At most 1,000. */
  limit: number;
}

/** What was found, and what was looked into. */
export interface FoundPage extends ItemPage {
  by: 'content' | 'names';
}

/** Looking around on a server, to choose what to ask for. Each rejects with a `FailedError`. */
export interface Browsing {
  /** `folder` is the one that is open, with those above it: only with its first page, and for folders only. */
  list(
    place: Place,
    page: PageWanted & { sort: ItemSort | null },
    options: CallOptions,
  ): Promise<ItemPage & { folder: OpenFolder | null }>;
  /** Sites that the user is a member of, or all that may be known. */
  sites(
    which: 'mine' | 'all',
    page: PageWanted,
    options: CallOptions,
  ): Promise<{ sites: Site[]; hasMore: boolean; total: number | null }>;
  /** Words in names and contents, below a folder or everywhere. `unsupported` where the server has no search. */
  search(
    wanted: { text: string; within: string | null },
    page: PageWanted,
    options: CallOptions,
  ): Promise<FoundPage>;
  /** Whether there is a search: without one it is unknown what was changed last. */
  canSearch(options: CallOptions): Promise<boolean>;
  /** What a pasted id, reference, path or link leads to. `invalid-input` where it can't be understood. */
  resolve(text: string, options: CallOptions): Promise<ServerItem>;
  /** What is in a folder, all levels of it; null where the server doesn't count. */
  sizeOf(folderId: string, options: CallOptions): Promise<{ files: number; bytes: number } | null>;
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
   * although no length was announced before the first of them.
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
  /** Absent where a server has nothing to look around in. */
  browsing?: Browsing;
  /**
   * Which of the requested things the server won't give, each asked for by itself. Rejects where that can't be found out.
   * Absent where a server takes or refuses requests as a whole.
   */
  refusedOf?(request: JobRequest, options: CallOptions): Promise<Pick<RefusedItem, 'id' | 'why'>[]>;
  /**
   * Every file that is in the requested things now, as a zip of them would name it, but for those that the server leaves
   * out of its zips by rule; folders come one after the other, each page by page. `unsteady`: a folder changed while it was
   * read, also at the second try. `tooMany`: it would take too many requests. What is gone has no files. Absent where a
   * server has no such list.
   */
  listing?(
    request: JobRequest,
    options: CallOptions,
  ): Promise<{ files: ListedFile[] } | 'unsteady' | 'tooMany'>;
  /** What the requested things weigh one by one, for splitting a selection that is too large. */
  measure?(request: JobRequest, options: CallOptions): Promise<{ id: string; name: string; bytes: number }[]>;
}

/** A company's sign-in that was found for a server. */
export interface SignInOffer {
  issuer: string;
  clientId: string;
  scope: string;
  audience?: string;
  /** The provider offers a sign-in on another device. */
  canDevice: boolean;
  foundBy: 'workspace' | 'repository' | 'usualPlace';
}

/** A sign-in that waits for the user in a browser. */
export interface OpenSignIn {
  /** Where to sign in. */
  address: string;
  /** Whose page that is. */
  host: string;
  /** When it ends, milliseconds since 1970. */
  until: number;
  /** What to type there, on another device. */
  device: { code: string; address: string } | null;
  /** Resolves with where the sign-in is kept. Rejects with a `FailedError`, or with the signal's reason. */
  done: Promise<KeptIn>;
}

/** Makes the `ServerApi` of a connection; forgets what it cached (tickets, sockets) for one that changed. */
export interface Servers {
  api(connection: Connection): ServerApi;
  forget(connectionId: string): void;
  /** Looks for the company's sign-in of a server, without any credential. Null where none is found. */
  findSignIn(connection: Connection, signal: AbortSignal): Promise<SignInOffer | null>;
  /** Begins the company's sign-in of a connection that has one. */
  openSignIn(connection: Connection, way: 'browser' | 'device', signal: AbortSignal): Promise<OpenSignIn>;
  /**
   * The authorities in a file (as Base64) of PEM, one or many, or DER. Throws `invalid-input` with words for the user where there is
   * none that can vouch for a server.
   */
  readAuthorities(file: string): Authority[];
  /** What a pasted address means. Throws `invalid-input` with words for the user. */
  understandAddress(kind: ConnectionKind, text: string): { baseUrl: string; tenant: string };
  /**
   * What pasted lines ask for: ids or addresses, one a line. Doubles are merged; `notes` tells of it. `links` are those
   * that only the server can say the id of (`Browsing.resolve`): they are not in the request, which may hold no id then.
   * Throws `empty-selection`, or `invalid-input` naming the line that can't be understood.
   */
  understandItems(
    kind: ConnectionKind,
    items: string[],
  ): { request: JobRequest; links: string[]; notes: Words[] };
  /** Pasted lines taken apart into single things, each with the host of its address (with its port, where it has one); null for what is none. */
  readPasted(kind: ConnectionKind, items: string[]): { text: string; host: string | null }[];
  /** What an export request asks for; `info` is JSON text or empty. Throws `invalid-input` saying what is wrong with it. */
  understandExport(kind: ConnectionKind, downloadType: string, info: string): JobRequest;
}
