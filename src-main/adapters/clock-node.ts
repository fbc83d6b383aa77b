import type { Clock } from '../core/ports.ts';

/** Node's timers fire at once when they are asked for more. Milliseconds. */
const longestTimer = 2 ** 31 - 1;

/**
 * The system's clock.
 *
 * @param now milliseconds since 1970, where a caller brings its own calendar
 */
export function createClock(now: () => number = Date.now): Clock {
  return {
    now,
    monotonic: () => performance.now(),
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        let timer: NodeJS.Timeout;
        const wake = (): void => {
          signal.removeEventListener('abort', stop);
          resolve();
        };
        const stop = (): void => {
          clearTimeout(timer);
          // The port promises the signal's own reason, whatever it is.
          // oxlint-disable-next-line typescript/prefer-promise-reject-errors
          reject(signal.reason);
        };
        const wait = (left: number): void => {
          const step = Math.min(left, longestTimer);
          timer = setTimeout(() => (left > step ? wait(left - step) : wake()), step);
        };
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop, { once: true });
        wait(Math.max(0, milliseconds));
      }),
  };
}
