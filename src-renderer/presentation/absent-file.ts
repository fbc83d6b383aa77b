import type { Presence } from '../../src-shared/history/presence.ts';

/** Whether a file can't be opened where it was saved: it is gone from there, or its whole folder can't be seen. */
export function isAbsent(
  presence: Presence | null,
): presence is Extract<Presence, { is: 'missing' | 'away' }> {
  return presence?.is === 'missing' || presence?.is === 'away';
}
