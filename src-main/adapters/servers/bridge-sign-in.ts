import type { Connection } from '../../../src-shared/connection.ts';
import { FailedError } from '../../../src-shared/failures/failure.ts';
import { phrase } from '../../../src-shared/language/phrase.ts';
import type { Secrets } from '../../core/ports.ts';
import type { Authenticator } from './http-authorized.ts';
import { storedSecret } from './stored-secret.ts';

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

/** Quotes around a whole text, as letters and chats set them: no token begins and ends with any. */
const quotes = /^(["'`“”„‟‘’‚«‹»›])(.+)["'`“”‘’«‹»›]$/;
const withoutQuotes = (text: string): string => quotes.exec(text)?.[2]?.trim() ?? text;

/**
 * The Authorization header's value for a Bridge. A secret alone is a token, sent as Bearer (the documentation's curl
 * line); with a key in front of it they go as Basic (public clients). Whoever pastes the whole value, `Bearer …` or
 * `Basic …`, means it as it is. Null when the text can't be a token at all.
 */
export function bridgeAuthorization(key: string, secret: string): string | null {
  const given = withoutQuotes(secret.trim());
  const pasted = /^(?:authorization:\s*)?(bearer|basic)\s+([\x21-\x7e]+)$/i.exec(given);
  if (pasted) {
    const [, scheme, value] = pasted as unknown as [string, string, string];
    if (scheme.toLowerCase() === 'bearer') return `Bearer ${value}`;
    // A colon is no sign of Base64: this is key and secret as they are.
    return `Basic ${value.includes(':') ? base64(value) : value}`;
  }
  if (key.trim() !== '') return `Basic ${base64(`${key.trim()}:${given}`)}`;
  return /^[\x21-\x7e]+$/.test(given) ? `Bearer ${given}` : null;
}

/** Signs in at a Bridge, which means: puts the token on each request. One that was refused is never sent again. */
export function createBridgeSignIn({
  connection,
  secrets,
}: {
  connection: Connection;
  secrets: Secrets;
}): Authenticator {
  let current: string | null = null;
  let refusal: FailedError | null = null;
  /** Raised by `forget`, so that a reading that began before has no effect after. */
  let generation = 0;

  const detail = phrase(
    connection.user === '' ? 'failures.sign-in-refused.token' : 'failures.sign-in-refused.keyOrSecret',
  );
  const refused = (status?: number): FailedError =>
    new FailedError({ kind: 'sign-in-refused', detail, ...(status !== undefined && { status }) });
  const refuse = (status?: number): FailedError => {
    current = null;
    refusal = refused(status);
    return refusal;
  };

  return {
    ready: async () => {
      if (refusal) throw refusal;
      if (current === null) await storedSecret(secrets, connection);
    },
    authorization: async ({ signal }) => {
      if (refusal) throw refusal;
      if (current !== null) return current;
      const mine = generation;
      const secret = await storedSecret(secrets, connection);
      signal.throwIfAborted();
      const value = bridgeAuthorization(connection.user, secret);
      if (value === null) throw mine === generation ? refuse() : refused();
      if (mine === generation) current = value;
      return value;
    },
    renew: async (sent) => {
      if (refusal) throw refusal;
      if (current !== null && current !== sent) return current;
      throw refuse(401);
    },
    drop: (value) => {
      if (current === value) refuse(401);
    },
    forget: () => {
      generation += 1;
      current = null;
      refusal = null;
    },
  };
}
