import type { Connection, KeptIn } from '../../../../src-shared/connection.ts';
import { FailedError } from '../../../../src-shared/failures/failure.ts';
import { phrase } from '../../../../src-shared/language/phrase.ts';
import type { CallOptions, Clock, Secrets } from '../../../core/ports.ts';
import type { Authenticator } from '../http-authorized.ts';
import { whyUnread } from '../stored-secret.ts';
import { waitFor } from '../wait-for.ts';
import type { OidcSignIn, Provider, Tokens } from './provider.ts';

/** An authenticator that takes what a sign-in in the browser brought. */
export interface OidcAuthenticator extends Authenticator {
  /** Keeps the tokens and uses them from now on; resolves with where the lasting one is. */
  take: (tokens: Tokens) => Promise<KeptIn>;
}

/** What is used now. `freshUntil`: when another one is asked for, by the clock that never jumps. */
export interface OidcSession {
  current: { value: string; freshUntil: number; isTicket: boolean } | null;
}

/**
 * Proves who a connection's user is with access tokens of the company's provider, and renews them before they end: one
 * request at a time, and the new refresh token is kept for good before the old one is forgotten. Where the provider gives
 * none, the server's own ticket stands in.
 *
 * @param ticketFor exchanges an access token for the server's own ticket, as an Authorization header; null where the
 *   server has none
 */
export function createOidcAuthenticator(options: {
  connection: Connection;
  signIn: OidcSignIn;
  provider: Provider;
  secrets: Secrets;
  clock: Pick<Clock, 'monotonic'>;
  ticketFor: (authorization: string) => Promise<string | null>;
  session: OidcSession;
}): OidcAuthenticator {
  const { connection, signIn, provider, secrets, clock, ticketFor, session } = options;
  const key = {
    connectionId: connection.id,
    origin: new URL(signIn.issuer).origin,
    role: 'refresh',
  } as const;
  /** The answer to what only the user can mend. */
  let refusal: FailedError | null = null;
  let flight: Promise<string> | null = null;
  let generation = 0;
  /** A token that came in place of one that was refused, and that nothing has taken yet. */
  let replacement: string | null = null;

  const needed = (): FailedError => new FailedError({ kind: 'sign-in-needed' });
  const notTaken = (): FailedError =>
    new FailedError({
      kind: 'sign-in-refused',
      status: 401,
      detail: phrase('failureDetails.provider.notTaken', {
        issuer: signIn.issuer,
        client: signIn.clientId,
        audience: signIn.audience ?? '–',
      }),
    });

  async function use(tokens: Tokens): Promise<string> {
    const bearer = `Bearer ${tokens.access}`;
    const ticket = tokens.refresh === null ? await ticketFor(bearer).catch(() => null) : null;
    const span = ticket !== null ? Infinity : freshFor(tokens.seconds);
    session.current = {
      value: ticket ?? bearer,
      freshUntil: clock.monotonic() + span,
      isTicket: ticket !== null,
    };
    return session.current.value;
  }

  /** One answer may get lost after the provider has changed the token: it is asked again at once with the same. */
  async function granted(token: string): Promise<Tokens> {
    try {
      return await provider.refresh(token);
    } catch (error) {
      if (!(error instanceof FailedError) || error.failure.kind === 'sign-in-needed') throw error;
      return provider.refresh(token);
    }
  }

  async function storedToken(): Promise<string> {
    const stored = await secrets.read(key);
    if (stored.is === 'absent') throw needed();
    if (stored.is !== 'ok') throw new FailedError({ kind: 'secret-missing', detail: whyUnread[stored.is] });
    return stored.value;
  }

  async function refresh(): Promise<string> {
    const mine = generation;
    const stored = await storedToken();
    const tokens = await granted(stored);
    if (tokens.refresh !== null && tokens.refresh !== stored) await secrets.write(key, tokens.refresh);
    // What came without a new one goes on with the old one.
    const whole = { ...tokens, refresh: tokens.refresh ?? stored };
    return mine === generation ? use(whole) : `Bearer ${tokens.access}`;
  }

  function shared({ signal }: CallOptions): Promise<string> {
    if (!flight) {
      const mine = generation;
      const begun = refresh()
        .catch(async (error: unknown) => {
          const isFinal = error instanceof FailedError && error.failure.kind === 'sign-in-needed';
          if (isFinal && mine === generation) {
            refusal = error;
            session.current = null;
            // It would only be refused again.
            await secrets.erase(connection.id, key);
          }
          throw error;
        })
        .finally(() => {
          if (flight === begun) flight = null;
        });
      flight = begun;
    }
    return waitFor(flight, signal);
  }

  return {
    take: async (tokens) => {
      generation += 1;
      refusal = null;
      flight = null;
      const kept = tokens.refresh === null ? 'run' : await secrets.write(key, tokens.refresh);
      await use(tokens);
      return kept;
    },
    ready: async () => {
      if (refusal) throw refusal;
      if (session.current === null) await storedToken();
    },
    authorization: async (call) => {
      if (refusal) throw refusal;
      return session.current && clock.monotonic() < session.current.freshUntil
        ? session.current.value
        : shared(call);
    },
    renew: async (refused, call) => {
      if (refusal) throw refusal;
      if (session.current !== null && session.current.value !== refused) return session.current.value;
      if (session.current?.isTicket) {
        refusal = needed();
        session.current = null;
        throw refusal;
      }
      session.current = null;
      // The provider just gave it: trying on would only go round in circles.
      if (replacement === refused) {
        refusal = notTaken();
        throw refusal;
      }
      replacement = await shared(call);
      return replacement;
    },
    accept: (value) => {
      if (replacement === value) replacement = null;
    },
    drop: (value) => {
      if (session.current?.value !== value) return;
      session.current = null;
      refusal = notTaken();
    },
    // What is used now stays: it may be all that there is of a sign-in.
    forget: () => {
      generation += 1;
      refusal = null;
      flight = null;
    },
  };
}

/** Milliseconds that a token is used, of the seconds that it is good for: a server's clock may be ahead by a minute. */
function freshFor(seconds: number | null): number {
  if (seconds === null) return Infinity;
  return Math.max(seconds > 300 ? seconds * 800 : (seconds - 60) * 1000, seconds * 500);
}
