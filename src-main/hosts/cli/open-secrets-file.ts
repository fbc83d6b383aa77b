import { failureOf } from '../../../src-shared/failures/failure.ts';
import type { Failure } from '../../../src-shared/failures/failure.ts';
import { sentence } from '../../../src-shared/failures/failure-words.ts';
import type { Session } from './session.ts';

/** A passphrase that is wrong is asked for again, so many times in all: nothing but the user's patience is at stake. */
const mostTries = 3;

/** Sessions in which the user would rather leave the file closed. */
const leftClosed = new WeakSet<Session>();

/**
 * Opens the encrypted file where what a server lacks may be in it: asks for its passphrase at the terminal. Resolves with
 * whether the file is open now and wasn't before.
 */
export async function openSecretsFile(session: Session): Promise<boolean> {
  const { app, output, secrets, signal } = session;
  // A password that is given is the one that counts.
  if (!secrets.canAsk || secrets.isGiven || leftClosed.has(session)) return false;
  if ((await app.handlers['secretsFile.state']({})).is !== 'closed') return false;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const passphrase = await secrets.askPassphrase(signal);
    if (passphrase === null) break;
    const failure = await failureOf(() => app.handlers['secretsFile.unlock']({ passphrase }));
    if (failure === null) return true;
    output.noted(sentence(failure));
    if (!isWrongPassphrase(failure)) break;
  }
  leftClosed.add(session);
  return false;
}

/** Of a file that is damaged, or can't be read, no passphrase is the right one. */
const isWrongPassphrase = ({ detail }: Failure): boolean =>
  typeof detail === 'object' && detail.name === 'validationErrors.secretsFile.wrong';
