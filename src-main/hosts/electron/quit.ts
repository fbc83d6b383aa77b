import { t } from '../../../src-shared/language/index.ts';
import { app, dialog } from 'electron';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserWindow, MessageBoxOptions } from 'electron';
import { inWords } from './queue-summary.ts';
import type { Counts } from './queue-summary.ts';

/** How long ending may take, milliseconds: a folder on a dead network can hold it up for ever. */
const patience = 20_000;

export interface QuitOptions {
  window(): BrowserWindow;
  count(): Promise<Counts>;
  /** Ends all work and closes everything. */
  stop(): Promise<void>;
  /** What `stop` rejected with. */
  report(error: unknown): void;
}

/** The way out, whoever wants it: a menu, the tray, the system. */
export interface Quit {
  /** The program is ending: windows may close. */
  readonly isUnderWay: boolean;
  /** Without a question: the system doesn't wait for one. */
  now(): void;
}

/**
 * Asks before the app quits while something is under way, then lets the work end in good order. Whatever was under
 * way goes on at the next start.
 */
export function guardQuit(options: QuitOptions): Quit {
  let stage: 'running' | 'asking' | 'stopping' | 'stopped' = 'running';

  const stop = async (): Promise<void> => {
    if (stage === 'stopping' || stage === 'stopped') return;
    stage = 'stopping';
    try {
      await Promise.race([options.stop(), sleep(patience, undefined, { ref: false })]);
    } catch (error) {
      options.report(error);
    } finally {
      // Whatever went wrong, a program that was told to end ends: half of one that keeps its locks helps nobody.
      stage = 'stopped';
      app.quit();
    }
  };

  const question = (words: string): MessageBoxOptions => ({
    type: 'question',
    message: t('desktop.quit.question'),
    detail: t('desktop.quit.detail', { words }),
    buttons: [t('desktop.quit.quit'), t('desktop.quit.stay')],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });

  const ask = async (): Promise<void> => {
    stage = 'asking';
    const words = await options.count().then(inWords, () => '');
    if (words) {
      const window = options.window();
      // A question over a hidden window would be hidden as well (macOS).
      const { response } = await (window.isVisible()
        ? dialog.showMessageBox(window, question(words))
        : dialog.showMessageBox(question(words)));
      // The system may have ended the question meanwhile.
      if (stage !== 'asking') return;
      stage = 'running';
      if (response !== 0) return;
    }
    await stop();
  };

  app.on('before-quit', (event) => {
    if (stage === 'stopped') return;
    event.preventDefault();
    if (stage === 'running') void ask();
  });

  return {
    get isUnderWay() {
      return stage === 'stopping' || stage === 'stopped';
    },
    now: () => void stop(),
  };
}
