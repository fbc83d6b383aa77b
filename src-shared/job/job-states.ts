import type { Job, JobStateName } from './job.ts';

/** What goes on with a job, as lists, sums and charts tell it apart. */
export type JobPhase =
  | 'preparing'
  | 'downloading'
  /** All bytes are here: they are checked and get their name. */
  | 'checking'
  | 'paused'
  /** Nothing goes on until the user does something. */
  | 'stopped'
  | 'done'
  /** Over without a file. */
  | 'ended';

/** What is given to so many jobs at a time: preparations by the server's load, transfers by the network's. */
export type Slot = 'preparation' | 'transfer';

/** What a job may have to wait for: its server and the network to it, its folder, space for its bytes. */
export type Gate = 'connection' | 'folder' | 'space';

/** The work that begins when a state is entered, and ends with it. */
export type Work = 'ask' | 'sift' | 'poll' | 'plan' | 'fetch' | 'verify' | 'publish';

/** All that depends on the state of a job alone. */
export interface JobStateRow {
  phase: JobPhase;
  /** The slot that it waits for. */
  waitsFor: Slot | null;
  /** The slot that it has while it is in this state. */
  holds: Slot | null;
  /** The gates that must be open for it, asked in this order. */
  gates: readonly Gate[];
  work: Work | null;
  /** Nothing will ever happen to it again. */
  isFinal: boolean;
  /** Nothing happens to it until the user says so. */
  needsUser: boolean;
  /** A user who isn't looking gets a notification. */
  notifies: boolean;
  /** There is a file to open. */
  canOpen: boolean;
  canPause: boolean;
  canCancel: boolean;
  /** The user may have it asked for anew. */
  canAskAgain: boolean;
  /** The server holds something for it that it may throw away. */
  canExpire: boolean;
}

const atRest = {
  waitsFor: null,
  holds: null,
  gates: [],
  work: null,
  isFinal: false,
  needsUser: false,
  notifies: false,
  canOpen: false,
  canPause: false,
  canCancel: true,
  canAskAgain: false,
  canExpire: false,
} as const;
const stopped = { ...atRest, phase: 'stopped', needsUser: true, notifies: true, canAskAgain: true } as const;
const over = { ...atRest, isFinal: true, canCancel: false } as const;

/** The table: a row for each state. Who asks for a property of a state asks here, and names no states. */
export const jobStates: Readonly<Record<JobStateName, JobStateRow>> = {
  queued: { ...atRest, phase: 'preparing', waitsFor: 'preparation', gates: ['connection'], canPause: true },
  asking: { ...atRest, phase: 'preparing', holds: 'preparation', gates: ['connection'], work: 'ask' },
  unsure: stopped,
  sifting: { ...atRest, phase: 'preparing', holds: 'preparation', gates: ['connection'], work: 'sift' },
  preparing: {
    ...atRest,
    phase: 'preparing',
    holds: 'preparation',
    gates: ['connection'],
    work: 'poll',
    canPause: true,
    canAskAgain: true,
    canExpire: true,
  },
  planning: { ...atRest, phase: 'preparing', holds: 'preparation', gates: ['connection'], work: 'plan' },
  split: { ...over, phase: 'done' },
  ready: {
    ...atRest,
    phase: 'downloading',
    waitsFor: 'transfer',
    gates: ['connection', 'folder', 'space'],
    canPause: true,
    canExpire: true,
  },
  downloading: {
    ...atRest,
    phase: 'downloading',
    holds: 'transfer',
    gates: ['connection', 'folder'],
    work: 'fetch',
    canPause: true,
    canExpire: true,
  },
  verifying: { ...atRest, phase: 'checking', holds: 'transfer', gates: ['folder'], work: 'verify' },
  // About to give the name: nothing can be undone.
  publishing: {
    ...atRest,
    phase: 'checking',
    holds: 'transfer',
    gates: ['folder'],
    work: 'publish',
    canCancel: false,
  },
  paused: { ...atRest, phase: 'paused', canExpire: true },
  failed: stopped,
  expired: stopped,
  cancelled: { ...over, phase: 'ended' },
  saved: { ...over, phase: 'done', notifies: true, canOpen: true },
};

/** The row for the state that a job is in. */
export function stateOf({ state }: { state: { is: JobStateName } }): JobStateRow {
  return jobStates[state.is];
}

const rowsByName: ReadonlyMap<string, JobStateRow> = new Map(Object.entries(jobStates));

/** The row for a state's name as logs have it; undefined for one that this version of Ferry doesn't know. */
export function stateNamed(name: string): JobStateRow | undefined {
  return rowsByName.get(name);
}

/** What a split job is said to be: split at the server's limit, as the user chose, or of old, when rows didn't say. */
export function splitAs(why: 'chosen' | 'limit' | undefined): 'splitChosen' | 'splitLimit' | 'split' {
  return why === 'chosen' ? 'splitChosen' : why === 'limit' ? 'splitLimit' : 'split';
}

/** Nothing will ever happen to it again. */
export function isFinal(job: Pick<Job, 'state'>): boolean {
  return stateOf(job).isFinal;
}
