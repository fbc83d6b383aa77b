import type { CallOptions, Clock } from '../../core/ports.ts';

/** Who wants to go through a limiter. */
export interface Entering extends CallOptions {
  /** The request goes to another server than the connection's own: it takes a place, but doesn't count for the pace. */
  elsewhere?: boolean;
}

/** Lets a limited number of requests of one connection out at a time. */
export interface RequestLimiter {
  /**
   * Resolves when the request may go, with what must be called when its place is free again (more than once does
   * no harm). `user` goes before `background`; among equals the first to come goes first.
   * Rejects with the signal's reason when aborted while waiting.
   */
  enter(options: Entering): Promise<() => void>;
}

/**
 * How many requests a server takes in any span of so many milliseconds. The last departures are what counts, not a
 * bucket that fills up: after a pause a bucket lets out twice as many within one span.
 */
export interface Pace {
  requests: number;
  milliseconds: number;
  clock: Pick<Clock, 'monotonic' | 'sleep'>;
}

interface Waiting {
  background: boolean;
  elsewhere: boolean;
  admit: () => void;
}

/** Makes a limiter that lets `limit` requests through at a time, and at most so many in a span where there is a pace. */
export function createRequestLimiter(limit: number, pace: Pace | null = null): RequestLimiter {
  const queue: Waiting[] = [];
  /** When the last requests went, oldest first; never more than the pace counts. */
  const departures: number[] = [];
  let inside = 0;
  let alarm: AbortController | null = null;

  const delay = (): number => {
    if (!pace || departures.length < pace.requests) return 0;
    return Math.max(0, departures[0]! + pace.milliseconds - pace.clock.monotonic());
  };

  const depart = ({ clock, requests }: Pace): void => {
    departures.push(clock.monotonic());
    if (departures.length > requests) departures.shift();
  };

  const wakeAfter = (milliseconds: number, { clock }: Pace): void => {
    const mine = new AbortController();
    alarm = mine;
    clock.sleep(milliseconds, mine.signal).then(
      () => {
        alarm = null;
        admitAll();
      },
      () => undefined,
    );
  };

  function admitAll(): void {
    while (inside < limit) {
      const wait = delay();
      const able = wait === 0 ? queue : queue.filter((waiting) => waiting.elsewhere);
      const next = able.find((waiting) => !waiting.background) ?? able[0];
      if (!next) break;
      queue.splice(queue.indexOf(next), 1);
      inside += 1;
      if (pace && !next.elsewhere) depart(pace);
      next.admit();
    }
    if (queue.every((waiting) => waiting.elsewhere)) {
      alarm?.abort();
      alarm = null;
    } else if (pace && !alarm && inside < limit) wakeAfter(delay(), pace);
  }

  const leaver = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      admitAll();
    };
  };

  return {
    enter: ({ signal, priority = 'background', elsewhere = false }) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const giveUp = (): void => {
          queue.splice(queue.indexOf(waiting), 1);
          admitAll();
          reject(signal.reason as Error);
        };
        const waiting: Waiting = {
          background: priority === 'background',
          elsewhere,
          admit: () => {
            signal.removeEventListener('abort', giveUp);
            resolve(leaver());
          },
        };
        queue.push(waiting);
        signal.addEventListener('abort', giveUp, { once: true });
        admitAll();
      }),
  };
}
