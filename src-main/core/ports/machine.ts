import type { BackupValue, BackupZip } from '../../../src-shared/backup/backup.ts';
import type { ConnectionKind } from '../../../src-shared/kinds/kind-table.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { Connection, KeptIn } from '../../../src-shared/connection.ts';
import type { HostSetting, Settings } from '../../../src-shared/settings.ts';
import type { Contents } from './disk.ts';

/** What reading a secret brought; the five are never mixed up. */
export type SecretState =
  | { is: 'ok'; value: string; kept: KeptIn }
  | { is: 'absent' }
  /** The keychain is locked. */
  | { is: 'locked' }
  /** The encrypted file can't be opened: its passphrase is missing or wrong, or it isn't whole. */
  | { is: 'sealed' }
  | { is: 'unavailable' };

/** What a secret is for: signing in, staying signed in, the proxy, the key of the client certificate. */
export type SecretRole = 'password' | 'refresh' | 'proxy' | 'clientKey';

/** Whose a secret is. It is never read for another origin than the one it was written for. */
export interface SecretKey {
  connectionId: string;
  origin: string;
  /** `password` if left out. */
  role?: SecretRole;
}

/** Passwords and tokens, bound to a connection, an origin and what they are for. */
export interface Secrets {
  read(key: SecretKey): Promise<SecretState>;
  /** Resolves with where it is kept now: `run` means only until the program ends. */
  write(key: SecretKey, value: string): Promise<KeptIn>;
  /**
   * Afterwards nothing is read anymore, even where the keychain didn't answer; its entries go once it does.
   *
   * @param only one secret; all of the connection's if left out
   */
  erase(connectionId: string, only?: Omit<SecretKey, 'connectionId'>): Promise<void>;
  /** Drops what is remembered of the keychain, so that it is asked again. Absent where nothing is. */
  forget?(connectionId: string): void;
}

/** The encrypted file for secrets, under a passphrase of the user's: for machines without a keychain. */
export interface SecretsFile {
  /** `none`: there is none. `closed`: its passphrase wasn't given, or another one. */
  state(): Promise<'none' | 'closed' | 'open'>;
  /**
   * Opens it, or makes it where there is none; secrets that were kept for this run go into it, or stay for the run where it
   * can't be written now. Rejects with `invalid-input` where it isn't its passphrase, the file isn't whole or can't be read,
   * and as `FileStore` does where it can't be made.
   */
  unlock(passphrase: string): Promise<void>;
  /** Removes it with all that it holds; what was kept for the run alone stays for the run. Rejects as `FileStore` does. */
  startAnew(): Promise<void>;
}

/** Connections and settings, kept between runs. */
export interface Config {
  /** The same frozen list until one is saved: it may be asked for at each step. */
  connections(): readonly Connection[];
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

/** The machine's own settings of proxies. */
export interface SystemProxies {
  /**
   * The proxies to take for an origin, best first: `http://host:port`, with a name and a password in it where the
   * settings have them; null is the direct way. Empty where only ways are set that Ferry can't go.
   */
  find(origin: string, signal: AbortSignal): Promise<(string | null)[]>;
}

/** Whether this machine has a network. */
export interface Network {
  isOnline(): boolean;
  /** Whether requests to the address could get anywhere at all: always for this machine itself, else while a network is there. */
  leadsTo(url: string): boolean;
  /** Calls the listener whenever the answers may have changed, until the returned function is called. */
  onChange(listener: () => void): () => void;
}

/** Events worth keeping for finding a fault. Only the fields named here ever get out. */
export interface Log {
  event(
    name: string,
    fields?: { jobId?: string; connectionId?: string; kind?: string; status?: number; detail?: string },
  ): void;
  /** The last lines, newest last, without secrets. Absent where none are kept. */
  recent?(): string[];
}

/** A long text, piece by piece. */
export type Pieces = Iterable<string> | AsyncIterable<string>;

/** Texts that the user keeps outside of Ferry, and brings back. */
export interface Documents {
  /**
   * Writes a new file, for its user alone, under the name or the next free numbered one: it is there whole, or not at all.
   * Resolves with its path. The folder exists. Rejects as `FileStore` does.
   */
  write(folder: string, name: string, pieces: Pieces): Promise<string>;
  /**
   * Takes the next bytes (Base64) of a backup that a screen sends; null begins one, in place of any other. Resolves with
   * its id. Rejects with `invalid-input` where it is too large, or not the one that is being taken in.
   */
  receive(id: string | null, bytes: string): Promise<string>;
  /** The values in a backup that was taken in, some at a time. Rejects with `invalid-input` for what is no JSON. */
  read(id: string): AsyncIterable<BackupValue[]>;
  /** What a backup says that a zip lists; null where that isn't so. */
  provenContents(said: BackupZip): Promise<Contents | null>;
  /** Forgets one that was taken in. */
  drop(id: string): Promise<void>;
}

/** The machine's desktop. What a host can't do is said in `canOpen`, and the screen shows no button for it. */
export interface Desktop {
  canOpen: boolean;
  /** Which of the settings that only some hosts follow this one does. Absent where none. */
  settings?: readonly HostSetting[];
  /** The host can put the machine to sleep. */
  canSleep?: boolean;
  /** Opens a file with the system's program for it. */
  open(path: string): Promise<void>;
  /** Shows a file in its folder. */
  reveal(path: string): Promise<void>;
  /**
   * Opens a page in the system's browser. Absent where there is none. Without encryption only on this machine, or where
   * the user has typed the address of that server.
   */
  openAddress?(address: string, options?: { isTyped: boolean }): Promise<void>;
  /** Moves a file to the system's trash. Absent where there is none. */
  trash?(path: string): Promise<void>;
}

/** The demo server in the box. */
export interface DemoServer {
  /** Starts it, or finds it running. The password is public. */
  start(): Promise<{
    kind: ConnectionKind;
    address: string;
    user: string;
    password: string;
    examples: { id: string; name: string; about: Words }[];
  }>;
}

/** Folders that a screen without a native dialog may list. */
export interface FolderList {
  /** Null lists the allowed places themselves; anything outside them is refused. */
  list(
    path: string | null,
  ): Promise<{ path: string | null; parent: string | null; folders: { name: Words; path: string }[] }>;
  /** Makes a folder inside a listed one and resolves with its path. Rejects with `invalid-input` for a name that it can't have or that is taken. */
  make(parent: string, name: string): Promise<string>;
  /** Whether files may be saved to the folder, be it there already or not. */
  allows(path: string): Promise<boolean>;
  /**
   * Whether a folder that a job was added with now leads, by a link, out of the allowed places. False for one that is where
   * its path says: no screen can have named that, but the terminal may save anywhere.
   */
  leadsAway(path: string): Promise<boolean>;
}

/** The system's dialog for choosing a folder. */
export interface FolderDialog {
  /** Null when the user closed it without choosing. */
  pick(startAt: string): Promise<string | null>;
}
