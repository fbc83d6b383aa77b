import { DataFolderInUseError } from '../../adapters/data-folder.ts';
import { UnreadableListError } from '../../adapters/store/unreadable-list.ts';
import type { Ports } from '../../core/ports.ts';
import { toFailure } from '../../../src-shared/failures/failure.ts';
import { sentence } from '../../../src-shared/failures/failure-words.ts';
import { t } from '../../../src-shared/language/index.ts';
import type { CliCommand } from './commands.ts';
import { importFile } from './import.ts';
import { backup } from './backup.ts';
import { browse } from './browse.ts';
import { cancel } from './cancel.ts';
import type { ExitCode } from './exit-codes.ts';
import { codeOfRefusal, exitCodes } from './exit-codes.ts';
import { diagnostics } from './diagnostics.ts';
import { find } from './find.ts';
import { catchInterruption, Interrupted } from './interruption.ts';
import { get } from './get.ts';
import { createJsonOutput } from './json-output.ts';
import { history } from './history.ts';
import { list } from './list.ts';
import type { Output } from './output.ts';
import { receipt } from './receipt.ts';
import { resume } from './resume.ts';
import { signInToServer } from './sign-in-command.ts';
import { createSecretSource } from './secret-source.ts';
import type { GivenSecrets, SecretSource } from './secret-source.ts';
import { inSession } from './run-session.ts';
import { NotJoinedError } from './joined-session.ts';
import { createTextOutput } from './text-output.ts';
import { verify } from './verify.ts';

/** What a caller may bring in place of the usual. */
export interface CliOverrides {
  /** Wraps the ports, for tests. */
  wrapPorts?: (ports: Ports) => Ports;
  /** A password that is known without asking. */
  secret?: string;
}

/** Runs an understood command to its end; everything is printed and closed when it resolves. */
export async function runCommand(
  command: CliCommand,
  given: GivenSecrets,
  overrides: CliOverrides,
): Promise<ExitCode> {
  const output = command.json ? createJsonOutput(process) : createTextOutput(process);
  const interruption = catchInterruption(() => {
    output.close();
    explained(output, new Interrupted());
  });
  const secrets = createSecretSource(given, {
    input: process.stdin,
    output: process.stderr,
    interrupt: interruption.now,
  });
  try {
    return await run(command, { output, secrets, signal: interruption.signal, overrides });
  } catch (error) {
    output.close();
    return explained(output, error);
  } finally {
    output.close();
    interruption.forget();
  }
}

async function run(
  command: CliCommand,
  with_: { output: Output; secrets: SecretSource; signal: AbortSignal; overrides: CliOverrides },
): Promise<ExitCode> {
  const { output, secrets, signal, overrides } = with_;
  if (command.name === 'list') return list(output, command);
  if (command.name === 'receipt') return receipt(output, command);
  if (command.name === 'verify') return verify(command);
  if (command.name === 'history') return history(command, signal);
  if (command.name === 'backup') return backup(output, command);
  if (command.name === 'diagnostics') return diagnostics(output, command);
  const { dataFolder } = command;
  const wrapPorts = overrides.wrapPorts ?? ((ports: Ports) => ports);
  const onlyCleanUps = ['cancel', 'browse', 'find', 'import'].includes(command.name);
  return inSession({ dataFolder, output, secrets, signal, wrapPorts, onlyCleanUps }, async (session) => {
    switch (command.name) {
      case 'get':
        return get(session, command);
      case 'browse':
        return browse(session, command);
      case 'find':
        return find(session, command);
      case 'resume':
        return resume(session, command);
      case 'cancel':
        return cancel(session, command);
      case 'sign-in':
        return signInToServer(session, command);
      case 'import':
        return importFile(session, command);
    }
  });
}

/** What is said of an interruption. */
const leaving = {
  kept: 'terminal.stuck.interrupted',
  goingOn: 'terminal.stuck.goesOn',
  cancelled: 'terminal.stuck.givenUp',
} as const;

/** Says in one line why a command ended before its time. */
function explained(output: Output, error: unknown): ExitCode {
  if (error instanceof Interrupted) {
    const message = t(leaving[error.leaves]);
    output.failed({ code: exitCodes.interrupted, kind: 'interrupted', message }, null);
    return exitCodes.interrupted;
  }
  if (error instanceof NotJoinedError || error instanceof DataFolderInUseError) {
    const message = error instanceof NotJoinedError ? error.message : sentence(error.failure);
    output.failed({ code: exitCodes.inUse, kind: 'in-use', message }, null);
    return exitCodes.inUse;
  }
  const failure = toFailure(error);
  if (error instanceof UnreadableListError) {
    output.failed({ code: exitCodes.needsUser, kind: 'list-unreadable', message: sentence(failure) }, null);
    return exitCodes.needsUser;
  }
  if (failure.kind === 'disconnected') {
    const message = t('terminal.door.gone');
    output.failed({ code: exitCodes.needsUser, kind: failure.kind, message }, null);
    return exitCodes.needsUser;
  }
  const code = codeOfRefusal(failure.kind);
  output.failed({ code, kind: failure.kind, message: sentence(failure) }, null);
  return code;
}
