import type { Counters } from './job.ts';

const shareOf = (done: number | null, total: number | null): number | null =>
  done === null || total === null || total <= 0 ? null : Math.min(1, done / total);

/**
 * How much of the preparation is done, 0 to 1, by bytes where the server counts them, else by files. Not all of it while
 * files are missing that have no bytes to speak of.
 */
export function preparedShare({ bytesDone, bytesTotal, filesDone, filesTotal }: Counters): number | null {
  const files = shareOf(filesDone, filesTotal);
  const bytes = shareOf(bytesDone, bytesTotal);
  return bytes === 1 && files !== null && files < 1 ? 0.99 : (bytes ?? files);
}
