import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Incoming, Timeouts } from './http.ts';

/**
 * Ends a body that falls silent or only drips. Time in which the reader is busy doesn't count.
 *
 * @param longest milliseconds for all of it: for words, which are no file
 */
export async function* watched(
  incoming: Incoming,
  timeouts: Pick<Timeouts, 'socket' | 'slowest'>,
  longest: number,
): AsyncGenerator<Uint8Array> {
  const body = incoming.body[Symbol.asyncIterator]();
  const { slowest } = timeouts;
  const begun = performance.now();
  let waited = 0;
  let came = 0;
  try {
    for (;;) {
      const since = performance.now();
      const silent = Promise.withResolvers<never>();
      const timer = setTimeout(() => {
        silent.reject(new FailedError({ kind: 'cut', detail: phrase('failureDetails.network.noMoreBytes') }));
      }, timeouts.socket);
      const next = await Promise.race([body.next(), silent.promise]).finally(() => clearTimeout(timer));
      if (next.done) return;
      waited += performance.now() - since;
      came += next.value.length;
      const isSlow =
        (waited >= slowest.milliseconds && came < slowest.bytes) || performance.now() - begun > longest;
      if (isSlow) throw new FailedError({ kind: 'cut', detail: phrase('failureDetails.network.dripping') });
      if (waited >= slowest.milliseconds) waited = came = 0;
      yield next.value;
    }
  } finally {
    incoming.dismiss();
  }
}
