import type { HistoryFormat } from '../../../src-shared/history/history.ts';
import type { WhenExists } from '../../../src-shared/when-exists.ts';
import type { WantedConnection } from './connection.ts';

/** What every command is given. */
export interface Common {
  /** Absolute. */
  dataFolder: string;
  json: boolean;
}

/** What a command is given that follows downloads. */
export interface Following extends Common {
  /** How long a server may stay out of reach in the middle of a download. Milliseconds. */
  patience: number;
}

/** What a command is given that asks for downloads. */
export interface Downloading extends Following {
  /** An interruption cancels what was asked for, in place of keeping it. */
  cancelOnExit: boolean;
}

export interface GetCommand extends Downloading, WantedConnection {
  name: 'get';
  nodes: string[];
  /** What a Bridge is asked for instead of nodes. */
  export?: { downloadType: string; info: string };
  /** Absolute. */
  out: string;
  /** Where the file's name is taken; as the settings say without it. */
  whenExists?: WhenExists;
  /** Ask once more, should the same have been asked for and the answer be unknown. */
  askAgain: boolean;
}

/** What `browse` and `find` look around on. */
export type LookingCommand = Common & WantedConnection;

export interface BrowseCommand extends LookingCommand {
  name: 'browse';
  /** Null shows the places to begin at. */
  path: string | null;
}

export interface FindCommand extends LookingCommand {
  name: 'find';
  words: string[];
}

export interface ResumeCommand extends Downloading {
  name: 'resume';
  askAgain: boolean;
  /** Only the downloads of this server, and of this user; null for all. */
  url: string | null;
  user: string | null;
}

export interface ListCommand extends Common {
  name: 'list';
  all: boolean;
}

export interface CancelCommand extends Following {
  name: 'cancel';
  /** Ids of jobs, or their beginnings. */
  jobs: string[];
}

export interface ReceiptCommand extends Common {
  name: 'receipt';
  /** The id of a job, or its beginning. */
  job: string;
  form: 'json' | 'html' | 'sha256sums';
}

export interface VerifyCommand extends Common {
  name: 'verify';
  /** Absolute paths. */
  receipt: string;
  file: string;
}

export interface HistoryCommand extends Common {
  name: 'history';
  /** Empty for all. */
  search: string;
  /** Ended at or after it, milliseconds since 1970. */
  since: number | null;
  /** Ended before it, milliseconds since 1970. */
  until: number | null;
  server: string | null;
  /** Null is text for people in a terminal, and CSV anywhere else. */
  format: HistoryFormat | 'text' | null;
}

export interface SignInCommand extends Common, WantedConnection {
  name: 'sign-in';
}

export interface BackupCommand extends Common {
  name: 'backup';
  /** Absolute. */
  file: string;
  history: boolean;
}

export interface ImportCommand extends Common {
  name: 'import';
  /** Absolute. */
  file: string;
  wanted: { servers: boolean; settings: boolean; history: boolean };
  /** Only say what is in it. */
  dryRun: boolean;
}

export interface DiagnosticsCommand extends Common {
  name: 'diagnostics';
  /** Absolute; null only prints. */
  out: string | null;
}

export type CliCommand =
  | GetCommand
  | BrowseCommand
  | FindCommand
  | ResumeCommand
  | ListCommand
  | CancelCommand
  | ReceiptCommand
  | VerifyCommand
  | HistoryCommand
  | SignInCommand
  | BackupCommand
  | ImportCommand
  | DiagnosticsCommand;
