/**
 * Ways in which machines are worse than the best one: each was reported of real ones. `STAND_IN_MODES` names those of
 * a run, with commas.
 *
 * - `never-ready-to-show`: a hidden window is never painted (Wayland).
 * - `load-fails`, `load-fails-once`: the page can't be loaded.
 * - `no-tray`: making a sign throws.
 * - `notifications-fail`: the system refuses them (macOS without a signature, Windows without a shortcut).
 * - `utility-silent`: a utility process never answers (a prompt of the keychain that nobody sees).
 * - `utility-dies`: it ends at its first message (a fault in the system's library).
 */
const names = [
  'never-ready-to-show',
  'load-fails',
  'load-fails-once',
  'no-tray',
  'notifications-fail',
  'utility-silent',
  'utility-dies',
] as const;
export type Mode = (typeof names)[number];

const given = (process.env.STAND_IN_MODES ?? '').split(',').filter(Boolean);
const unknown = given.filter((name) => !(names as readonly string[]).includes(name));
if (unknown.length > 0) throw new Error(`The stand-in doesn’t know the mode ${unknown.join(', ')}.`);
const modes = new Set(given);

/** Whether the machine is so. */
export const machineIs = (mode: Mode): boolean => modes.has(mode);

/** The same, true once. */
export const machineIsOnce = (mode: Mode): boolean => modes.delete(mode);
