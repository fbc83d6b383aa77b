import type { Connection } from '../../../src-shared/connection.ts';
import { originOf } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Phrase } from '../../../src-shared/language/words.ts';
import type { Secrets, SecretState } from '../../core/ports.ts';

/** Why a secret can't be read now, whether or not there is one. */
export const whyUnread: Record<Exclude<SecretState['is'], 'ok' | 'absent'>, Phrase> = {
  locked: phrase('failureDetails.keychain.locked'),
  sealed: phrase('failureDetails.keychain.sealed'),
  unavailable: phrase('failureDetails.keychain.silent'),
};

/** The connection's password or token. Rejects with `secret-missing` when there is none, or none can be read now. */
export async function storedSecret(secrets: Secrets, connection: Connection): Promise<string> {
  const secret = await secrets.read({ connectionId: connection.id, origin: originOf(connection) });
  if (secret.is === 'ok') return secret.value;
  if (secret.is === 'absent') throw new FailedError({ kind: 'secret-missing' });
  throw new FailedError({ kind: 'secret-missing', detail: whyUnread[secret.is] });
}
