import { app, dialog } from 'electron';
import type { BrowserWindow, MessageBoxOptions } from 'electron';
import { t } from '../../../src-shared/language/index.ts';
import type { Clock } from '../../core/ports.ts';
import { createEnding } from '../../desktop/ending.ts';
import type { Ending } from '../../desktop/ending.ts';
import { goingOn } from '../../desktop/queue-summary.ts';
import type { Summary } from '../../desktop/queue-summary.ts';

export interface QuitOptions {
  window(): BrowserWindow;
  summary(): Promise<Summary>;
  /** Ends all work and closes everything. */
  stop(): Promise<void>;
  /** Lets the process end. */
  end(): void;
  /** What `stop` rejected with. */
  report(error: unknown): void;
  clock: Clock;
}

/** Those that ask a program to end: of a shutdown, of Ctrl+C, of a terminal that closes. */
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

const question = (words: string): MessageBoxOptions => ({
  type: 'question',
  message: t('desktop.quit.question'),
  detail: t('desktop.quit.detail', { words }),
  buttons: [t('desktop.quit.quit'), t('desktop.quit.stay')],
  defaultId: 0,
  cancelId: 1,
  noLink: true,
});

/** Asks over the window where it is seen: over a hidden one the question would be hidden as well. */
export async function askUser(window: BrowserWindow, options: MessageBoxOptions): Promise<number> {
  const isSeen = !window.isDestroyed() && window.isVisible() && !window.isMinimized();
  const { response } = await (isSeen
    ? dialog.showMessageBox(window, options)
    : dialog.showMessageBox(options));
  return response;
}

/**
 * Guards the way out: quitting asks while something is under way, a signal doesn't. After the app is ready: Electron
 * puts its own handlers over those that a program has set for signals before that, and they quit like a user does.
 */
export function guardQuit(options: QuitOptions): Ending {
  const ending = createEnding({
    underWay: () => options.summary().then(({ totals }) => goingOn(totals)),
    confirm: async (words) => (await askUser(options.window(), question(words))) === 0,
    stop: () => options.stop(),
    end: () => options.end(),
    report: (error) => options.report(error),
    clock: options.clock,
  });
  app.on('before-quit', (event) => {
    if (ending.isOver) return;
    event.preventDefault();
    ending.wish();
  });
  for (const signal of signals) process.on(signal, () => ending.now());
  return ending;
}
