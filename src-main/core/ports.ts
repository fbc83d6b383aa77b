/**
 * What the core needs of the world. Adapters implement these; the core never sees how.
 * Every promise may reject with a `FailedError`; an aborted signal rejects with its own reason.
 */
import type { Connection, ConnectionKind, ServerInfo } from '../../src-shared/connection.ts';
import type { Failure } from '../../src-shared/failure.ts';
import type { Counters, ContentRef, Job, JobRequest, PreparedId, Source } from '../../src-shared/job.ts';
import type { Settings } from '../../src-shared/settings.ts';

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
}

/** Where `fetchInto` puts bytes. Each call is awaited before the next. */
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

/** One server with one account. Single attempts: retries and waiting are the core's. */
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
   * A source that is not there anymore is `gone`.
   */
  fetchInto(
    sink: ByteSink,
    source: Source,
    resume: ResumeFrom | null,
    options: CallOptions,
  ): Promise<{ is: 'complete' } | { is: 'startOver'; reason: string } | { is: 'gone' }>;
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
   * What pasted lines ask for: ids or addresses, one a line. Doubles are merged; `notes` tells in sentences.
   * Throws `empty-selection`, or `invalid-input` naming the line that can't be understood.
   */
  understandItems(kind: ConnectionKind, items: string[]): { request: JobRequest; notes: string[] };
  /** What an export request asks for; `info` is JSON text or empty. Throws `invalid-input` saying what is wrong with it. */
  understandExport(kind: ConnectionKind, downloadType: string, info: string): JobRequest;
}

/** One line of a job's timeline. */
export interface LogEntry {
  jobId: string;
  /** Milliseconds since 1970. */
  at: number;
  event: string;
  from: string;
  to: string;
  /** What is worth knowing, as plain data without secrets. */
  detail: Record<string, unknown>;
}

/** What is on the disk of a file that isn't finished. */
export interface Output {
  jobId: string;
  folder: string;
  /** File name of the part inside the folder. */
  part: string;
  /** What the bytes came from: the id of the prepared thing or of the document. */
  sourceId: string;
  total: number | null;
  proof: Proof | null;
  /** The server's name for the file, raw. */
  name: string | null;
  /** Bytes known to be on the disk for good: fsync came before this was saved. */
  durable: number;
  /** The server's side is done with: all bytes came and the proof still held after the last one. */
  whole: boolean;
}

/** Something left on a server that must go, kept until it is done or the server has surely cleaned up itself. */
export interface CleanUp {
  jobId: string;
  connectionId: string;
  prepared: PreparedId;
  /** `ending`: it was cancelled, and its end is awaited before it is deleted. */
  how: 'cancel' | 'ending' | 'delete';
  attempts: number;
  /** Not before, milliseconds since 1970. */
  dueAt: number;
  createdAt: number;
}

export interface HistoryQuery {
  /** Words that all must be in the job's name; empty for all. */
  text: string;
  /** Show what came after this many rows, newest first. */
  offset: number;
  limit: number;
}

/** The jobs on the disk. Every method is synchronous and durable when it returns; throws `list-unsaved` or `internal`. */
export interface JobStore {
  /** Jobs that aren't final, plus how many rows couldn't be read and were set aside. */
  open(): { jobs: Job[]; setAside: number };
  /** When the older copy was made that had to be taken for a broken database, milliseconds since 1970; else null. */
  readonly restoredFrom: number | null;
  /** Rows, timeline entries and clean-ups in one transaction: all or nothing. */
  save(changes: Job[], entries: LogEntry[], cleanUps: CleanUp[]): void;
  job(id: string): Job | null;
  output(jobId: string): Output | null;
  outputs(): Output[];
  saveOutput(output: Output): void;
  dropOutput(jobId: string): void;
  cleanUps(): CleanUp[];
  saveCleanUp(cleanUp: CleanUp): void;
  dropCleanUp(cleanUp: Pick<CleanUp, 'connectionId' | 'prepared'>): void;
  appendLog(entry: LogEntry): void;
  log(jobId: string): LogEntry[];
  /** Final jobs, newest first. */
  history(query: HistoryQuery): { jobs: Job[]; total: number };
  remove(jobIds: string[]): void;
  close(): void;
}

