import { spawn } from 'node:child_process';
import { dirname, isAbsolute } from 'node:path';
import { refusal } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import type { Desktop } from '../core/ports.ts';
import { foundProgram } from './found-program.ts';
import { isOnlyShown } from './only-shown.ts';

/** The machine as this adapter sees it; a test may bring another. */
export interface Machine {
  platform: NodeJS.Platform;
  environment: NodeJS.ProcessEnv;
}

/** Milliseconds after which a program that still runs has taken the file: some stay as long as their window. */
const patience = 3_000;

interface Opener {
  program: string;
  open: (path: string) => string[];
  reveal: (path: string) => string[];
  /** Its exit code says nothing: Windows' explorer ends with 1 when all is well. */
  codeless?: boolean;
}

const openers: Partial<Record<NodeJS.Platform, Opener>> = {
  darwin: { program: 'open', open: (path) => [path], reveal: (path) => ['-R', path] },
  win32: {
    program: 'explorer.exe',
    open: (path) => [`"${path}"`],
    // No name on Windows holds a quotation mark, and explorer wants them right here.
    reveal: (path) => [`/select,"${path}"`],
    codeless: true,
  },
};

const freedesktop: Opener = {
  program: 'xdg-open',
  open: (path) => [path],
  reveal: (path) => [dirname(path)],
};

/** On Linux a program that opens files needs a screen to open them on. */
function hasScreen({ platform, environment }: Machine): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  return Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * The desktop by the system's own opener (xdg-open, open, explorer), found on the PATH once and started with a list
 * of arguments, never through a shell. Its methods reject with `FailedError` when the opener is missing or fails.
 */
export function createDesktop(
  machine: Machine = { platform: process.platform, environment: process.env },
): Desktop {
  const opener = openers[machine.platform] ?? freedesktop;
  const program = hasScreen(machine) ? foundProgram(opener.program, machine.environment) : null;

  const start = (path: string, list: (path: string) => string[]): Promise<void> =>
    new Promise((resolve, reject) => {
      const fail = (): void => reject(refusal(phrase('validationErrors.cannotOpen')));
      // A relative path could read as an option.
      if (!program || !isAbsolute(path)) return fail();
      const child = spawn(program, list(path), {
        stdio: 'ignore',
        detached: true,
        env: machine.environment,
        windowsVerbatimArguments: true,
      });
      const timer = setTimeout(resolve, patience);
      child.once('error', () => {
        clearTimeout(timer);
        fail();
      });
      child.once('exit', (code) => {
        clearTimeout(timer);
        if (code === 0 || opener.codeless) resolve();
        else fail();
      });
      child.unref();
    });

  return {
    canOpen: program !== null,
    open: (path) => start(path, isOnlyShown(path, machine) ? opener.reveal : opener.open),
    reveal: (path) => start(path, opener.reveal),
    trash: async (path) => {
      const { default: trash } = await import('trash');
      // Patterns are off: a name may hold brackets and stars.
      await trash(path, { glob: false });
    },
  };
}
