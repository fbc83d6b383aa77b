/**
 * The terminal host: `ferry get`, `ferry browse`, `ferry find`, `ferry resume`, `ferry list`, `ferry cancel`,
 * `ferry receipt`, `ferry verify`, `ferry history`, `ferry sign-in`, `ferry backup`, `ferry import`, `ferry diagnostics`.
 *
 * Exit codes: 0 every file is saved; 1 failed; 2 the command line makes no sense; 3 unsure whether the server got the
 * request; 4 another Ferry works with the data folder; 5 only the user can help (sign-in, certificate, network, folder,
 * space), the download is kept for `resume`; 6 gone from the server; 130 interrupted, kept for `resume`.
 */
import { runProcess } from '../run-process.ts';
import type { ExitCode } from './exit-codes.ts';
import { printAnswer, readCommand } from './read-command.ts';
import { runCommand } from './run-command.ts';
import type { CliOverrides } from './run-command.ts';
import { takeSecrets } from './secret-source.ts';

/**
 * Runs one command line, without program and script, and resolves with the exit code. Everything is printed and
 * closed by then; the process's own end is left to the caller.
 */
export async function runCli(argv: readonly string[], overrides: CliOverrides = {}): Promise<ExitCode> {
  const taken = takeSecrets(process.env);
  const given = overrides.secret === undefined ? taken : { ...taken, password: overrides.secret };
  const understood = readCommand(argv);
  return understood.is === 'command'
    ? runCommand(understood.command, given, overrides)
    : printAnswer(understood);
}

if (import.meta.main) await runProcess(() => runCli(process.argv.slice(2)));
