import { t } from '../../../src-shared/language/index.ts';
import { codeOfRefusal, exitCodes } from './exit-codes.ts';
import type { ExitCode } from './exit-codes.ts';
import { sentence } from '../../../src-shared/failures/failure-words.ts';
import type { SignInCommand } from './commands.ts';
import { findOrSave } from './connection.ts';
import type { Session } from './session.ts';
import { signIn } from './sign-in.ts';

/** `ferry sign-in`: signs in to a server, so that later commands needn't. */
export async function signInToServer(session: Session, command: SignInCommand): Promise<ExitCode> {
  const { output } = session;
  const connection = await findOrSave(session, command);
  const way = command.ways.device ? 'device' : 'browser';
  const failure = await signIn(session, connection, { way });
  if (failure === null) {
    output.noted(t('terminal.company.done', { name: connection.name }));
    return exitCodes.saved;
  }
  const code = codeOfRefusal(failure.kind);
  output.failed({ code, kind: failure.kind, message: sentence(failure) }, null);
  return code;
}
