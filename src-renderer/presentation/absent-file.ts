import type { Presence } from '../../src-shared/history/presence.ts';

/** Whether something wrote to a file since it was saved: what was checked then says nothing of it now. */
export function isAltered(
  presence: Presence | null,
): presence is Extract<Presence, { is: 'changed' | 'touched' }> {
  return presence?.is === 'changed' || presence?.is === 'touched';
}

/** Whether a file can't be opened where it was saved: it is gone from there, or its whole folder can't be seen. */
export function isAbsent(
  presence: Presence | null,
): presence is Extract<Presence, { is: 'missing' | 'away' }> {
  return presence?.is === 'missing' || presence?.is === 'away';
}
