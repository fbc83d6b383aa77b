import type { Settings } from '../../src-shared/settings.ts';
import { inTime } from '../core/in-time.ts';
import type { Clock } from '../core/ports.ts';
import type { Counts } from './queue-summary.ts';

/** How long what comes is announced before it comes. Milliseconds. */
export const announcedFor = 60_000;

/** How long the system may take to say whether it shows an announcement. Milliseconds. */
export const answersWithin = 5_000;

/** What can come once all downloads are done. */
type Then = Exclude<Settings['whenAllDone'], 'nothing'>;

/**
 * Tells the user what comes; `stay` keeps everything as it is, and the signal ends where nothing is to come anymore. Resolves with
 * whether it can be seen.
 */
export type Announce = (then: Then, stay: () => void, signal: AbortSignal) => Promise<boolean>;

export interface WhenDoneOptions {
  clock: Pick<Clock, 'sleep'>;
  settings(): Pick<Settings, 'whenAllDone'>;
  /** The ways to tell it; each is tried where the ones before can't be seen. */
  announce: readonly Announce[];
  /** Does it. */
  act(then: Then): void;
}

/** Does what the user wants once all downloads are done. */
export interface WhenDone {
  /**
   * So much is to be done now, or the settings have changed.
   *
   * @param endedAt when the last download came to its end, milliseconds since 1970
   */
  look(counts: Counts, endedAt?: number): void;
  stop(): void;
}

/**
 * Acts only where the last of what was under way has come to its end: an empty list is no reason to quit, and what is
 * paused or needs the user isn't done. It is announced a minute before, and nothing comes that can't be announced.
 * Whatever begins meanwhile, a changed setting or the user's word call it off.
 */
export function createWhenDone(options: WhenDoneOptions): WhenDone {
  let wasBusy = false;
  let lastEnd: number | null = null;
  let coming: { then: Then; end: AbortController } | null = null;

  const callOff = (): void => {
    coming?.end.abort();
    coming = null;
  };
  const isSeen = (announce: Announce, then: Then, signal: AbortSignal): Promise<boolean> =>
    inTime(options.clock, { most: answersWithin, late: () => false }, () =>
      announce(then, callOff, signal).catch(() => false),
    );
  const begin = async (then: Then): Promise<void> => {
    const { signal } = (coming = { then, end: new AbortController() }).end;
    let seen = false;
    for (const announce of options.announce)
      seen ||= !signal.aborted && (await isSeen(announce, then, signal));
    if (signal.aborted) return;
    if (!seen) return callOff();
    await options.clock.sleep(announcedFor, signal);
    callOff();
    options.act(then);
  };

  return {
    look: ({ downloading, preparing, waiting, paused, needUser }, endedAt = 0) => {
      const then = options.settings().whenAllDone;
      const isBusy = downloading + preparing + waiting > 0;
      const isDone = !isBusy && paused + needUser === 0;
      if (!isDone || coming?.then !== then) callOff();
      // It rejects where it is called off.
      const hasEnded = wasBusy || (lastEnd !== null && endedAt > lastEnd);
      if (hasEnded && isDone && then !== 'nothing') begin(then).catch(() => undefined);
      wasBusy = isBusy;
      lastEnd = Math.max(lastEnd ?? 0, endedAt);
    },
    stop: callOff,
  };
}
