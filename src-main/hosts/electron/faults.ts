import { app } from 'electron';
import type { BrowserWindow, MessageBoxOptions } from 'electron';
import { t } from '../../../src-shared/language/index.ts';
import type { Clock, Log } from '../../core/ports.ts';
import { createFaultTeller, describeFault, describeGone, isGoneForGood } from '../../desktop/faults.ts';
import { askUser } from './ending.ts';

type Listener = (error: unknown) => void;

/** While Ferry starts, a fault means that it can't. */
let listener: Listener | null = null;

/**
 * Handles uncaught errors from the start. With a listener of its own for them, Electron shows no
 * English box (https://www.electronjs.org/docs/latest/api/process).
 *
 * @param cannotStart told until `followFaults` takes over
 */
export function hearFaults(cannotStart: Listener): void {
  const hear = (error: unknown): void => (listener ?? cannotStart)(error);
  process.on('uncaughtException', hear);
  process.on('unhandledRejection', hear);
}

const question = (): MessageBoxOptions => ({
  type: 'error',
  message: t('desktop.fault.message'),
  detail: t('desktop.fault.detail'),
  buttons: [t('desktop.fault.restart'), t('desktop.fault.goOn')],
  defaultId: 0,
  cancelId: 1,
  noLink: true,
});

export interface FaultOptions {
  window(): BrowserWindow;
  log: Log;
  clock: Clock;
  /** Ends Ferry in good order, and starts it anew. */
  restart(): void;
}

/** Logs uncaught errors and lost Chromium processes, and tells the user what stays broken. */
export function followFaults(options: FaultOptions): void {
  const { log, clock } = options;
  const tell = createFaultTeller(
    async () => {
      if ((await askUser(options.window(), question())) === 0) options.restart();
    },
    () => clock.monotonic(),
  );
  listener = (error) => {
    log.event('program.fault', { detail: describeFault(error) });
    tell();
  };
  app.on('child-process-gone', (_event, details) => {
    const words = describeGone(details);
    if (words === null) return;
    log.event('process.gone', { kind: details.reason, detail: words });
    if (isGoneForGood(details)) tell();
  });
}
