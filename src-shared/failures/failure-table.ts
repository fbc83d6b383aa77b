import type { Failure, FailureKind } from './failure.ts';

/**
 * What can go wrong, in one table: who has to wait for it (`scope`), whether Ferry tries again by itself
 * (`retry`) and the button that gets the user out. The words are in the catalogue, `language/en/failures.ts`.
 *
 * - `scope` job: this job alone. connection: all jobs of the connection wait behind a gate.
 *   folder: all jobs that save to the folder wait.
 * - `retry` auto: with backoff, a limited number of times without progress. always: the same without a limit.
 *   gate: as soon as the gate opens, no attempt is burnt. never: only when the user says so.
 * - `mayBeAll`: it may be about everything of the server, which is looked at anew because of it.
 * - `ofItem`: where several things were asked for, it may be about some of them only.
 */
export interface FailurePolicy {
  scope: 'job' | 'connection' | 'folder';
  retry: 'auto' | 'always' | 'gate' | 'never';
  action: FailureAction;
  mayBeAll?: true;
  ofItem?: true;
}

/** The button beside a failure; `none` where only time helps. */
export type FailureAction =
  | 'retry'
  | 'sign-in'
  | 'edit-connection'
  | 'add-server'
  | 'ask-again'
  | 'change-request'
  | 'download-rest'
  | 'keep-waiting'
  | 'choose-folder'
  | 'open-anyway'
  | 'none';

/** The table: a row for each kind of failure. */
export const policies: Record<FailureKind, FailurePolicy> = {
  offline: {
    scope: 'job',
    retry: 'gate',
    action: 'none',
  },
  unreachable: {
    scope: 'connection',
    retry: 'gate',
    action: 'retry',
  },
  untrusted: {
    scope: 'connection',
    retry: 'gate',
    action: 'edit-connection',
  },
  'client-certificate': {
    scope: 'connection',
    retry: 'gate',
    action: 'edit-connection',
  },
  'proxy-failed': {
    scope: 'connection',
    retry: 'gate',
    action: 'retry',
  },
  'proxy-sign-in': {
    scope: 'connection',
    retry: 'gate',
    action: 'sign-in',
  },
  'sign-in-needed': {
    scope: 'connection',
    retry: 'gate',
    action: 'sign-in',
  },
  'sign-in-refused': {
    scope: 'connection',
    retry: 'gate',
    action: 'sign-in',
  },
  'secret-missing': {
    scope: 'connection',
    retry: 'gate',
    action: 'sign-in',
  },
  'server-removed': {
    scope: 'job',
    retry: 'gate',
    action: 'add-server',
  },
  unsupported: {
    scope: 'connection',
    retry: 'gate',
    action: 'edit-connection',
  },
  'other-account': {
    scope: 'job',
    retry: 'never',
    action: 'sign-in',
  },
  refused: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
    ofItem: true,
  },
  'not-found': {
    scope: 'job',
    retry: 'never',
    action: 'change-request',
    ofItem: true,
  },
  'bad-request': {
    scope: 'job',
    retry: 'never',
    action: 'change-request',
    ofItem: true,
  },
  'empty-selection': {
    scope: 'job',
    retry: 'never',
    action: 'change-request',
  },
  archived: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
  },
  'too-large': {
    scope: 'job',
    retry: 'never',
    action: 'none',
  },
  busy: {
    scope: 'job',
    retry: 'always',
    action: 'retry',
  },
  'server-error': {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
  },
  gateway: {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
    mayBeAll: true,
  },
  cut: {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
  },
  protocol: {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
  },
  'redirect-refused': {
    scope: 'job',
    retry: 'never',
    action: 'retry',
  },
  'web-page': {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
    mayBeAll: true,
  },
  silent: {
    scope: 'job',
    retry: 'never',
    action: 'keep-waiting',
  },
  'cancelled-on-server': {
    scope: 'job',
    retry: 'never',
    action: 'ask-again',
  },
  'failed-on-server': {
    scope: 'job',
    retry: 'never',
    action: 'ask-again',
  },
  corrupt: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
  },
  'no-space': {
    scope: 'folder',
    retry: 'gate',
    action: 'choose-folder',
  },
  'list-unsaved': {
    scope: 'job',
    retry: 'always',
    action: 'retry',
  },
  'folder-unavailable': {
    scope: 'folder',
    retry: 'gate',
    action: 'choose-folder',
  },
  'file-locked': {
    scope: 'job',
    retry: 'auto',
    action: 'retry',
  },
  'file-missing': {
    scope: 'job',
    retry: 'never',
    action: 'ask-again',
  },
  'risky-file': {
    scope: 'job',
    retry: 'never',
    action: 'open-anyway',
  },
  'invalid-input': {
    scope: 'job',
    retry: 'never',
    action: 'none',
  },
  disconnected: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
  },
  internal: {
    scope: 'job',
    retry: 'never',
    action: 'retry',
  },
};

/** The row of the table for a kind. */
export function policyOf(kind: FailureKind): FailurePolicy {
  return policies[kind];
}

/** Whether a text names a kind of failure that this version knows. */
export const isFailureKind = (text: string): text is FailureKind => Object.hasOwn(policies, text);

/** What a failure's button does. What is known to be about some of the things asked for only offers the rest. */
export function actionOf({ kind, refused }: Failure): FailureAction {
  return refused !== undefined && refused.count < refused.asked ? 'download-rest' : policyOf(kind).action;
}
