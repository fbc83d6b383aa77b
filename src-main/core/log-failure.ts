import { FailedError, toFailure } from '../../src-shared/failures/failure.ts';
import type { Log } from './ports.ts';

/**
 * Logs what was thrown, by its kind; what Ferry didn't foresee also by its message, without which it couldn't be found.
 *
 * @param event what failed, in a few words
 */
export function logFailure(
  log: Log,
  event: string,
  thrown: unknown,
  about: { jobId?: string; connectionId?: string } = {},
): void {
  const { kind, status, detail } = toFailure(thrown);
  const message = thrown instanceof FailedError || typeof detail !== 'string' ? undefined : detail;
  log.event(event, { ...about, kind, status, detail: message });
}
