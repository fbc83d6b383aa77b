import type { Clock } from '../core/ports.ts';

/**
 * How long ending may take, milliseconds. A folder on a dead network can hold it up for ever, and a system that shuts
 * down kills what is slow: Windows and macOS after about five seconds.
 */
export const endPatience = { user: 20_000, system: 4_000 };

export interface EndingOptions {
  /** What is under way, in words; empty where nothing is. A rejection counts as nothing. */
  underWay(): Promise<string>;
  /** Asks the user; true for ending. */
  confirm(words: string): Promise<boolean>;
  /** Ends all work and closes everything. */
  stop(): Promise<void>;
  /** Lets the process end, whatever became of `stop`. Called once. */
  end(): void;
  /** What `stop` rejected with. */
  report(error: unknown): void;
  clock: Pick<Clock, 'sleep'>;
}

/** Ending the app, whether a menu, the tray or the system asks for it. */
export interface Ending {
  /** The program is ending: windows may close. */
  readonly isUnderWay: boolean;
  /** All is stopped: nothing has to be waited for. */
  readonly isOver: boolean;
  /** The user wants to quit: asked first where something is under way. */
  wish(): void;
  /** The system ends it: without a question, and soon. */
  now(): void;
}

/** Lets the work end in good order. Whatever was under way goes on at the next start. */
export function createEnding(options: EndingOptions): Ending {
  let stage: 'running' | 'asking' | 'stopping' | 'over' = 'running';
  const tooLate = Promise.withResolvers<void>();

  /** What the system says later shortens what the user had begun. */
  const hurry = (milliseconds: number): void => {
    options.clock.sleep(milliseconds, new AbortController().signal).then(tooLate.resolve, tooLate.resolve);
  };

  const stop = async (patience: number): Promise<void> => {
    hurry(patience);
    if (stage === 'stopping' || stage === 'over') return;
    stage = 'stopping';
    try {
      await Promise.race([options.stop(), tooLate.promise]);
    } catch (error) {
      options.report(error);
    } finally {
      // A half-ended program that keeps its locks helps nobody.
      stage = 'over';
      options.end();
    }
  };

  const ask = async (): Promise<void> => {
    stage = 'asking';
    const words = await options.underWay().catch(() => '');
    const isMeant = words === '' || (await options.confirm(words));
    // The system may have ended the question meanwhile.
    if (stage !== 'asking') return;
    stage = 'running';
    if (isMeant) await stop(endPatience.user);
  };

  return {
    get isUnderWay() {
      return stage === 'stopping' || stage === 'over';
    },
    get isOver() {
      return stage === 'over';
    },
    wish: () => {
      if (stage === 'running') void ask();
    },
    now: () => void stop(endPatience.system),
  };
}
