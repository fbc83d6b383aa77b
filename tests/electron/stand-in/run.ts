/**
 * Runs a built main process under the stand-in: `node run.ts MAIN [switches]`, with `STAND_IN_BROWSER` (the end of a
 * browser bound by Playwright) and `STAND_IN_MANIFEST` (the app's package.json) in the environment. A parent that
 * forked it may have functions evaluated with the stand-in, as Playwright's `electronApp.evaluate` does.
 */
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from './app.ts';
import { StandInBrowserWindow } from './browser-window.ts';
import { answers, dialog, StandInNotification, StandInTray } from './desktop.ts';
import electron from './electron.ts';
import { calls, StandInEvent } from './records.ts';
import { defaultSession } from './session.ts';

const tellWindows = (name: string): StandInEvent[] =>
  StandInBrowserWindow.getAllWindows().map((window) => {
    const event = new StandInEvent({ reasons: ['shutdown'] });
    window.emit(name, event);
    return event;
  });

/** What a test can see and do besides Electron's own module. */
const standIn = {
  calls,
  answers,
  trays: StandInTray.all,
  notifications: StandInNotification.shown,
  requests: defaultSession.requests,
  /** An event whose default can be prevented. */
  event: () => new StandInEvent(),
  /** Windows asks whether the session may end; returns whether a window has prevented it. */
  querySessionEnd: () => tellWindows('query-session-end').some((event) => event.defaultPrevented),
  /** Windows ends the session: once the handlers have returned, so does the process. */
  endSession: () => {
    tellWindows('session-end');
    process.exit(0);
  },
};

export type StandInElectron = typeof electron & { standIn: typeof standIn };

interface Question {
  id: number;
  source: string;
  arg: unknown;
}

process.on('message', ({ id, source, arg }: Question) => {
  const run = async (): Promise<unknown> => {
    const ask = (0, eval)(`(${source})`) as (electron: StandInElectron, arg: unknown) => unknown;
    return ask({ ...electron, standIn }, arg);
  };
  run().then(
    (value) => process.send?.({ id, value }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : String(error) }),
  );
});
// The parent's end is the end of this process too.
process.on('disconnect', () => process.exit(1));

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: new URL('electron.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});

// Electron's own handler stands back where the program has one.
process.on('uncaughtException', (error) => {
  if (process.listenerCount('uncaughtException') > 1) return;
  dialog.showErrorBox('Error', `A JavaScript error occurred in the main process: ${error.message}`);
});

// What the packager laid beside the archive.
Object.assign(process, { resourcesPath: process.env.STAND_IN_RESOURCES ?? '/nothing' });

const [node, , main, ...switches] = process.argv;
if (!main) throw new Error('Say which main process to run.');
process.argv = [node!, resolve(main), ...switches];
await import(pathToFileURL(resolve(main)).href);
app.emit('session-created', defaultSession);
app.becomeReady();
