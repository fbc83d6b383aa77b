import type { Clock } from './ports.ts';

/**
 * What the work comes to, or what stands for it once it has taken longer than `most` milliseconds. The work's signal ends
 * with this, however it ends: work that heeds it is given up, other work goes on unheard. Rejects with the reason of `signal`
 * when that is aborted.
 */
export async function inTime<Result>(
  clock: Pick<Clock, 'sleep'>,
  { most, late, signal }: { most: number; late: () => Result; signal?: AbortSignal },
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted();
  const end = new AbortController();
  const over = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
  try {
    return await Promise.race([work(over), clock.sleep(most, over).then(late)]);
  } finally {
    end.abort();
  }
}
