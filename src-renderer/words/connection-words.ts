import type { ConnectionView } from '../../src-shared/contract.ts';
import { explainFor } from './explain-for.ts';
import { secretName } from './server-words.ts';

/** How a server is doing, as a colour and in words. */
export function healthOf(connection: ConnectionView): {
  tone: 'good' | 'warning' | 'bad' | 'quiet';
  text: string;
} {
  const { state } = connection;
  switch (state.is) {
    case 'ok':
      return { tone: 'good', text: 'works' };
    case 'unknown':
      return { tone: 'quiet', text: 'not looked at yet' };
    case 'needsSignIn':
      return { tone: 'warning', text: 'needs you to sign in' };
    case 'unreachable':
      return { tone: 'bad', text: 'can’t be reached' };
    case 'untrusted':
      return { tone: 'bad', text: 'its certificate can’t be trusted' };
    case 'unsupported':
      return { tone: 'bad', text: explainFor(connection, state.failure).what };
  }
}

/** Why a server needs somebody to sign in; continues its name. */
export function signInWords(connection: ConnectionView): string {
  const { state, secret } = connection;
  const name = secretName(connection);
  if (state.is !== 'needsSignIn') return '';
  if (state.failure.kind === 'sign-in-needed') return 'needs you to sign in again.';
  if (state.failure.kind === 'sign-in-refused')
    return name === 'password'
      ? 'refused the user name or the password.'
      : name === 'token'
        ? 'refused the token.'
        : 'refused the key or the secret.';
  if (secret === 'locked') return `needs its ${name}, and the keychain is locked.`;
  if (secret === 'unavailable') return `needs its ${name}, and the keychain doesn’t answer.`;
  return 'needs you to sign in.';
}

type Kept = Pick<ConnectionView, 'kind' | 'user' | 'secret'>;

/** Where the password or token of a server is, in a few words. */
export function secretPlace(connection: Kept): string {
  const name = secretName(connection);
  const Name = name.charAt(0).toUpperCase() + name.slice(1);
  switch (connection.secret) {
    case 'keychain':
      return `${Name} in the keychain`;
    case 'run':
      return `${Name} kept until Ferry ends`;
    case 'absent':
      return `No ${name} yet`;
    case 'locked':
      return 'Keychain locked';
    case 'unavailable':
      return 'Keychain doesn’t answer';
  }
}

/** The same for who is about to type one, with what follows from it. */
export function secretWords(connection: Kept): string {
  const name = secretName(connection);
  switch (connection.secret) {
    case 'keychain':
      return `The ${name} is in the keychain of this computer.`;
    case 'run':
      return `This computer has no keychain that Ferry can use, so the ${name} is kept until Ferry ends.`;
    case 'locked':
      return `The keychain of this computer is locked, so Ferry can’t read the ${name}. Unlock it and test the server, or type the ${name} again.`;
    case 'unavailable':
      return `The keychain of this computer doesn’t answer, so Ferry can’t read the ${name}.`;
    case 'absent':
      return '';
  }
}
