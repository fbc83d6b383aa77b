import type { Connection } from '../../../src-shared/connection.ts';
import { originOf } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Secrets } from '../../core/ports.ts';

/** The connection's password or token. Rejects with `secret-missing` when there is none, or none can be read now. */
export async function storedSecret(secrets: Secrets, connection: Connection): Promise<string> {
  const secret = await secrets.read({ connectionId: connection.id, origin: originOf(connection) });
  switch (secret.is) {
    case 'ok':
      return secret.value;
    case 'absent':
      throw new FailedError({ kind: 'secret-missing' });
    case 'locked':
      throw new FailedError({ kind: 'secret-missing', detail: phrase('failureDetails.keychain.locked') });
    case 'unavailable':
      throw new FailedError({ kind: 'secret-missing', detail: phrase('failureDetails.keychain.silent') });
  }
}