/** An unfinished file, open for writing. */
export interface Part {
  /** Bytes in the file after opening. */
  readonly size: number;
  /** Device and inode as one text: finds the file again under another name. */
  readonly inode: string;
  write(chunk: Uint8Array): Promise<void>;
  /** All that was written is on the disk when this resolves (fdatasync). */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** Where a part lies. */
export interface PartPlace {
  folder: string;
  part: string;
}

/** Files on this machine. Rejects with `no-space`, `folder-unavailable`, `file-locked` or `internal`. */
export interface FileStore {
  /** A typed folder as a whole path, `~` being the user's home. Throws `invalid-input` for what isn't one. */
  wholePath(typed: string): string;
  /** Makes the folder if it is missing and proves that files can be made in it. */
  checkFolder(folder: string): Promise<void>;
  /** Bytes free for us on the folder's volume, or null where the system doesn't tell. */
  space(folder: string): Promise<number | null>;
  /** Opens or makes a part and cuts it to `keep` bytes; one that is shorter keeps its size. Refuses links and devices. */
  openPart(place: PartPlace, keep: number): Promise<Part>;
  /** SHA-256 (hex), size and identity of the whole part as it is on the disk. Null when it is missing. */
  hashPart(
    place: PartPlace,
    options: { signal: AbortSignal; onProgress?: (bytes: number) => void },
  ): Promise<{ sha256: string; size: number; inode: string } | null>;
  /** Number of files (folders not counted) in the part's zip directory, or null when it isn't a readable zip. */
  zipFileCount(place: PartPlace): Promise<number | null>;
  /**
   * Gives the part its final name, or the next free numbered one (`name (1).zip`), never overwriting.
   * Finds a file that an earlier, interrupted call already published (same inode, else same size and hash).
   * Resolves with the file name; everything is on the disk by then.
   */
  publish(
    place: PartPlace,
    file: { name: string; size: number; sha256: string; inode: string },
    options: { signal: AbortSignal },
  ): Promise<{ fileName: string }>;
  /** Removes a part; nothing happens when it is missing. */
  discard(place: PartPlace): Promise<void>;
  /** The path of a saved file, proven to be a regular file inside its folder. Rejects with `file-missing` when it is gone. */
  locate(folder: string, fileName: string): Promise<string>;
  /** Turns any text into a name that is legal on Windows, macOS and Linux and stays inside its folder. */
  safeName(raw: string): string;
}

/** What reading a secret brought; the four are never mixed up. */
export type SecretState =
  | { is: 'ok'; value: string; kept: 'keychain' | 'run' }
  | { is: 'absent' }
  | { is: 'locked' }
  | { is: 'unavailable' };

/** Passwords and tokens, bound to a connection and its origin. */
export interface Secrets {
  read(key: { connectionId: string; origin: string }): Promise<SecretState>;
  /** Resolves with where it is kept now: `run` means only until the program ends. */
  write(key: { connectionId: string; origin: string }, value: string): Promise<'keychain' | 'run'>;
  /** Afterwards nothing is read anymore, even where the keychain didn't answer; its entries go once it does. */
  erase(connectionId: string): Promise<void>;
  /** Drops what is remembered of the keychain, so that it is asked again. Absent where nothing is. */
  forget?(connectionId: string): void;
}

/** Connections and settings, kept between runs. */
export interface Config {
  connections(): Connection[];
  saveConnection(connection: Connection): void;
  settings(): Settings;
  saveSettings(settings: Settings): void;
}

export interface Clock {
  /** Milliseconds since 1970; may jump. For what is shown and stored. */
  now(): number;
  /** Milliseconds since some moment; never jumps. For spans. */
  monotonic(): number;
  /** Rejects with the signal's reason when aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

export interface Random {
  /** 0 to 1. */
  next(): number;
  /** A new id, unguessable and safe in a file name. */
  id(): string;
}

/** Events worth keeping for whoever looks for a fault. Only the fields named here ever get out. */
export interface Log {
  event(
    name: string,
    fields?: { jobId?: string; connectionId?: string; kind?: string; status?: number; detail?: string },
  ): void;
}

/** The machine's desktop. What a host can't do is said in `canOpen`, and the screen shows no button for it. */
export interface Desktop {
  canOpen: boolean;
  /** Opens a file with the system's program for it. */
  open(path: string): Promise<void>;
  /** Shows a file in its folder. */
  reveal(path: string): Promise<void>;
}

/** The demo server in the box. */
export interface DemoServer {
  /** Starts it, or finds it running. The password is public. */
  start(): Promise<{
    address: string;
    user: string;
    password: string;
    examples: { id: string; name: string; about: string }[];
  }>;
}

/** Folders that a screen without a native dialog may list. */
export interface FolderList {
  /** Null lists the allowed places themselves; anything outside them is refused. */
  list(
    path: string | null,
  ): Promise<{ path: string | null; parent: string | null; folders: { name: string; path: string }[] }>;
  /** Whether files may be saved to the folder, be it there already or not. */
  allows(path: string): Promise<boolean>;
}

/** The system's dialog for choosing a folder. */
export interface FolderDialog {
  /** Null when the user closed it without choosing. */
  pick(startAt: string): Promise<string | null>;
}

/** All of the world at once. */
export interface Ports {
  servers: Servers;
  store: JobStore;
  files: FileStore;
  secrets: Secrets;
  config: Config;
  clock: Clock;
  random: Random;
  log: Log;
  desktop: Desktop;
  demo: DemoServer | null;
  /** Null where the host has a native folder dialog. */
  folderList: FolderList | null;
  /** Null where folders are listed instead. */
  folderDialog: FolderDialog | null;
  /** Where files go when the settings don't say. */
  defaultFolder: string;
  /** Ferry's own version. */
  version: string;
  /** Sentences about what was found broken at start and how it was mended. */
  notices: string[];
}
