import type { Failure, FailureKind } from './failure.ts';
import { formatBytes } from './format.ts';

/**
 * What can go wrong, in one table: who has to wait for it (`scope`), whether Ferry tries again by itself
 * (`retry`), the words for the user and the button that gets them out.
 *
 * - `scope` job: this job alone. connection: all jobs of the connection wait behind a gate.
 *   folder: all jobs that save to the folder wait.
 * - `retry` auto: with backoff, a limited number of times without progress. always: the same without a limit.
 *   gate: as soon as the gate opens, no attempt is burnt. never: only when the user says so.
 */
export interface FailurePolicy {
  scope: 'job' | 'connection' | 'folder';
  retry: 'auto' | 'always' | 'gate' | 'never';
  action: FailureAction;
  /** What happened and what it means, then what to do. `{detail}` and `{data}` fields are filled in. */
  words: (failure: Failure) => { what: string; advice: string };
}

/** The button beside a failure; `none` where only time helps. */
export type FailureAction =
  'retry' | 'sign-in' | 'edit-connection' | 'ask-again' | 'keep-waiting' | 'choose-folder' | 'none';

const size = (value: number | undefined): string =>
  value === undefined ? 'an unknown size' : formatBytes(value);

/** The server's own words as a sentence that follows another one; empty where it said nothing. */
function said({ detail }: Failure): string {
  if (!detail) return '';
  return ` The server says: “${detail}”${/[.!?…]$/.test(detail) ? '' : '.'}`;
}

