import type { ConnectionView, Result } from '../../../src-shared/contract.ts';
import type { Words } from '../../../src-shared/language/words.ts';
import type { WhenExists } from '../../../src-shared/when-exists.ts';
import type { JobCommands } from '../../state/job-commands.ts';

/** The server that is asked, and the folder that the file is saved in. */
export interface Wherefrom {
  connectionId: string;
  folder: string;
  /** Where its name is taken; undefined is as the settings say. */
  whenExists: WhenExists | undefined;
}

/** The job that was created, with what is worth telling about it. */
export type Asking = Promise<Result<{ jobId: string; notes?: Words[] }>>;

/** What is asked of a server while it is typed. */
export interface RequestDraft {
  /** What was typed or pasted that may be the address of a server's page. */
  readonly items: readonly string[];
  /** All is there that has to be. */
  readonly isComplete: boolean;
  /** All that is typed, as one text: another one after every change. */
  readonly typed: string;
  ask(commands: JobCommands, where: Wherefrom): Asking;
}

/** What the fields of every kind are given. */
export interface FieldsProps<Draft> {
  connection: ConnectionView;
  draft: Draft;
  /** A job that this request replaces: it isn't worth a remark that it asked for the same. */
  replaces?: string | undefined;
  /** An earlier download is shown instead. */
  onleave: () => void;
  /** Looks around on the server instead; absent where something else is changed. */
  onbrowse?: (() => void) | undefined;
}
