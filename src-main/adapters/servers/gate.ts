import type { CallOptions } from '../../core/ports.ts';

/** Lets a limited number of requests of one connection out at a time. */
export interface Gate {
  /**
   * Resolves when the request may go, with what must be called when its place is free again (more than once does
   * no harm). `user` goes before `background`; among equals the first to come goes first.
   * Rejects with the signal's reason when aborted while waiting.
   */
  enter(options: CallOptions): Promise<() => void>;
}

interface Waiting {
  background: boolean;
  admit: () => void;
}

/** Makes a gate that lets `limit` requests through at a time. */
export function createGate(limit: number): Gate {
  const queue: Waiting[] = [];
  let inside = 0;

  const leaver = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      inside -= 1;
      const user = queue.findIndex((waiting) => !waiting.background);
      const [next] = queue.splice(Math.max(user, 0), 1);
      next?.admit();
    };
  };

  return {
    enter: ({ signal, priority = 'background' }) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (inside < limit) {
          inside += 1;
          return resolve(leaver());
        }
        const giveUp = (): void => {
          queue.splice(queue.indexOf(waiting), 1);
          reject(signal.reason as Error);
        };
        const waiting: Waiting = {
          background: priority === 'background',
          admit: () => {
            signal.removeEventListener('abort', giveUp);
            inside += 1;
            resolve(leaver());
          },
        };
        queue.push(waiting);
        signal.addEventListener('abort', giveUp, { once: true });
      }),
  };
}