/** The table: a row for each kind of failure. */
export const policies: Record<FailureKind, FailurePolicy> = {
  unreachable: {
    scope: 'connection',
    retry: 'gate',
    action: 'retry',
    words: (failure) => ({
      what: `The server can’t be reached${failure.detail ? ` (${failure.detail})` : ''}.`,
      advice: 'Check the network or the VPN. Ferry goes on by itself when the server answers again.',
    }),
  },
  untrusted: {
    scope: 'connection',
    retry: 'gate',
    action: 'edit-connection',
    words: (failure) => ({
      what: `The server’s certificate can’t be trusted${failure.detail ? ` (${failure.detail})` : ''}, so nothing was sent to it.`,
      advice: 'Check the address, or ask your administrator which certificate authority the server uses.',
    }),
  },
  'sign-in-needed': {
    scope: 'connection',
    retry: 'gate',
    action: 'sign-in',
    words: () => ({
      what: 'The server asks you to sign in again.',
      advice: 'Sign in, and the waiting downloads go on where they stopped.',
    }),
  },
  'sign-in-refused': {
    scope: 'connection',
    retry: 'gate',
    action: 'sign-in',
    words: (failure) => ({
      what: `The server refused ${failure.detail ?? 'the user name or the password'}.`,
      advice: 'Check it and sign in again. Ferry doesn’t try twice what was refused.',
    }),
  },
  'secret-missing': {
    scope: 'connection',
    retry: 'gate',
    action: 'sign-in',
    words: (failure) => ({
      what: `Ferry has no password for this server${failure.detail ? `: ${failure.detail}` : ''}.`,
      advice: 'Sign in, and the waiting downloads start.',
    }),
  },
  unsupported: {
    scope: 'connection',
    retry: 'gate',
    action: 'edit-connection',
    words: (failure) => ({
      what: failure.detail ?? 'This server can’t prepare downloads.',
      advice: 'Check the address, or ask the server’s administrator.',
    }),
  },
  'other-account': {
    scope: 'job',
    retry: 'never',
    action: 'sign-in',
    words: (failure) => ({
      what: `This download was asked for by ${failure.detail ?? 'another account'}, and only that account can fetch it.`,
      advice: 'Sign in with that account, or ask again with this one.',
    }),
  },
  refused: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    words: (failure) => ({
      what: `The server refused: you may not read at least one of the things asked for.${said(failure)}`,
      advice: 'Ask its owner for access.',
    }),
  },
  'not-found': {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    words: (failure) => ({
      what: `The server doesn’t know what was asked for.${said(failure)}`,
      advice: 'It may have been deleted or moved. Check the id.',
    }),
  },
  'bad-request': {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    words: (failure) => ({
      what: `The server didn’t accept the request.${said(failure)}`,
      advice: 'Check what was asked for.',
    }),
  },
  'empty-selection': {
    scope: 'job',
    retry: 'never',
    action: 'none',
    words: () => ({ what: 'Nothing was selected.', advice: 'Name at least one document or folder.' }),
  },
  archived: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    words: () => ({
      what: 'Some of the documents are in the server’s archive and can’t be read right now.',
      advice: 'Ask the server’s administrator to restore them, then try again.',
    }),
  },
  'too-large': {
    scope: 'job',
    retry: 'never',
    action: 'none',
    words: (failure) => ({
      what: `The selection is too large: ${size(failure.size)}, and the server prepares at most ${size(failure.limit)}.`,
      advice: 'Ask for its subfolders one by one.',
    }),
  },
  busy: {
    scope: 'job',
    retry: 'always',
    action: 'retry',
    words: () => ({ what: 'The server is too busy to answer.', advice: 'Ferry tries again by itself.' }),
  },
  'server-error': {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
    words: (failure) => ({
      what: `The server had an error of its own${failure.status ? ` (${failure.status})` : ''}.${said(failure)}`,
      advice: 'Try again later; if it stays, tell the server’s administrator.',
    }),
  },
  cut: {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
    words: () => ({
      what: 'The connection broke in the middle.',
      advice: 'What was fetched is kept; Ferry goes on from there.',
    }),
  },
  protocol: {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
    words: (failure) => ({
      what: `The server’s answer makes no sense${failure.detail ? ` (${failure.detail})` : ''}.`,
      advice:
        'Something between Ferry and the server may be changing answers. Try again, or tell the administrator.',
    }),
  },
  'redirect-refused': {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    words: (failure) => ({
      what: `The server sent Ferry to a place it won’t go to${failure.detail ? ` (${failure.detail})` : ''}.`,
      advice: 'Tell the server’s administrator.',
    }),
  },
  'web-page': {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
    words: () => ({
      what: 'A web page came instead of the file.',
      advice: 'A sign-in page of the network may be in the way: open a browser, sign in there, then retry.',
    }),
  },
  silent: {
    scope: 'job',
    retry: 'never',
    action: 'keep-waiting',
    words: () => ({
      what: 'The server has shown no progress for a very long time. It may have lost the request.',
      advice: 'Keep waiting, or ask again.',
    }),
  },
  'cancelled-on-server': {
    scope: 'job',
    retry: 'never',
    action: 'ask-again',
    words: () => ({
      what: 'The preparation was cancelled on the server.',
      advice: 'Ask again if you still need it.',
    }),
  },
  'failed-on-server': {
    scope: 'job',
    retry: 'never',
    action: 'ask-again',
    words: (failure) => ({
      what: `The server couldn’t prepare it.${said(failure)}`,
      advice: 'Ask again. If it stays, tell the server’s administrator.',
    }),
  },
  corrupt: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    words: (failure) => ({
      what: `What arrived is not what the server announced${failure.detail ? ` (${failure.detail})` : ''}, several times over.`,
      advice: 'Nothing wrong was saved. Try again later, or ask again.',
    }),
  },
  'no-space': {
    scope: 'folder',
    retry: 'gate',
    action: 'choose-folder',
    words: (failure) => ({
      what:
        failure.size === undefined
          ? `There is no space left on the disk${failure.limit === undefined ? '' : ` (${size(failure.limit)} free)`}.`
          : `There is not enough space on the disk: ${size(failure.size)} needed, ${size(failure.limit)} free.`,
      advice: 'Make space, and Ferry goes on by itself.',
    }),
  },
  'list-unsaved': {
    scope: 'job',
    retry: 'always',
    action: 'retry',
    words: (failure) => ({
      what: `Ferry can’t save its list of downloads: the disk of its data folder is full${failure.limit === undefined ? '' : ` (${size(failure.limit)} free)`}.`,
      advice: 'Make space there, and Ferry goes on by itself. Nothing is lost.',
    }),
  },
  'folder-unavailable': {
    scope: 'folder',
    retry: 'gate',
    action: 'choose-folder',
    words: (failure) => ({
      what: `The folder can’t be written to${failure.detail ? ` (${failure.detail})` : ''}.`,
      advice: 'Check that it exists, that the drive is connected and that you may write there.',
    }),
  },
  'file-locked': {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
    words: () => ({
      what: 'The file is complete, but another program keeps it locked.',
      advice: 'A virus scanner may still be reading it. Ferry tries again; nothing is fetched twice.',
    }),
  },
  'file-missing': {
    scope: 'job',
    retry: 'never',
    action: 'ask-again',
    words: () => ({
      what: 'The file isn’t in its folder anymore: it was moved, renamed or deleted.',
      advice: 'Download it again if you still need it.',
    }),
  },
  'invalid-input': {
    scope: 'job',
    retry: 'never',
    action: 'none',
    words: (failure) => ({
      what: failure.detail ?? 'This can’t be done.',
      advice: '',
    }),
  },
  disconnected: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    words: () => ({
      what: 'This window lost Ferry itself.',
      advice: 'Start Ferry again; downloads go on where they stopped.',
    }),
  },
  internal: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    words: (failure) => ({
      what: `Something went wrong inside Ferry${failure.detail ? ` (${failure.detail})` : ''}.`,
      advice: 'Try again. If it stays, report it with the job’s timeline.',
    }),
  },
};
