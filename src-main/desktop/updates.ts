import type { Clock } from '../core/ports.ts';
import type { Settings } from '../../src-shared/settings.ts';

/** Which versions are looked for: finished ones, or those to be tried out as well. */
export type Channel = 'stable' | 'beta';

/** A newer Ferry, as its publisher announces it. */
export interface Release {
  version: string;
  /** What is new, plain text; empty where the publisher says nothing. */
  notes: string;
}

/** Why a newer one couldn't be looked for or fetched. */
export type UpdateFault = 'gone' | 'tampered' | 'unreachable' | 'unknown';

/** What finds, fetches and installs a newer Ferry. All reject with what the library threw. */
export interface Updater {
  /** The newest one if it is newer than this; null if none is; `unsupported` where this Ferry can't replace itself. */
  check(channel: Channel): Promise<Release | null | 'unsupported'>;
  /** Fetches what `check` found, and proves that it is what was announced. */
  download(): Promise<void>;
}

/** What the user is told or asked. */
export interface UpdateWords {
  /** A newer one was found by itself: said beside the window, and `open` leads to the question. */
  announce(release: Release, open: () => void): void;
  /** Asks whether to install it; true for yes. */
  offer(release: Release): Promise<boolean>;
  /** What came of looking or fetching, where the user has asked for it. */
  say(what: 'newest' | 'unsupported' | UpdateFault): void;
}

export interface UpdatesOptions {
  updater: Updater;
  words: UpdateWords;
  clock: Pick<Clock, 'sleep'>;
  settings: () => Pick<Settings, 'updateChannel'>;
  /** The version that was announced last, kept over restarts. */
  announced: { get(): string; set(version: string): void };
  report(error: unknown): void;
  /** Everything is here: Ferry ends in good order, and what was fetched takes its place. */
  install(): void;
}

export interface Updates {
  /** The user wants to know whether there is a newer one. */
  ask(): void;
  stop(): void;
}

/** When it is looked for by itself: a while after the start, which has other things to do, then once a day. Milliseconds. */
export const firstLook = 60_000;
export const everyLook = 24 * 3_600_000;

/** Notes are cut: a dialog of the system's doesn't scroll. */
const mostLines = 20;
const longestLine = 200;

/** The publisher's words on what is new, without what a dialog can't show. */
export function plainNotes(text: string): string {
  const lines = text
    .replace(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === '\n' ? sign : ''))
    .trim()
    .split('\n')
    .map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line.trimEnd()));
  return [...lines.slice(0, mostLines), ...(lines.length > mostLines ? ['…'] : [])].join('\n');
}

/** What an error of electron-updater's means: by its codes, and by Chromium's names for faults of the network. */
export function updateFaultOf(error: unknown): UpdateFault {
  const { code, statusCode, message } = Object(error) as Partial<Record<string, unknown>>;
  if (code === 'ERR_CHECKSUM_MISMATCH') return 'tampered';
  // A package that can't be fetched has its status in words alone.
  const words = typeof message === 'string' ? message : '';
  const status = statusCode ?? /, status (\d{3}): /.exec(words)?.[1];
  if (code === 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND' || Number(status) === 404) return 'gone';
  return status !== undefined || words.startsWith('net::ERR_') ? 'unreachable' : 'unknown';
}

/**
 * Looks for a newer Ferry by itself and when asked, and fetches it once the user has agreed. One at a time. What is found by
 * itself is announced once for each version; what fails then is only logged, and tried again a day later.
 */
export function createUpdates(options: UpdatesOptions): Updates {
  const { updater, words, clock, settings, announced } = options;
  const over = new AbortController();
  let isBusy = false;

  const offer = async (release: Release): Promise<void> => {
    if (!(await words.offer(release))) return;
    await updater.download();
    options.install();
  };
  const look = async (isAsked: boolean): Promise<void> => {
    const found = await updater.check(settings().updateChannel === 'beta' ? 'beta' : 'stable');
    if (found === null || found === 'unsupported') {
      if (isAsked) words.say(found ?? 'newest');
    } else if (isAsked) await offer(found);
    else if (announced.get() !== found.version) {
      announced.set(found.version);
      words.announce(found, () => void run(true, () => offer(found)));
    }
  };
  const run = async (isAsked: boolean, work: () => Promise<void>): Promise<void> => {
    if (isBusy) return;
    isBusy = true;
    try {
      await work();
    } catch (error) {
      options.report(error);
      if (isAsked) words.say(updateFaultOf(error));
    } finally {
      isBusy = false;
    }
  };
  const lookDaily = async (): Promise<void> => {
    for (let wait = firstLook; ; wait = everyLook) {
      await clock.sleep(wait, over.signal);
      if (settings().updateChannel !== 'off') await run(false, () => look(false));
    }
  };

  lookDaily().catch(() => undefined);
  return { ask: () => void run(true, () => look(true)), stop: () => over.abort() };
}
