import { exitCodes } from './exit-codes.ts';

/** Ctrl+C, or another wish of the system that the program ends. */
export class Interrupted extends Error {
  /** What becomes of what isn't finished. */
  leaves: 'kept' | 'goingOn' | 'cancelled' = 'kept';
}

/**
 * The first interruption ends the command in good order, the second one the process, once `onsecond` has said so. Nobody else hears them meanwhile: a
 * package of the settings' (when-exit) sends each again, which would be the second one.
 */
export function catchInterruption(onsecond: () => void): {
  signal: AbortSignal;
  now: () => void;
  forget: () => void;
} {
  const controller = new AbortController();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const now = (): void => {
    if (controller.signal.aborted) {
      onsecond();
      process.exit(exitCodes.interrupted);
    }
    controller.abort(new Interrupted());
  };
  const others = signals.map((name) => ({ name, listeners: process.listeners(name) }));
  for (const { name } of others) process.removeAllListeners(name).on(name, now);
  return {
    signal: controller.signal,
    now,
    forget: () => {
      for (const { name, listeners } of others) {
        process.off(name, now);
        for (const listener of listeners) process.on(name, listener);
      }
    },
  };
}
