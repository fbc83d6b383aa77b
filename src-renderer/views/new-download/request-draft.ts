import type { ConnectionView, Result } from '../../../src-shared/contract.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
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

/** What is asked of a server while it is chosen or typed. */
export interface RequestDraft {
  /** All is there that has to be. */
  readonly isComplete: boolean;
  /** How many things were chosen, that would have to be looked for again. */
  readonly chosenCount: number;
  /** Something is still being looked up that will be asked for. */
  readonly isLooking: boolean;
  /** All that is asked for, as one text: another one after every change. */
  readonly typed: string;
  /** What the button says that asks for it. */
  readonly submitLabel: string;
  /** Where in the chosen folder files go, as far as that is worth telling. */
  readonly placeHint?: string;
  /** Something in the fields that are out of sight at first can't be used: they are shown. */
  readonly needsMore?: boolean;
  /** It is looked at for the first time, or once more with something that was pasted. */
  begin(pasted: string): void;
  /** What waits is looked up now; resolves when all is there. */
  settled(): Promise<void>;
  ask(commands: JobCommands, where: Wherefrom): Asking;
}

/** What the fields of every kind are given. */
export interface FieldsProps<Draft> {
  connection: ConnectionView;
  draft: Draft;
  /** The failed job that this request replaces: it isn't worth a remark that it asked for the same. */
  replaces?: { jobId: string; failure: Failure | null } | undefined;
  /** An earlier download is shown instead. */
  onleave: () => void;
  /** Something was pasted or dropped: it may be of another server. */
  onpasted: (text: string) => void;
  /** The server asks for a sign-in: what was chosen is still there afterwards. */
  onsignin: () => void;
  /** Another server holds what a link leads to; `pasted` goes there as well. */
  onserver: (connectionId: string, pasted: string) => void;
}
