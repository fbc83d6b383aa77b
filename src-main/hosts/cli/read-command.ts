import { defaultDataFolder } from '../../adapters/default-data-folder.ts';
import { ownVersion } from '../own-version.ts';
import { oneLine, printText } from '../print.ts';
import { speakInTerminal } from '../terminal-language.ts';
import { understandCommandLine } from './command-line.ts';
import type { Understood } from './command-line.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';

/** Understands a command line, without program and script, as this process finds it; texts are in its language from then on. */
export function readCommand(argv: readonly string[]): Understood {
  speakInTerminal(argv, process.env);
  return understandCommandLine(argv, {
    directory: startingFolder(process.env),
    dataFolder: defaultDataFolder(),
    version: ownVersion,
  });
}

/** Prints what a command line is answered where nothing is to be run. */
export function printAnswer(understood: Exclude<Understood, { is: 'command' }>): ExitCode {
  if (understood.is === 'answer') {
    printText(process.stdout, understood.text.trimEnd());
    return exitCodes.saved;
  }
  printText(process.stderr, oneLine(understood.reason));
  return exitCodes.usage;
}

/** npm runs scripts in the package's folder and tells where the user is. */
function startingFolder(environment: NodeJS.ProcessEnv): string {
  const isScript = ['ferry', 'demo'].includes(environment.npm_lifecycle_event ?? '');
  return (isScript && environment.INIT_CWD) || process.cwd();
}
