import type { Settings } from '../../src-shared/settings.ts';
import type { Clock } from '../core/ports.ts';
import type { Counts } from './queue-summary.ts';

/** How long what comes is announced before it comes. Milliseconds. */
export const announcedFor = 60_000;

/** What can come once all downloads are done. */
type Then = Exclude<Settings['whenAllDone'], 'nothing'>;

export interface WhenDoneOptions {
  clock: Pick<Clock, 'sleep'>;
  settings(): Pick<Settings, 'whenAllDone'>;
  /** Tells the user what comes; `stay` keeps everything as it is. */
  announce(then: Then, stay: () => void): void;
  /** Does it. */
  act(then: Then): void;
}

/** Does what the user wants once all downloads are done. */
export interface WhenDone {
  /** So much is to be done now, or the settings have changed. */
  look(counts: Pick<Counts, 'downloading' | 'preparing' | 'waiting'>): void;
  stop(): void;
}

/**
 * Acts only where something was under way since the start: an empty list is no reason to quit. It is announced a minute
 * before, and whatever begins meanwhile, a changed setting or the user's word call it off.
 */
export function createWhenDone(options: WhenDoneOptions): WhenDone {
  let wasBusy = false;
  let coming: { then: Then; end: AbortController } | null = null;

  const callOff = (): void => {
    coming?.end.abort();
    coming = null;
  };
  const begin = (then: Then): void => {
    const end = new AbortController();
    coming = { then, end };
    options.announce(then, callOff);
    options.clock.sleep(announcedFor, end.signal).then(
      () => {
        coming = null;
        options.act(then);
      },
      () => undefined,
    );
  };

  return {
    look: ({ downloading, preparing, waiting }) => {
      const then = options.settings().whenAllDone;
      const isBusy = downloading + preparing + waiting > 0;
      if (isBusy || coming?.then !== then) callOff();
      if (wasBusy && !isBusy && then !== 'nothing') begin(then);
      wasBusy = isBusy;
    },
    stop: callOff,
  };
}
