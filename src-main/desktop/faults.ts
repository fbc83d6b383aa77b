/** What Electron tells of a process of Chromium's that is gone. */
export interface GoneProcess {
  /** Chromium's name for its kind: `GPU`, `Utility`. */
  type: string;
  /** Chromium's word for what happened: `crashed`, `oom`, `clean-exit`. */
  reason: string;
  exitCode: number;
  name?: string;
}

/** Uncaught errors are reported at most this often, milliseconds: one is followed by others. */
const quiet = 60_000;

/**
 * An uncaught error, for the log: its name, its code and where in the program it arose. Never its message, which
 * may hold an address and with it a secret.
 */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return `thrown ${typeof error}`;
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  const frames = (error.stack ?? '').matchAll(/^ {4}at (?:.*\()?(?:file:\/\/)?([^()\n]+:\d+:\d+)\)?$/gm);
  const places = [...frames].slice(0, 3).map(([, place]) => place!.split(/[\\/]/).slice(-2).join('/'));
  return `${error.name}${code}${places.length > 0 ? ` at ${places.join(' < ')}` : ''}`;
}

/** A lost process for the log, or null where it ended as it should. */
export function describeGone({ type, reason, exitCode, name }: GoneProcess): string | null {
  if (reason === 'clean-exit') return null;
  return `${type}${name && name !== type ? ` (${name})` : ''}: ${reason}, ${exitCode}`;
}

/**
 * Whether the user must know of a lost process: Chromium starts most anew by itself, but not what it couldn't start
 * or what was tampered with.
 */
export const isGoneForGood = ({ reason }: GoneProcess): boolean =>
  reason === 'launch-failed' || reason === 'integrity-failure';

/**
 * Whether a fault is shown now: none while another is on the screen, and none soon after.
 *
 * @param now milliseconds that never jump
 */
export function createFaultTeller(tell: () => Promise<void>, now: () => number): () => void {
  let toldAt = -Infinity;
  let isTelling = false;
  return () => {
    if (isTelling || now() - toldAt < quiet) return;
    isTelling = true;
    void tell()
      .catch(() => undefined)
      .finally(() => {
        isTelling = false;
        toldAt = now();
      });
  };
}
