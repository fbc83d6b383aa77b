/**
 * Ferry's own programs beside the one that runs, each in a thread or a process. As source and in the desktop app every
 * one is a file beside the module that starts it; the built terminal is one file, which is started once more and told by
 * its first argument what to be.
 */

/** The one file that everything runs from, if there is one. */
let oneFile: URL | null = null;

/** Starts all of them from this file from now on. */
export function startFromOneFile(file: URL): void {
  oneFile = file;
}

/** What to start: a file, and its arguments. */
export interface OwnProgram {
  file: URL;
  args: string[];
}

/**
 * The program of that name.
 *
 * @param beside the `import.meta.url` of the module that starts it
 */
export function ownProgram(name: string, beside: string): OwnProgram {
  if (oneFile) return { file: oneFile, args: [name] };
  return { file: new URL(`./${name}${beside.endsWith('.ts') ? '.ts' : '.js'}`, beside), args: [] };
}
